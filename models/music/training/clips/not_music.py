"""Clips of speech and of noise: `... training.clips.not_music --files DIR --out OUT`.

DIR has real recordings in one folder per source: `speech/<voice>/...` and `noise/<source>/...`.
OUT gets clips of 30 s and a table `tracks.csv` (file, kind, source). Speech is joined from short
recordings, and spoken by espeak-ng. Noise is cut from recordings, mixed from many voices, and
synthesised. Half of the clips of speech get the reverberation of a hall.
"""

import argparse
import csv
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
from numpy.typing import NDArray

from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ
from tui_player.models.music.training.clips.augment import coloured_noise, reverberated
from tui_player.models.music.training.clips.dataset import read_audio

CLIP_S: Final = 30
CLIP: Final = CLIP_S * SAMPLE_RATE_HZ
CLIPS_A_VOICE: Final = 6
CLIPS_A_RECORDING: Final = 6
SYNTHESISED: Final = 16
"""Clips of each kind of synthesised noise."""
VOICES: Final = (
    "en-us", "en-gb", "en-029", "de", "fr", "es", "it", "ru", "pl", "nl", "pt-br", "sv", "tr",
    "el", "hi", "cmn", "ja", "ko", "ar", "fi", "hu", "id", "vi", "sw",
)  # fmt: skip
VARIANTS: Final = ("m1", "m3", "m7", "f2", "f4", "whisper")
TEXT: Final = (
    "Once upon a time a miller had three sons. When he died, the eldest took the mill, the second "
    "took the donkey, and nothing was left for the youngest but the cat. He sat down by the river "
    "and thought. What shall I do with a cat? But the cat spoke: do not be sad. Give me a pair of "
    "boots and a bag, and you will see. So the young man, who had nothing to lose, did as the cat "
    "had asked. Early the next morning it went to the wood, lay down beside the bag, and waited."
)

Samples = NDArray[np.float32]
Random = np.random.Generator


def joined(recordings: Sequence[Path], random: Random) -> Samples:
    """One clip of recordings in random order with pauses, [CLIP]."""
    parts: list[Samples] = []
    while sum(map(len, parts)) < CLIP:
        speech = read_audio(recordings[int(random.integers(len(recordings)))])
        level = max(float(np.sqrt(np.mean(speech**2))), 1e-4)
        pause = np.zeros(int(random.uniform(0.05, 0.6) * SAMPLE_RATE_HZ), np.float32)
        parts += [speech * (0.1 / level), pause]
    return np.concatenate(parts)[:CLIP]


def spoken(voice: str, random: Random) -> Samples:
    """One clip of a story read by espeak-ng, [CLIP]."""
    variant = VARIANTS[random.integers(len(VARIANTS))]
    options = ["-v", f"{voice}+{variant}", "-s", str(random.integers(120, 200))]
    pitch = ["-p", str(random.integers(20, 80))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        command = ["espeak-ng", *options, *pitch, "-w", str(path), TEXT]
        subprocess.run(command, check=True, capture_output=True)
        speech = read_audio(path)
    return np.resize(speech, CLIP)


def speech_clips(folder: Path, random: Random) -> Iterator[tuple[str, Samples]]:
    """Clips of speech with their sources; the voice is the source."""
    for speaker in sorted(folder.iterdir()):
        recordings = sorted(path for path in speaker.rglob("*") if path.is_file())
        for _ in range(CLIPS_A_VOICE):
            yield speaker.name, joined(recordings, random)
    for voice in VOICES:
        for _ in range(2):
            yield f"espeak-{voice}", spoken(voice, random)


def recorded_clips(folder: Path, random: Random) -> Iterator[tuple[str, Samples]]:
    """Clips cut from recordings of places and weather."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        samples = read_audio(path)
        for _ in range(CLIPS_A_RECORDING):
            start = random.integers(max(1, len(samples) - CLIP))
            yield path.stem, np.resize(samples[start : start + CLIP], CLIP)


def crowd(voices: Sequence[Samples], random: Random) -> Samples:
    """Many voices at once, as in a cafe, with clinks and room tone, [CLIP]."""
    chosen = random.choice(len(voices), size=random.integers(8, 20))
    mixed = np.zeros(CLIP, np.float32)
    for row in chosen:
        mixed += np.roll(voices[row], random.integers(CLIP)) * np.float32(random.uniform(0.2, 1))
    mixed = reverberated(mixed, random.uniform(0.4, 1.2), 0.6, random)
    for place in random.integers(CLIP - 8000, size=random.integers(4, 30)):
        mixed[place : place + 8000] += _clink(random)
    return mixed + coloured_noise(CLIP, 1.0, random) * np.float32(0.1 * mixed.std())


def _clink(random: Random) -> Samples:
    time_s = np.arange(8000) / SAMPLE_RATE_HZ
    tone = np.sin(2 * np.pi * random.uniform(1500, 6000) * time_s)
    clink: Samples = (random.uniform(0.05, 0.4) * tone * np.exp(-time_s * 40)).astype(np.float32)
    return clink


def rain(random: Random) -> Samples:
    """Drops over a bed of noise, [CLIP]."""
    drops = np.zeros(CLIP, np.float32)
    places = random.integers(CLIP - 400, size=random.integers(500, 20_000))
    drops[places] = random.exponential(1.0, len(places))
    ringing = np.exp(-np.arange(200) / random.uniform(5, 60)) * random.standard_normal(200)
    bed = coloured_noise(CLIP, random.uniform(0.0, 1.0), random)
    return _scaled(np.convolve(drops, ringing)[:CLIP]) + _scaled(bed) * random.uniform(0.1, 2)


def waves(random: Random) -> Samples:
    """Noise that swells and ebbs: surf, wind or traffic, [CLIP]."""
    time_s = np.arange(CLIP) / SAMPLE_RATE_HZ
    period_s = random.uniform(3, 14)
    swell = 0.5 + 0.5 * np.sin(2 * np.pi * time_s / period_s + random.uniform(0, 6))
    swell = swell ** random.uniform(0.5, 3) + random.uniform(0.02, 0.3)
    return _scaled(coloured_noise(CLIP, random.uniform(0.5, 2.0), random) * swell)


def steady(random: Random) -> Samples:
    """White, pink or brown noise, such as that of a stream or a fan, [CLIP]."""
    noise = coloured_noise(CLIP, random.uniform(0.0, 2.0), random)
    slow = coloured_noise(CLIP // 4000 + 2, 1.0, random)
    change = np.interp(np.arange(CLIP) / 4000, np.arange(len(slow)), slow)
    return _scaled(noise * np.exp(change * random.uniform(0, 0.3)))


def birds(random: Random) -> Samples:
    """Chirps over quiet noise, [CLIP]."""
    song = coloured_noise(CLIP, 1.0, random) * 0.03
    kinds = [(random.uniform(1800, 6500), random.uniform(-3e4, 3e4)) for _ in range(4)]
    for place in random.integers(CLIP - 8000, size=random.integers(10, 90)):
        base, slope = kinds[random.integers(4)]
        length = random.integers(800, 5000)
        time_s = np.arange(length) / SAMPLE_RATE_HZ
        trill = 300 * np.sin(2 * np.pi * random.uniform(10, 40) * time_s)
        phase = 2 * np.pi * np.cumsum(base + slope * time_s + trill) / SAMPLE_RATE_HZ
        song[place : place + length] += (
            np.sin(phase) * np.hanning(length) * random.uniform(0.05, 0.6)
        )
    return _scaled(song)


def _scaled(samples: NDArray[np.floating]) -> Samples:
    """At an RMS of 0.1."""
    scaled: Samples = (samples * (0.1 / max(float(samples.std()), 1e-9))).astype(np.float32)
    return scaled


def write_clips(files: Path, out: Path, seed: int) -> None:
    """Write all clips and the table of them."""
    random = np.random.default_rng(seed)
    (out / "audio").mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, str]] = []

    def write(kind: str, source: str, samples: Samples) -> None:
        level = 10 ** (random.uniform(-32, -12) / 20)
        name = f"audio/{kind}{len(rows):04}.flac"
        loud = np.clip(_scaled(samples) * np.float32(level * 10), -1, 1)
        soundfile.write(out / name, loud, SAMPLE_RATE_HZ, subtype="PCM_16")
        rows.append({"file": name, "kind": kind, "source": source})

    voices = []
    for source, samples in speech_clips(files / "speech", random):
        voices.append(samples)
        in_hall = random.random() < 0.5
        hall = reverberated(samples, random.uniform(0.5, 2.5), random.uniform(0.2, 0.6), random)
        write("speech", source, hall if in_hall else samples)
    for source, samples in recorded_clips(files / "noise", random):
        write("noise", source, samples)
    for make in (rain, waves, steady, birds):
        for _ in range(SYNTHESISED):
            write("noise", f"synthesised-{make.__name__}", make(random))
    for _ in range(2 * SYNTHESISED):
        write("noise", "synthesised-crowd", crowd(voices, random))
    with (out / "tracks.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, ["file", "kind", "source"])
        table.writeheader()
        table.writerows(rows)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=Path, required=True, help="folder of recordings")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    write_clips(options.files, options.out, options.seed)


if __name__ == "__main__":
    main()
