"""The 4Q and Emotify clips with their labels, split by artist.

4Q: Panda, Malheiro & Paiva 2018 (IEEE TAFFC). Emotify: Aljanaki, Wiering & Veltkamp 2016.
Each is a folder with `tracks.csv` and audio files; its column `file` has their names.
"""

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.models.music.genres import GENRES
from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ

FOLDS: Final = 5
HELD_OUT_FOLD: Final = 0
"""Fold of the artists that neither training nor model selection used for the shipped network."""
QUADRANT_CODES: Final = ("Q1", "Q2", "Q3", "Q4")
NO_QUADRANT: Final = -1

GENRE_OF_FOURQ: Final = {
    "International": "World",
    "Rap": "Hip-Hop",
    "Stage & Screen": "Soundtrack",
    "Avant-Garde": "Avantgarde",
}
"""AllMusic names with a different name in `GENRES`. `Pop/Rock` means Rock, Pop or both; any other
unknown name is ignored."""
EMOTIFY_GENRES: Final = {
    "classical": "Classical",
    "rock": "Rock",
    "electronic": "Electronic",
    "pop": "Pop",
}
FELT: Final = (
    "amazement",
    "solemnity",
    "tenderness",
    "nostalgia",
    "calmness",
    "power",
    "joyful_activation",
    "tension",
    "sadness",
)
"""Emotify's nine emotions (GEMS)."""
MIN_CLIPS_OF_MOOD: Final = 15


@dataclass(frozen=True)
class Clip:
    """One labelled clip."""

    name: str
    """Name and key of the clip, such as `fourq/MT0000011357`."""
    path: Path
    artist: str
    quadrant: int
    """0..3 for Q1..Q4, or `NO_QUADRANT`."""
    genres: tuple[float, ...]
    """In the order of `GENRES`: 1 yes, 0 no, NaN unknown."""
    rock_or_pop: bool
    """True if the label is `Pop/Rock`: Rock, Pop or both."""
    moods: frozenset[str]
    """4Q's mood words; empty for Emotify."""
    felt: tuple[float, ...]
    """In the order of `FELT`: share of raters with this emotion; NaN for 4Q."""

    @property
    def fold(self) -> int:
        """Fold 0..4, from the artist's name alone."""
        return fold_of(self.artist)


def fold_of(artist: str) -> int:
    """Fold of all clips of `artist`, in both data sets and in any case."""
    digest = hashlib.sha256(artist.strip().casefold().encode()).digest()
    return int.from_bytes(digest[:4], "big") % FOLDS


def load_clips(folder: Path) -> list[Clip]:
    """The clips of `folder`/fourq and `folder`/emotify, in the order of their tables.

    Raises `FileNotFoundError` if both are missing.
    """
    clips: list[Clip] = []
    for name, read in (("fourq", _fourq_clip), ("emotify", _emotify_clip)):
        table = folder / name / "tracks.csv"
        if table.exists():
            with table.open(newline="", encoding="utf-8") as file:
                clips += [read(folder / name, row) for row in csv.DictReader(file)]
    if not clips:
        raise FileNotFoundError(f"neither fourq/tracks.csv nor emotify/tracks.csv in {folder}")
    return clips


def split_by_artist(clips: Sequence[Clip], fold: int) -> tuple[list[Clip], list[Clip]]:
    """Clips outside `fold`, and clips in it."""
    outside = [clip for clip in clips if clip.fold != fold]
    return outside, [clip for clip in clips if clip.fold == fold]


def mood_words(clips: Sequence[Clip]) -> list[str]:
    """Mood words with at least `MIN_CLIPS_OF_MOOD` of `clips`, sorted."""
    count: dict[str, int] = {}
    for clip in clips:
        for word in clip.moods:
            count[word] = count.get(word, 0) + 1
    return sorted(word for word, number in count.items() if number >= MIN_CLIPS_OF_MOOD)


def standardised_felt(clips: Sequence[Clip]) -> NDArray[np.float32]:
    """[N, 9] felt emotions, standardised to mean 0 and deviation 1; NaN if unknown."""
    felt = np.array([clip.felt for clip in clips], dtype=np.float32)
    known = felt[~np.isnan(felt[:, 0])]
    if not len(known):
        return felt
    standardised: NDArray[np.float32] = (felt - known.mean(axis=0)) / (known.std(axis=0) + 1e-6)
    return standardised


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(";") if word.strip()]


def _fourq_clip(folder: Path, row: dict[str, str]) -> Clip:
    words = _words(row["genres"])
    names = {GENRE_OF_FOURQ.get(word, word) for word in words}
    either = "Pop/Rock" in words
    genres = {name: float(name in names) for name in GENRES}
    if either:
        genres |= {"Rock": float("nan"), "Pop": float("nan")}
    return Clip(
        name=f"fourq/{Path(row['file']).stem}",
        path=folder / row["file"],
        artist=row["artist"],
        quadrant=QUADRANT_CODES.index(row["quadrant"]),
        genres=tuple(genres.values()),
        rock_or_pop=either,
        moods=frozenset(_words(row["moods"])),
        felt=(float("nan"),) * len(FELT),
    )


def _emotify_clip(folder: Path, row: dict[str, str]) -> Clip:
    """One of Emotify's four genres is 1, the other three are 0, the rest is unknown."""
    known = dict.fromkeys(EMOTIFY_GENRES.values(), 0.0)
    known[EMOTIFY_GENRES[row["genre"]]] = 1.0
    return Clip(
        name=f"emotify/{Path(row['file']).stem}",
        path=folder / row["file"],
        artist=row["artist"],
        quadrant=NO_QUADRANT,
        genres=tuple(known.get(name, float("nan")) for name in GENRES),
        rock_or_pop=False,
        moods=frozenset(),
        felt=tuple(float(row[name]) for name in FELT),
    )


def read_clip(clip: Clip) -> NDArray[np.float32]:
    """Mono samples of a clip at 16 kHz, [n]."""
    import soundfile
    import soxr

    samples, rate = soundfile.read(clip.path, dtype="float32", always_2d=True)
    mono: NDArray[np.float32] = soxr.resample(samples.mean(axis=1), rate, SAMPLE_RATE_HZ)
    return mono
