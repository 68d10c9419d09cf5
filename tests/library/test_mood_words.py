"""Every part of the plane has a word."""

import pytest

from tui_player.library.mood_words import mood_word


@pytest.mark.parametrize(
    ("place", "word"),
    [
        ((0.5, 0.5), "bright"),
        ((0.0, 0.9), "energetic"),
        ((-0.5, 0.5), "tense"),
        ((-0.5, -0.4), "melancholy"),
        ((0.0, -0.5), "quiet"),
        ((0.4, -0.6), "calm"),
        ((0.6, 0.0), "warm"),
        ((-0.6, -0.01), "dark"),
        ((0.05, -0.05), "even"),
    ],
)
def test_every_part_of_the_plane_has_a_word(place: tuple[float, float], word: str) -> None:
    assert mood_word(*place) == word
