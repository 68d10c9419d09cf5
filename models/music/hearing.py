"""The music network's result for one file."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Hearing:
    """The network's outputs, averaged over the windows of a file."""

    embedding: "NDArray[np.float32]"
    """[D], L2-normalised: the cosine of two embeddings is the similarity of the songs."""
    genres: dict[str, float]
    """Independent probability of each of `GENRES`."""
    quadrants: tuple[float, float, float, float]
    """Probabilities of Q1 happy, Q2 tense, Q3 sad, Q4 calm; they sum to 1."""
    valence: float
    """-1..1: expected place of the song between negative and positive."""
    arousal: float
    """-1..1: expected place of the song between quiet and excited."""
    deviations: tuple[float, float]
    """Standard deviations of the song's true valence and arousal around these places."""
    speech: float
    """Probability of speech: an audiobook, a sermon, an interview."""
    noise: float
    """Probability of noise or nature: rain, a river, a crowd, a fan."""
    tempo_bpm: float | None
    """Tempo in beats a minute; None without a pulse."""
    key: str | None
    """Key, such as `A minor`; None if the song has none."""
    duration_s: float
    """Length of the whole file in seconds; inexact if the file states a wrong length."""
    acoustic_fingerprint: bytes
    """Acoustic fingerprint, similar in every file of the recording (see `fingerprint`)."""
    version: str
    """Version of the network and its input."""
