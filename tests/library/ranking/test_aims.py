from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from tui_player.library.catalog import Catalog
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.ranking.aims import between
from tui_player.library.ranking.ranker import rank
from tui_player.library.ranking.request import Pick, RankRequest, SoundWay, Weights
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.song import Analysis, Song, SongId

SongMaker = Callable[..., Song]
Ranker = Callable[..., list[Pick]]

NOW = 1_800_000_000.0
CALM = (0.5, -0.6)
TENSE = (-0.6, 0.6)
KINDS = 6


@pytest.fixture
def songs(make_song: SongMaker) -> list[Song]:
    """Ten songs of each kind of sound; the odd ones are tense."""
    return [
        make_song(number % KINDS, (CALM, TENSE)[number // KINDS % 2])
        for number in range(10 * KINDS)
    ]


def kinds_of(picks: list[Pick]) -> list[int]:
    return [(pick.song.id - 1) % KINDS for pick in picks]


def test_more_like_this_brings_songs_of_the_same_sound_in_any_mood(
    songs: list[Song], ranked: Ranker
) -> None:
    like = SoundWay(songs[2].id)
    picks = ranked(songs, mood=CALM, sound=like, exclude=(songs[2].id,), limit=9)
    assert set(kinds_of(picks)) == {2}
    assert len({pick.song.analysis.valence for pick in picks if pick.song.analysis}) == 2


def test_more_like_this_within_the_mood_keeps_to_both(songs: list[Song], ranked: Ranker) -> None:
    like = SoundWay(songs[2].id, within_mood=True)
    picks = ranked(songs, mood=CALM, sound=like, exclude=(songs[2].id,), limit=4)
    assert set(kinds_of(picks)) == {2}
    assert all(pick.song.analysis and pick.song.analysis.valence > 0 for pick in picks)


def with_embedding(song: Song, vector: np.ndarray) -> Song:
    assert song.analysis is not None
    analysis = Analysis(
        "1", (vector / np.linalg.norm(vector)).astype("<f2").tobytes(), {}, (0.25,) * 4, 0.0, 0.0
    )
    return replace(song, analysis=analysis)


@pytest.fixture
def arc(make_song: SongMaker) -> list[Song]:
    """Songs on the arc from one sound to another, and as many of other sounds."""
    first, last, other = np.eye(16)[:3]
    shares = np.linspace(0, 1, 30)
    on_the_way = [(1 - share) * first + share * last for share in shares]
    beside = [other + 0.2 * share * first for share in shares]
    return [with_embedding(make_song(), vector) for vector in (*on_the_way, *beside)]


def test_a_way_leads_step_by_step_to_its_goal(arc: list[Song], ranked: Ranker) -> None:
    start, goal = arc[0], arc[29]
    picks = ranked(arc, sound=SoundWay(start.id, goal.id, songs=6), exclude=(start.id,), limit=6)
    places = [pick.song.id for pick in picks]
    assert places[-1] == goal.id
    assert places == sorted(places)
    assert places[0] < 15


def test_a_way_goes_on_where_it_is(arc: list[Song], ranked: Ranker) -> None:
    way = SoundWay(arc[0].id, arc[29].id, songs=6)
    first = ranked(arc, sound=way, limit=6)
    later = ranked(arc, sound=replace(way, songs_done=5), limit=1)
    assert later[0].song is first[-1].song


def test_a_skipped_step_is_tried_again_with_another_song(arc: list[Song], ranked: Ranker) -> None:
    way = SoundWay(arc[0].id, arc[29].id, songs=6)
    step = ranked(arc, sound=way, limit=1)[0].song
    skip = Feedback(FeedbackKind.SKIP, step.id, NOW, 0.0, 0.0, 0.1)
    songs = [replace(song, last_played_at=NOW) if song is step else song for song in arc]
    again = ranked(songs, [skip], sound=way, limit=1)[0].song
    assert again.id != step.id
    assert again.id <= 15


@pytest.mark.parametrize("missing", [SongId(999), None])
def test_a_way_from_a_song_that_is_gone_or_unheard_is_ignored(
    make_song: SongMaker, missing: SongId | None
) -> None:
    songs = [make_song(0, CALM), make_song(1, TENSE), make_song(None)]
    way = SoundWay(missing or songs[2].id)
    request = RankRequest(*CALM, Strategy.MATCH, NOW, sound=way)
    picks = rank(Catalog.of(songs), [], request, Weights())
    assert picks[0].song is songs[0]


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_directions_on_the_arc_have_length_one(share: float) -> None:
    start, goal = np.eye(4, dtype=np.float32)[:2]
    direction = between(start, goal, share)
    assert np.linalg.norm(direction) == pytest.approx(1, abs=1e-5)
    assert direction @ goal == pytest.approx(np.sin(share * np.pi / 2), abs=1e-5)
