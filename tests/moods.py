"""Moods of made-up songs."""


def quadrants_at(valence: float, arousal: float) -> tuple[float, float, float, float]:
    """Probabilities of Q1..Q4 as the signs of valence and arousal give them."""
    positive, excited = (1 + valence) / 2, (1 + arousal) / 2
    return (
        positive * excited,
        (1 - positive) * excited,
        (1 - positive) * (1 - excited),
        positive * (1 - excited),
    )
