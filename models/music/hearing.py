"""What the music network heard in one file."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Hearing:
    """The mean over the windows that were heard."""

    embedding: "NDArray[np.float32]"
    """[D], L2-normalised: the cosine of two songs says how alike they sound."""
    genres: dict[str, float]
    """Probability of each of `GENRES`, independent of each other."""
    quadrants: tuple[float, float, float, float]
    """Probabilities of Q1 happy, Q2 tense, Q3 sad, Q4 calm; they sum to 1."""
    valence: float
    """-1..1: probability of a positive song minus that of a negative one."""
    arousal: float
    """-1..1: probability of an excited song minus that of a quiet one."""
    duration_s: float
    """Length of the whole file, seconds, as far as the file tells it truly."""
    sound: bytes
    """Print of the recording, alike in every file of it (`sound_print`)."""
    version: str
    """Of the network and its input."""
