"""The music network's analysis of a song."""

import struct
from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping
from typing import Any, Final, Self

from tui_player.library.analysis_numbers import (
    AROUSAL,
    AROUSAL_DEVIATION,
    FIRST_QUADRANT,
    NOISE,
    SPEECH,
    TEMPO,
    VALENCE,
    VALENCE_DEVIATION,
    genres_of,
    number,
    pack,
    whole,
)
from tui_player.library.sound_kind import SoundKind, sound_kind

UNKNOWN_QUADRANTS: Final = (0.25, 0.25, 0.25, 0.25)
"""Probabilities of Q1..Q4 if nothing is known."""

UNKNOWN_DEVIATIONS: Final = (0.5, 0.5)
"""Standard deviations of valence and arousal if nothing is known: those of music in general."""


class Analysis:
    """One song's analysis. It keeps the stored JSON document and decodes a field on access.

    A library holds thousands of analyses, and most code reads one field of all of them. All
    numbers are one base64 string: it parses quickly and takes little memory. Documents of earlier
    players have a field for each number instead.
    """

    __slots__ = ("document",)

    document: Mapping[str, Any]
    """The stored JSON; it must not be changed."""

    def __init__(  # noqa: PLR0917 - in the order of the properties
        self,
        version: str,
        embedding: bytes,
        genres: Mapping[str, float],
        quadrants: tuple[float, float, float, float],
        valence: float,
        arousal: float,
        acoustic_fingerprint: bytes = b"",
        *,
        deviations: tuple[float, float] = UNKNOWN_DEVIATIONS,
        speech: float = 0.0,
        noise: float = 0.0,
        tempo_bpm: float | None = None,
        key: str | None = None,
    ) -> None:
        """Encode an analysis; the properties describe the arguments.

        Numbers keep three digits. Genres that the network does not know are left out.
        """
        numbers = (*quadrants, valence, arousal, *deviations, speech, noise, tempo_bpm or 0.0)
        document: dict[str, Any] = {
            "version": version,
            "embedding": _base64(embedding),
            "numbers": _base64(pack(numbers, genres)),
        }
        if key:
            document["key"] = key
        if acoustic_fingerprint:
            document["sound"] = _base64(acoustic_fingerprint)
        self.document = document

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Wrap a stored document without a copy. A missing field reads as its default."""
        analysis = cls.__new__(cls)
        analysis.document = document
        return analysis

    @property
    def version(self) -> str:
        """Version of the network and its input. A song with another version is analysed again."""
        version: str = self.document.get("version", "")
        return version

    @property
    def embedding(self) -> bytes:
        """[D] float16, little-endian, L2-normalised; bytes, so that this module needs no numpy."""
        return a2b_base64(self.document.get("embedding", ""))

    @property
    def embedding_kind(self) -> tuple[str, int]:
        """Version and length in bytes; two embeddings are comparable if their kinds are equal."""
        encoded: str = self.document.get("embedding", "")
        return self.version, len(encoded) * 3 // 4 - encoded.count("=", -2)

    @property
    def numbers(self) -> bytes:
        """All numbers as a block (`analysis_numbers.py`)."""
        encoded = self.document.get("numbers")
        return _earlier_numbers(self.document) if encoded is None else whole(a2b_base64(encoded))

    @property
    def genres(self) -> Mapping[str, float]:
        """Probability of each genre of the network."""
        return genres_of(self.numbers)

    @property
    def quadrants(self) -> tuple[float, float, float, float]:
        """Probabilities of Q1..Q4."""
        block = self.numbers
        happy, tense, sad, calm = (number(block, FIRST_QUADRANT + index) for index in range(4))
        return happy, tense, sad, calm

    @property
    def valence(self) -> float:
        """-1..1, the expected value."""
        return number(self.numbers, VALENCE)

    @property
    def arousal(self) -> float:
        """-1..1, the expected value."""
        return number(self.numbers, AROUSAL)

    @property
    def deviations(self) -> tuple[float, float]:
        """Standard deviations of the true valence and arousal around the expected ones."""
        block = self.numbers
        return number(block, VALENCE_DEVIATION), number(block, AROUSAL_DEVIATION)

    @property
    def speech(self) -> float:
        """Probability of speech."""
        return number(self.numbers, SPEECH)

    @property
    def noise(self) -> float:
        """Probability of noise or nature."""
        return number(self.numbers, NOISE)

    @property
    def sound_kind(self) -> SoundKind:
        """Music, speech or noise."""
        block = self.numbers
        return sound_kind(number(block, SPEECH), number(block, NOISE))

    @property
    def tempo_bpm(self) -> float | None:
        """Beats a minute; None without a pulse."""
        return number(self.numbers, TEMPO) or None

    @property
    def key(self) -> str | None:
        """Key, such as "A minor"; None if there is none."""
        return self.document.get("key")

    @property
    def acoustic_fingerprint(self) -> bytes:
        """Acoustic fingerprint, similar in every file of the recording; empty if there is none."""
        return a2b_base64(self.document.get("sound", ""))

    def validate(self) -> None:
        """Check that all fields can be decoded. Raises `ValueError`, `TypeError`."""
        if not isinstance(self.document.get("genres", {}), dict):
            raise TypeError("genres are no table")
        for text in ("version", "key"):
            if not isinstance(self.document.get(text, ""), str):
                raise TypeError(f"the {text} is no text")
        for encoded in ("embedding", "sound"):
            a2b_base64(self.document.get(encoded, ""))
        try:
            _ = self.numbers
        except struct.error as error:
            raise TypeError("not a number") from error

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Analysis) and self.document == other.document

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Analysis({dict(self.document)})"


def key_and_tempo(key: str | None, tempo_bpm: float | None) -> str:
    """What is known of key and tempo, such as "A minor, 120 bpm"; empty if nothing is."""
    tempo = "" if tempo_bpm is None else f"{tempo_bpm:.0f} bpm"
    return ", ".join(filter(None, (key, tempo)))


def _earlier_numbers(document: Mapping[str, Any]) -> bytes:
    """The block of a document of an earlier player, which heard neither speech nor tempo."""
    happy, tense, sad, calm = document.get("quadrants", UNKNOWN_QUADRANTS)
    place = document.get("valence", 0.0), document.get("arousal", 0.0)
    numbers = (happy, tense, sad, calm, *place, *UNKNOWN_DEVIATIONS, 0.0, 0.0, 0.0)
    return pack(numbers, document.get("genres", {}))


def _base64(content: bytes) -> str:
    return b2a_base64(content, newline=False).decode("ascii")
