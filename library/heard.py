"""What the music network heard in a song."""

from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping
from typing import Any, Final, Self

DIGITS: Final = 4
"""Of probabilities, valence and arousal, behind the point: more than the network is sure of."""
DIGITS_OF_GENRES: Final = 3
LEAST_GENRE: Final = 0.01
"""Probability below which a genre is left out, and counts as 0."""

EVEN: Final = (0.25, 0.25, 0.25, 0.25)


class Analysis:
    """What was heard, kept as the library's document of it and decoded when it is asked for.

    A library holds thousands, and mostly looks at one thing of all. Numbers have few digits: such
    are quick to read, and songs share them in memory.
    """

    __slots__ = ("document",)

    document: Mapping[str, Any]
    """As it is stored; not to be changed."""

    def __init__(  # noqa: PLR0917 - in the order of the properties
        self,
        version: str,
        embedding: bytes,
        genres: Mapping[str, float],
        quadrants: tuple[float, float, float, float],
        valence: float,
        arousal: float,
        sound: bytes = b"",
    ) -> None:
        """See the properties."""
        document: dict[str, Any] = {
            "version": version,
            "embedding": _base64(embedding),
            "genres": {
                name: round(float(share), DIGITS_OF_GENRES)
                for name, share in genres.items()
                if share >= LEAST_GENRE
            },
            "quadrants": [round(float(share), DIGITS) for share in quadrants],
            "valence": round(float(valence), DIGITS),
            "arousal": round(float(arousal), DIGITS),
        }
        if sound:
            document["sound"] = _base64(sound)
        self.document = document

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """The analysis of a document, which it shares; what is missing there is not known."""
        analysis = cls.__new__(cls)
        analysis.document = document
        return analysis

    @property
    def version(self) -> str:
        """Of the network and its input; another one means that the song is to be heard anew."""
        version: str = self.document.get("version", "")
        return version

    @property
    def embedding(self) -> bytes:
        """[D] float16, little-endian, L2-normalised (bytes, so that rows cost no numpy)."""
        return a2b_base64(self.document.get("embedding", ""))

    @property
    def kind(self) -> tuple[str, int]:
        """What two embeddings must share to be comparable: the network, and the length in bytes."""
        encoded: str = self.document.get("embedding", "")
        return self.version, len(encoded) * 3 // 4 - encoded.count("=", -2)

    @property
    def genres(self) -> Mapping[str, float]:
        """Probability of each genre that the network hears in it."""
        genres: Mapping[str, float] = self.document.get("genres", {})
        return genres

    @property
    def quadrants(self) -> tuple[float, float, float, float]:
        """Probability of Q1..Q4."""
        happy, tense, sad, calm = self.document.get("quadrants", EVEN)
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
    def sound(self) -> bytes:
        """Print of the recording, alike in every file of it; empty where none was made."""
        return a2b_base64(self.document.get("sound", ""))

    def require_sense(self) -> None:
        """Raises `ValueError` or `TypeError` where the document can't be decoded."""
        if not isinstance(self.genres, dict):
            raise TypeError("genres are no table")
        numbers = (*self.quadrants, self.valence, self.arousal, *self.genres.values())
        if not all(isinstance(number, int | float) for number in numbers):
            raise TypeError("not a number")
        if not isinstance(self.version + self.embedding.hex() + self.sound.hex(), str):
            raise TypeError("not a version")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Analysis) and self.document == other.document

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Analysis({dict(self.document)})"


def _base64(content: bytes) -> str:
    return b2a_base64(content, newline=False).decode("ascii")
