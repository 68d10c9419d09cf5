"""The music network's analysis of a song."""

from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping
from typing import Any, Final, Self

DIGITS: Final = 4
"""Decimals of probabilities, valence and arousal: more than the network's precision."""
GENRE_DIGITS: Final = 3
LEAST_GENRE: Final = 0.01
"""A genre with a lower probability is left out and counts as 0."""

UNKNOWN_QUADRANTS: Final = (0.25, 0.25, 0.25, 0.25)
"""Probabilities of Q1..Q4 if nothing is known."""


class Analysis:
    """One song's analysis. It keeps the stored JSON document and decodes a field on access.

    A library holds thousands of analyses, and most code reads one field of all of them. Numbers
    have few digits: they parse quickly, and equal numbers are shared in memory.
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
    ) -> None:
        """Encode an analysis; the properties describe the arguments."""
        document: dict[str, Any] = {
            "version": version,
            "embedding": _base64(embedding),
            "genres": {
                name: round(float(share), GENRE_DIGITS)
                for name, share in genres.items()
                if share >= LEAST_GENRE
            },
            "quadrants": [round(float(share), DIGITS) for share in quadrants],
            "valence": round(float(valence), DIGITS),
            "arousal": round(float(arousal), DIGITS),
        }
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
    def kind(self) -> tuple[str, int]:
        """Version and length in bytes; two embeddings are comparable if their kinds are equal."""
        encoded: str = self.document.get("embedding", "")
        return self.version, len(encoded) * 3 // 4 - encoded.count("=", -2)

    @property
    def genres(self) -> Mapping[str, float]:
        """Probability of each genre, from `LEAST_GENRE` up."""
        genres: Mapping[str, float] = self.document.get("genres", {})
        return genres

    @property
    def quadrants(self) -> tuple[float, float, float, float]:
        """Probabilities of Q1..Q4."""
        happy, tense, sad, calm = self.document.get("quadrants", UNKNOWN_QUADRANTS)
        return happy, tense, sad, calm

    @property
    def valence(self) -> float:
        """-1..1."""
        valence: float = self.document.get("valence", 0.0)
        return valence

    @property
    def arousal(self) -> float:
        """-1..1."""
        arousal: float = self.document.get("arousal", 0.0)
        return arousal

    @property
    def acoustic_fingerprint(self) -> bytes:
        """Acoustic fingerprint, similar in every file of the recording; empty if there is none."""
        return a2b_base64(self.document.get("sound", ""))

    def validate(self) -> None:
        """Check that all fields can be decoded. Raises `ValueError`, `TypeError`."""
        if not isinstance(self.genres, dict):
            raise TypeError("genres are no table")
        numbers = (*self.quadrants, self.valence, self.arousal, *self.genres.values())
        if not all(isinstance(number, int | float) for number in numbers):
            raise TypeError("not a number")
        if not isinstance(self.document.get("version", ""), str):
            raise TypeError("not a version")
        for encoded in ("embedding", "sound"):
            a2b_base64(self.document.get(encoded, ""))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Analysis) and self.document == other.document

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Analysis({dict(self.document)})"


def _base64(content: bytes) -> str:
    return b2a_base64(content, newline=False).decode("ascii")
