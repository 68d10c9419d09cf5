"""The labelled clips of all collections, split by artist.

4Q: Panda, Malheiro & Paiva 2018 (IEEE TAFFC). Emotify: Aljanaki, Wiering & Veltkamp 2016.
Elsewhere: pieces of Incompetech (Kevin MacLeod, CC BY) with the composer's words, and EMOPIA (Hung
et al. 2021, arXiv 2108.01374; CC BY). Sounds: speech and noise, made by `not_music`.
Each is a folder with `tracks.csv` and audio files; its column `file` has their names.
"""

import csv
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.models.music.genres import GENRES
from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ

FOLDS: Final = 5
QUADRANT_CODES: Final = ("Q1", "Q2", "Q3", "Q4")
NO_QUADRANT: Final = -1
FOURQ: Final = "fourq"
EMOTIFY: Final = "emotify"
INCOMPETECH: Final = "incompetech"
EMOPIA: Final = "emopia"
LABELLED: Final = (FOURQ, INCOMPETECH, EMOPIA)
"""Collections with signs of valence and arousal."""

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
FELT_VALENCE: Final = (0.3, 0.0, 0.6, 0.0, 0.6, 0.0, 1.0, -1.0, -1.0)
FELT_AROUSAL: Final = (0.5, 0.0, -1.0, -0.4, -1.0, 1.0, 1.0, 1.0, -0.6)
"""Weights of `FELT` on valence and arousal, by the circumplex model (Russell 1980)."""
FELT_SLOPE: Final = 0.35
"""Probability of a positive sign per standard deviation of the weighted sum."""
FELT_SPREAD: Final = 0.42
"""Standard deviation of the places of rated songs."""
NOT_ASKED: Final = (float("nan"),) * len(FELT)
MIN_CLIPS_OF_MOOD: Final = 15
SIGNS: Final = ((1.0, 1.0), (0.0, 1.0), (0.0, 0.0), (1.0, 0.0))
"""Signs of valence and arousal in Q1..Q4: 1 positive, 0 negative."""
CENTRE: Final = 0.5
"""Valence and arousal, up to the sign, of the typical song of a quadrant."""
UNKNOWN: Final = (float("nan"), float("nan"))
GENRE_OF_INCOMPETECH: Final = {
    "Electronica": "Electronic",
    "Disco": "Electronic",
    "Silent Film Score": "Soundtrack",
    "Soundtrack": "Soundtrack",
    "Jazz": "Jazz",
    "Reggae": "Reggae",
    "Ska": "Reggae",
    "Funk": "R&B",
    "World": "World",
}


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
    """In the order of `FELT`: share of raters with this emotion; NaN if nobody was asked."""
    signs: tuple[float, float] = UNKNOWN
    """Signs of valence and arousal: 1 positive, 0 negative, NaN unknown."""
    kind: str = "music"
    """music, speech or noise."""
    bpm: float = float("nan")
    """Tempo in beats a minute; NaN if unknown."""

    @property
    def collection(self) -> str:
        """Name of the collection, such as `fourq`."""
        return self.name.partition("/")[0]

    @property
    def fold(self) -> int:
        """Fold 0..4, from the artist's name alone."""
        return fold_of(self.artist)


def fold_of(artist: str) -> int:
    """Fold of all clips of `artist`, in both data sets and in any case."""
    digest = hashlib.sha256(artist.strip().casefold().encode()).digest()
    return int.from_bytes(digest[:4], "big") % FOLDS


def load_clips(folder: Path) -> list[Clip]:
    """The clips of all collections in `folder`, in the order of their tables.

    Raises `FileNotFoundError` if there is none.
    """
    clips: list[Clip] = []
    for name, read in READERS.items():
        table = folder / name / "tracks.csv"
        if table.exists():
            with table.open(newline="", encoding="utf-8") as file:
                clips += [read(folder / name, row) for row in csv.DictReader(file)]
    if not clips:
        raise FileNotFoundError(f"no collection in {folder}: {', '.join(READERS)}")
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


def felt_signs(clips: Sequence[Clip]) -> NDArray[np.float32]:
    """[N, 2] valence and arousal of felt emotions, 0..1; NaN if nobody was asked."""
    signs: NDArray[np.float32] = np.clip(0.5 + FELT_SLOPE * _felt_sums(clips), 0, 1)
    return signs


def felt_places(clips: Sequence[Clip]) -> NDArray[np.float32]:
    """[N, 2] valence and arousal of felt emotions, -1..1; NaN if nobody was asked."""
    places: NDArray[np.float32] = np.clip(FELT_SPREAD * _felt_sums(clips), -1, 1)
    return places


def _felt_sums(clips: Sequence[Clip]) -> NDArray[np.float32]:
    """[N, 2]; the felt emotions weighted by `FELT_VALENCE` and `FELT_AROUSAL`, standardised."""
    felt = np.array([clip.felt for clip in clips], dtype=np.float32)
    sums: NDArray[np.float32] = felt @ np.array([FELT_VALENCE, FELT_AROUSAL], dtype=np.float32).T
    known = sums[~np.isnan(sums[:, 0])]
    if len(known):
        sums = (sums - known.mean(axis=0)) / (known.std(axis=0) + 1e-6)
    return sums


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
        felt=NOT_ASKED,
        signs=SIGNS[QUADRANT_CODES.index(row["quadrant"])],
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


def _elsewhere_clip(folder: Path, row: dict[str, str]) -> Clip:
    """A piece of Incompetech or EMOPIA. Each piece stands for an artist of its own."""
    genres = dict.fromkeys(GENRES, float("nan"))
    genre = GENRE_OF_INCOMPETECH.get(row["genre"])
    if genre:
        genres |= dict.fromkeys(GENRE_OF_INCOMPETECH.values(), 0.0) | {genre: 1.0}
    return Clip(
        name=f"{row['set']}/{Path(row['file']).stem}",
        path=folder / row["file"],
        artist=f"{row['artist']}: {row['title']}",
        quadrant=QUADRANT_CODES.index(row["quadrant"]) if row["quadrant"] else NO_QUADRANT,
        genres=tuple(genres.values()),
        rock_or_pop=False,
        moods=frozenset(),
        felt=NOT_ASKED,
        signs=(_sign(row["valence_sign"]), _sign(row["arousal_sign"])),
        bpm=float(row["bpm"] or "nan"),
    )


def _sign(text: str) -> float:
    return {"1": 1.0, "-1": 0.0}.get(text, float("nan"))


def _sound(folder: Path, row: dict[str, str]) -> Clip:
    """A clip that is not music; all clips from one source stand for one artist."""
    return Clip(
        name=f"sounds/{Path(row['file']).stem}",
        path=folder / row["file"],
        artist=row["source"],
        quadrant=NO_QUADRANT,
        genres=(float("nan"),) * len(GENRES),
        rock_or_pop=False,
        moods=frozenset(),
        felt=NOT_ASKED,
        kind=row["kind"],
    )


READERS: Final[dict[str, Callable[[Path, dict[str, str]], Clip]]] = {
    "fourq": _fourq_clip,
    "emotify": _emotify_clip,
    "elsewhere": _elsewhere_clip,
    "sounds": _sound,
}
"""Folders of the collections, and how a row of each table becomes a clip."""


def read_clip(clip: Clip) -> NDArray[np.float32]:
    """Mono samples of a clip at 16 kHz, [n]."""
    return read_audio(clip.path)


def read_audio(path: Path) -> NDArray[np.float32]:
    """Mono samples of a file at 16 kHz, [n]."""
    import soundfile
    import soxr

    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono: NDArray[np.float32] = soxr.resample(samples.mean(axis=1), rate, SAMPLE_RATE_HZ)
    return mono
