"""Measures how well acoustic fingerprints tell recordings apart.

`python benchmarks/identity.py FOLDER [--copies 100]` compares every file below FOLDER with every
other one (false alarms). It compares some files with copies of themselves in other formats
(misses). Each copy is shifted by a few hundredths of a second, as by an encoder. The output is one
JSON object.
"""

import argparse
import itertools
import json
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from tui_player.library.duplicates import (
    ACOUSTIC_FINGERPRINT_BYTES,
    MAX_BIT_ERROR_RATE,
    bit_error_rates,
)
from tui_player.library.scan.walk import Walk
from tui_player.models.music.acoustic_fingerprint import fingerprint
from tui_player.models.music.audio import decode
from tui_player.models.music.spectrogram import log_mel

RATE_HZ = 44_100
FORMATS = {"mp3": ("MP3", "MPEG_LAYER_III"), "ogg": ("OGG", "VORBIS"), "flac": ("FLAC", "PCM_16")}
MOST_CUT_S = 0.1
"""Largest shift of a copy. Encoders add or remove silence at the start."""


def fingerprint_of(path: Path) -> NDArray[np.uint8]:
    """[ACOUSTIC_FINGERPRINT_BYTES]; the acoustic fingerprint of the middle window."""
    windows = decode(str(path)).samples
    return np.frombuffer(fingerprint(log_mel(windows[len(windows) // 2])), np.uint8)


def copies(path: Path, folder: Path, random: np.random.Generator) -> Iterable[Path]:
    """The recording in other formats, each shifted by a random time."""
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    samples = soxr.resample(samples, rate, RATE_HZ)
    for suffix, (kind, subtype) in FORMATS.items():
        cut = int(random.uniform(0, MOST_CUT_S) * RATE_HZ)
        copy = folder / f"copy.{suffix}"
        with soundfile.SoundFile(
            copy, "w", RATE_HZ, samples.shape[1], subtype, format=kind
        ) as file:
            for start in range(cut, len(samples), RATE_HZ):
                file.write(samples[start : start + RATE_HZ])
        yield copy


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--copies", type=int, default=100, help="files that are copied")
    options = parser.parse_args()
    paths = [Path(found.path) for found in Walk().files(str(options.folder))]
    fingerprints = {
        path: one
        for path in paths
        if len(one := fingerprint_of(path)) == ACOUSTIC_FINGERPRINT_BYTES
    }
    random = np.random.default_rng(7)
    same: list[float] = []
    with tempfile.TemporaryDirectory() as scratch:
        for path in list(fingerprints)[:: max(1, len(fingerprints) // options.copies)]:
            same += [
                float(bit_error_rates(fingerprints[path][None], fingerprint_of(copy)[None])[0])
                for copy in copies(path, Path(scratch), random)
            ]
    matrix = np.stack(list(fingerprints.values()))
    apart = np.concatenate(
        [bit_error_rates(matrix[row : row + 1], matrix[row + 1 :]) for row in range(len(matrix))]
    )
    names = list(fingerprints)
    pairs = list(itertools.combinations(range(len(names)), 2))
    alarms = [
        [names[one].name, names[other].name]
        for (one, other), difference in zip(pairs, apart, strict=True)
        if difference < MAX_BIT_ERROR_RATE
    ]
    print(
        json.dumps(
            {
                "recordings": len(matrix),
                "pairs": len(apart),
                "same_below": MAX_BIT_ERROR_RATE,
                "nearest_strangers": round(float(apart.min()), 3),
                "taken_for_the_same": alarms,
                "copies": len(same),
                "copies_missed": sum(difference >= MAX_BIT_ERROR_RATE for difference in same),
                "copies_differ_mean": round(float(np.mean(same)), 3),
                "copies_differ_most": round(max(same), 3),
            }
        )
    )


if __name__ == "__main__":
    main()
