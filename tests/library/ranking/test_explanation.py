"""What an explanation says, for the command and for the screen."""

from base64 import b64encode
from dataclasses import replace

import pytest

from tests.library.ranking.conftest import NOW, SongMaker
from tui_player.library.catalog import Catalog
from tui_player.library.duplicates import ACOUSTIC_FINGERPRINT_BYTES
from tui_player.library.ranking.explanation import Explanation, explain
from tui_player.library.ranking.request import RankRequest, Weights
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.song import Analysis, Song, SongId

HAPPY = (0.7, 0.5)
REQUEST = RankRequest(*HAPPY, Strategy.MATCH, NOW)


@pytest.fixture
def songs(make_song: SongMaker) -> list[Song]:
    """A happy song, one that is not heard yet, a sad one, and speech."""
    return [
        make_song(place=HAPPY),
        make_song(kind=None),
        make_song(place=(-0.7, -0.5)),
        make_song(speech=0.9),
    ]


def explained(songs: list[Song], row: int, exclude: frozenset[SongId] = frozenset()) -> Explanation:
    request = replace(REQUEST, exclude=exclude)
    return explain(
        Catalog.of(songs), [], request, Weights(), collaborative=None, song_id=songs[row].id
    )


def test_contributions_add_up_to_the_score_and_the_largest_comes_first(songs: list[Song]) -> None:
    explanation = explained(songs, 0)
    gives = [contribution.gives for contribution in explanation.contributions]
    assert gives == sorted(gives, reverse=True)
    assert sum(gives) == pytest.approx(explanation.score)
    terms = explanation.standing.terms
    assert {each.term: each.value for each in explanation.contributions} == terms


def test_a_song_that_plays_has_the_place_that_it_would_have(songs: list[Song]) -> None:
    playing = frozenset({songs[0].id})
    assert explained(songs, 0, playing).place_text == "place 1 of 3 for the next song"
    assert explained(songs, 2, playing).place_text == "place 2 of 2 for the next song"


def test_a_copy_of_the_song_that_plays_has_a_place_too(
    songs: list[Song], make_song: SongMaker
) -> None:
    assert songs[0].analysis is not None
    sound = b64encode(bytes(range(ACOUSTIC_FINGERPRINT_BYTES))).decode("ascii")
    heard = Analysis.of({**songs[0].analysis.document, "sound": sound})
    one, other = (replace(song, analysis=heard) for song in (songs[0], make_song()))
    files = [one, other, *songs[1:]]
    assert Catalog.of(files).other_files_of(1) == [0], "they are one recording"
    explanation = explained(files, 1, frozenset({one.id}))
    assert explanation.place_text == "place 1 of 3 for the next song"


@pytest.mark.parametrize(
    ("row", "beginning"),
    [(0, "happy among your songs (valence 0."), (1, "not heard yet"), (3, "speech")],
)
def test_the_mood_of_a_song_is_named_as_far_as_it_is_known(
    songs: list[Song], row: int, beginning: str
) -> None:
    assert explained(songs, row).mood_text.startswith(beginning)


def test_speech_has_no_place(songs: list[Song]) -> None:
    assert explained(songs, 3).place_text == "no place for the next song"
