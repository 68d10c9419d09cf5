"""One vocabulary of moods: every point of the plane has a word, and every word a fair part."""

import math
from collections import Counter
from itertools import product

import pytest

from tui_player.expression.classes import COORDINATES
from tui_player.expression.quadrants import QUADRANT_NAMES
from tui_player.library.mood_words import MOODS, NEUTRAL, mood_word
from tui_player.library.ranking.strategy import GOALS

STEPS = [step / 50 for step in range(-50, 51)]


@pytest.mark.parametrize("word", MOODS)
def test_the_place_of_a_word_has_that_word(word: str) -> None:
    assert mood_word(*MOODS[word]) == word


def test_the_word_is_the_one_with_the_nearest_place() -> None:
    assert mood_word(0.3, 0.1) == "warm"
    assert mood_word(-0.1, -0.6) == "sleepy"
    assert mood_word(-0.5, -0.45) == "sad"


def test_only_the_middle_is_neutral() -> None:
    assert mood_word(0.05, -0.05) == NEUTRAL
    assert mood_word(0.13, 0.0) != NEUTRAL


def test_every_word_has_a_fair_part_of_the_plane() -> None:
    points = [at for at in product(STEPS, STEPS) if math.hypot(*at) <= 1]
    shares = Counter(mood_word(*at) for at in points if mood_word(*at) != NEUTRAL)
    fair = shares.total() / (len(MOODS) - 1)
    assert set(shares) == set(MOODS) - {NEUTRAL}
    assert min(shares.values()) > fair / 2
    assert max(shares.values()) < 2 * fair


def test_each_expression_stands_for_a_mood() -> None:
    assert {label: mood_word(*place) for label, place in COORDINATES.items()} == {
        "angry": "angry",
        "disgust": "tense",
        "fear": "tense",
        "happy": "happy",
        "sad": "sad",
        "surprise": "energetic",
        "neutral": "neutral",
    }


def test_a_name_of_a_mood_and_of_an_expression_means_one_place() -> None:
    for name in MOODS.keys() & COORDINATES:
        assert MOODS[name] == COORDINATES[name]


def test_goals_are_moods_at_the_same_places() -> None:
    assert GOALS.items() <= MOODS.items()


def test_the_middle_of_each_quadrant_has_the_name_of_the_quadrant() -> None:
    middles = [(0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5), (0.5, -0.5)]
    assert tuple(mood_word(*middle) for middle in middles) == QUADRANT_NAMES
