"""Measures the tempo on songs of known tempo, beside librosa's.

`python benchmarks/evaluation/tempo.py [TABLE]`: TABLE is a CSV file with the columns `file`
(relative to it) and `bpm`; without one, the player's own pieces are heard. The output is one JSON
object: shares of songs within 4 % of the tempo, and within 4 % of it, its half or its double, each
with its 95 % interval; and the time of both methods.
"""

import argparse
import csv
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.demo.files import render_demo
from tui_player.demo.pieces import PIECES
from tui_player.demo.score import Piece
from tui_player.models.music.audio import decode
from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ, log_mel
from tui_player.models.music.tempo import tempo_bpm
from tui_player.models.music.windows import Windows

TOLERANCE: Final = 0.04
OCTAVES: Final = (1.0, 2.0, 0.5)
SEED: Final = 7

Method = Callable[[Windows], float | None]


def ours(windows: Windows) -> float | None:
    """The player's tempo."""
    return tempo_bpm([log_mel(samples) for samples in windows.samples])


def librosas(windows: Windows) -> float:
    """librosa's tempo of the same windows."""
    import librosa

    samples = np.concatenate(windows.samples)
    return float(np.atleast_1d(librosa.feature.tempo(y=samples, sr=SAMPLE_RATE_HZ))[0])


def songs_of(table: Path) -> list[tuple[Windows, float]]:
    """Songs with a known tempo, and it."""
    with table.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["bpm"]]
    return [(decode(str(table.parent / row["file"])), float(row["bpm"])) for row in rows]


def own_songs(folder: Path) -> list[tuple[Windows, float]]:
    """The player's pieces and their tempi."""
    paths = render_demo(folder)
    return [(decode(str(path)), tempo_of(piece)) for path, piece in zip(paths, PIECES, strict=True)]


def tempo_of(piece: Piece) -> float:
    """Tempo of a piece of the player, beats a minute."""
    return piece.compose(np.random.default_rng(SEED)).bpm


def figures(method: Method, songs: Sequence[tuple[Windows, float]]) -> dict[str, object]:
    """Shares and time of one method."""
    start = time.perf_counter()
    found = np.array([method(windows) or 0.0 for windows, _ in songs])
    seconds = time.perf_counter() - start
    true = np.array([bpm for _, bpm in songs])
    near = np.array([np.abs(found / (true * factor) - 1) <= TOLERANCE for factor in OCTAVES])
    return {
        "exact": share(near[0]),
        "exact_or_octave": share(np.asarray(near.any(axis=0))),
        "ms_a_song": round(1000 * seconds / len(songs), 1),
    }


def share(flags: NDArray[np.bool_]) -> list[float]:
    """Share with its 95 % bootstrap interval."""
    random = np.random.default_rng(SEED)
    drawn = flags[random.integers(len(flags), size=(2000, len(flags)))].mean(axis=1)
    return [round(float(one), 3) for one in (flags.mean(), *np.quantile(drawn, (0.025, 0.975)))]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path, nargs="?", help="CSV file with file and bpm")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        songs = songs_of(options.table) if options.table else own_songs(Path(folder))
    methods: dict[str, Method] = {"player": ours, "librosa": librosas}
    print(
        json.dumps(
            {"songs": len(songs)}
            | {name: figures(method, songs) for name, method in methods.items()}
        )
    )


if __name__ == "__main__":
    main()
