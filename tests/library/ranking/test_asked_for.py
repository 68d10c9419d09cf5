from collections.abc import Callable
from dataclasses import replace

import pytest

from tui_player.library.catalog import Catalog
from tui_player.library.ranking.explanation import explain
from tui_player.library.ranking.request import Pick, RankRequest, Weights
from tui_player.library.ranking.settings import QueueSettings
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.song import DurationMs, Song

SongMaker = Callable[..., Song]
Ranker = Callable[..., list[Pick]]


def lasting(song: Song, minutes: float) -> Song:
    return replace(song, tags=song.tags._replace(duration_ms=DurationMs(int(minutes * 60_000))))


@pytest.mark.parametrize(("minutes", "comes"), [(14.9, True), (15.0, False), (180.0, False)])
def test_a_mix_does_not_come_by_itself(
    make_song: SongMaker, ranked: Ranker, minutes: float, comes: bool
) -> None:
    mix = lasting(make_song(), minutes)
    picks = ranked([mix, make_song()])
    assert (mix in [pick.song for pick in picks]) is comes


@pytest.mark.parametrize("longest", [0.0, 240.0])
def test_a_setting_says_from_which_length_files_stay_out(
    make_song: SongMaker, ranked: Ranker, longest: float
) -> None:
    mix = lasting(make_song(), 180)
    assert ranked([mix], admitted=QueueSettings(longest_minutes=longest))[0].song is mix


@pytest.mark.parametrize("genre", ["Audiobook", "podcast", "Spoken Word", "Hörbuch"])
def test_a_file_whose_genre_is_speech_counts_as_speech(
    make_song: SongMaker, ranked: Ranker, genre: str
) -> None:
    book, song = make_song(genres=(genre,)), make_song()
    assert book.kind == "speech"
    assert [pick.song for pick in ranked([book, song])] == [song]
    asked = QueueSettings(speech=True)
    assert {pick.song.id for pick in ranked([book, song], admitted=asked)} == {book.id, song.id}


def test_why_says_that_a_mix_is_too_long_and_how_it_comes(make_song: SongMaker) -> None:
    mix = lasting(make_song(), 180)
    request = RankRequest(0.5, 0.5, Strategy.MATCH, 1_800_000_000.0)
    standing = explain(
        Catalog.of([mix]), [], request, Weights(), collaborative=None, song_id=mix.id
    ).standing
    assert not standing.may_come
    assert standing.why.startswith("files of 15 minutes or more come only when you queue them")
