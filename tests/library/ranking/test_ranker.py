import math
import random
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from tui_player.library.catalog import Catalog
from tui_player.library.duplicates import ACOUSTIC_FINGERPRINT_BYTES
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.ranking.explanation import explain
from tui_player.library.ranking.ranker import rank
from tui_player.library.ranking.request import SHUFFLED, Pick, RankRequest, Weights
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.ranking.terms.registry import TERMS
from tui_player.library.song import Analysis, Song

SongMaker = Callable[..., Song]
Ranker = Callable[..., list[Pick]]

NOW = 1_800_000_000.0
SAD = (-0.6, -0.4)
HAPPY = (0.7, 0.5)
GENRES = ("rock", "jazz", "ambient")


NAMES = [name for name in TERMS if name != "listeners"]
"""Names of the terms without other listeners."""


def library(make_song: SongMaker, seed: int, size: int = 40) -> list[Song]:
    """Varied songs of few artists: analysed or not, rated or not, heard or not."""
    chance = random.Random(seed)
    return [
        make_song(
            chance.choice((None, 0, 1, 2)),
            (chance.uniform(-1, 1), chance.uniform(-1, 1)),
            artist=chance.choice(("", "A", "B", "C", "D", "E")),
            genres=tuple(chance.sample(GENRES, chance.randrange(3))),
            heard={"Rock": chance.random()},
            rating=chance.choice((-1, 0, 0, 0, 1)),
            plays=chance.randrange(3),
            last_played_at=chance.choice((None, NOW - 100, NOW - 1e6, NOW + 50)),
        )
        for _ in range(size)
    ]


def random_events(songs: list[Song], seed: int) -> list[Feedback]:
    chance = random.Random(seed)
    return [happening(chance.choice(songs), chance) for _ in range(30)]


def happening(song: Song, chance: random.Random) -> Feedback:
    valence, arousal = chance.choice(((None, None), SAD, HAPPY))
    at = NOW - chance.uniform(-100, 1e8)
    heard_share = chance.choice((None, 0.0, 0.5, 1.0))
    return Feedback(chance.choice(list(FeedbackKind)), song.id, at, valence, arousal, heard_share)


@pytest.mark.parametrize("seed", range(8))
def test_a_queue_holds_each_wanted_song_once_with_falling_scores(
    make_song: SongMaker, ranked: Ranker, seed: int
) -> None:
    songs = library(make_song, seed)
    unwanted = frozenset(song.id for song in songs[:5])
    asked = {"mood": SAD, "strategy": list(Strategy)[seed % 4], "exclude": unwanted, "limit": 99}
    events = random_events(songs, seed)
    picks = ranked(songs, events, **asked)
    assert {pick.song.id for pick in picks} == {song.id for song in songs[5:]}
    assert len(picks) == len(songs) - 5
    assert all(left.score >= right.score for left, right in pairwise(picks))
    for pick in picks:
        assert list(pick.terms) == NAMES
        assert all(0 <= value <= 1 for value in pick.terms.values())
        assert len(pick.why.splitlines()) == 1
    assert ranked(songs, events, **asked) == picks


@pytest.mark.parametrize("seed", range(4))
def test_the_number_of_candidates_does_not_change_the_queue(
    make_song: SongMaker, ranked: Ranker, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    songs = library(make_song, seed, size=900)
    asked = {"mood": SAD, "strategy": list(Strategy)[seed], "limit": 80, "seed": seed}
    queues = []
    for least, a_pick in ((1000, 1), (16, 4), (1, 1)):
        monkeypatch.setattr("tui_player.library.ranking.picker.LEAST_CANDIDATES", least)
        monkeypatch.setattr("tui_player.library.ranking.picker.CANDIDATES_PER_PICK", a_pick)
        queues.append([pick.song.id for pick in ranked(songs, random_events(songs, seed), **asked)])
    assert queues[0] == queues[1] == queues[2]


def test_an_empty_library_gives_an_empty_queue(ranked: Ranker) -> None:
    assert ranked([]) == []


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_below_one_gives_an_empty_queue(
    make_song: SongMaker, ranked: Ranker, limit: int
) -> None:
    assert ranked([make_song()], limit=limit) == []


def test_missing_and_broken_songs_are_not_picked(make_song: SongMaker, ranked: Ranker) -> None:
    good = make_song()
    songs = [make_song(failure="broken"), good, make_song(missing=True)]
    assert [pick.song for pick in ranked(songs)] == [good]


def test_the_nearest_mood_comes_first_and_unanalysed_songs_in_between(
    make_song: SongMaker, ranked: Ranker
) -> None:
    songs = [make_song(place=HAPPY), make_song(None), make_song(place=SAD)]
    picks = ranked(songs, mood=SAD)
    assert [pick.song for pick in picks] == [songs[2], songs[1], songs[0]]


class TestDuplicates:
    """Several files of one recording."""

    @staticmethod
    def copies(make_song: SongMaker, count: int = 2) -> list[Song]:
        sound = b64encode(bytes(range(ACOUSTIC_FINGERPRINT_BYTES))).decode("ascii")
        songs = [make_song(0) for _ in range(count)]
        return [
            replace(song, analysis=Analysis.of({**song.analysis.document, "sound": sound}))
            if song.analysis
            else song
            for song in songs
        ]

    def test_a_recording_is_queued_once(self, make_song: SongMaker, ranked: Ranker) -> None:
        songs = [*self.copies(make_song), make_song(1), make_song(2)]
        picks = ranked(songs)
        assert len(picks) == 3
        assert len({pick.song.id for pick in picks} & {songs[0].id, songs[1].id}) == 1

    def test_all_files_of_an_excluded_recording_are_excluded(
        self, make_song: SongMaker, ranked: Ranker
    ) -> None:
        one, other = self.copies(make_song)
        last = make_song(1)
        assert [pick.song for pick in ranked([one, other, last], exclude=(one.id,))] == [last]

    def test_all_files_of_a_disliked_recording_are_disliked(
        self, make_song: SongMaker, ranked: Ranker
    ) -> None:
        one, other = self.copies(make_song)
        last = make_song(1, place=(-1.0, -1.0))
        picks = ranked([replace(one, rating=-1), other, last], mood=(1.0, 1.0))
        assert picks[0].song == last

    def test_all_files_of_a_just_played_recording_cool_down(
        self, make_song: SongMaker, ranked: Ranker
    ) -> None:
        one, other = self.copies(make_song)
        other_song = make_song(1)
        heard = replace(one, last_played_at=NOW)
        assert ranked([heard, other, other_song])[0].song == other_song
        assert {pick.terms["freshness"] for pick in ranked([heard, other])} == {0.0}

    def test_a_copy_is_not_called_similar_to_its_own_recording(self, make_song: SongMaker) -> None:
        one, other = (
            replace(song, tags=song.tags._replace(artist="Nils Frahm", title="Says"))
            for song in self.copies(make_song)
        )
        like = Feedback(FeedbackKind.LIKE, one.id, NOW)
        catalog = Catalog.of([one, other, make_song(1)])
        request = RankRequest(0.0, 0.0, Strategy.MATCH, NOW)
        explained = explain(
            catalog, [like], request, Weights(), collaborative=None, song_id=other.id
        ).standing
        assert "Says" not in explained.why
        assert "Nils Frahm" not in explained.why
        assert explained.place == 1, "its other file is no rival"


def test_uplift_goes_from_sad_songs_to_happy_ones(make_song: SongMaker, ranked: Ranker) -> None:
    places = [(-0.6 + 0.065 * step, -0.4 + 0.045 * step) for step in range(21)]
    songs = [make_song(place=place) for place in places]
    picks = ranked(songs, mood=SAD, strategy=Strategy.UPLIFT, limit=8)
    valences = [pick.song.analysis.valence for pick in picks if pick.song.analysis]
    assert valences[0] < -0.25
    assert valences[-1] > 0.4
    assert all(right - left > -0.2 for left, right in pairwise(valences))


def test_minutes_done_continue_the_path(make_song: SongMaker, ranked: Ranker) -> None:
    songs = [make_song(place=SAD), make_song(place=HAPPY)]
    uplift = {"mood": SAD, "strategy": Strategy.UPLIFT}
    assert ranked(songs, **uplift)[0].song is songs[0]
    assert ranked(songs, **uplift, minutes_done=30)[0].song is songs[1]


def test_an_artist_comes_back_after_three_others(make_song: SongMaker, ranked: Ranker) -> None:
    songs = [make_song(artist=artist) for artist in "AABBCCDDEE"]
    artists = [pick.song.artist for pick in ranked(songs, recent_artists=("A", "B"))]
    heard = ["A", "B", *artists]
    assert all(len(set(heard[start : start + 4])) == 4 for start in range(len(heard) - 4))


def test_one_artist_alone_fills_the_queue(make_song: SongMaker, ranked: Ranker) -> None:
    picks = ranked([make_song(artist="A") for _ in range(5)])
    assert len(picks) == 5


def test_ten_songs_in_a_row_differ_in_sound(
    make_song: SongMaker, ranked: Ranker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second kind of music is picked, although the first fits the mood slightly better."""
    songs = [make_song(kind, (0.6 - 0.02 * kind, 0.6)) for kind in (0, 1) for _ in range(20)]

    def of_the_second_kind() -> int:
        weights = Weights(exploration=0)
        request = RankRequest(*HAPPY, Strategy.MATCH, NOW, limit=10)
        return sum(pick.song.id > 20 for pick in rank(Catalog.of(songs), [], request, weights))

    assert of_the_second_kind() > 0
    monkeypatch.setattr("tui_player.library.ranking.candidates.SIMILARITY_COST", 0.0)
    assert of_the_second_kind() == 0


def test_spacing_does_not_pick_a_wrong_mood(make_song: SongMaker, ranked: Ranker) -> None:
    surely_sad, surely_happy = (-0.6, -0.5), (0.6, 0.5)
    songs = [make_song(place=surely_sad, artist="A") for _ in range(4)]
    songs.append(make_song(place=surely_happy))
    assert ranked(songs, mood=SAD)[-1].song is songs[-1]


def test_spacing_looks_beyond_very_many_songs_of_one_artist(
    make_song: SongMaker, ranked: Ranker
) -> None:
    crowd = [make_song(place=SAD, artist="Crowd") for _ in range(400)]
    others = [make_song(place=SAD) for _ in range(6)]
    artists = [pick.song.artist for pick in ranked([*crowd, *others], mood=SAD, limit=8)]
    assert artists.count("Crowd") == 2


def test_another_seed_changes_the_order_of_similar_songs(
    make_song: SongMaker, ranked: Ranker
) -> None:
    songs = [make_song() for _ in range(20)]
    first, second = ([pick.song.id for pick in ranked(songs, seed=seed)] for seed in (1, 2))
    assert first != second


def test_all_shuffled_songs_come_first_equally_often(
    make_song: SongMaker,
) -> None:
    liked, known, waiting = make_song(0, rating=1), make_song(1), make_song(None)
    catalog = Catalog.of([liked, known, waiting])
    events = [Feedback(FeedbackKind.LIKE, liked.id, NOW)] * 5
    firsts = Counter(
        rank(catalog, events, replace(request, seed=seed), SHUFFLED)[0].song.id
        for request in [RankRequest(*HAPPY, Strategy.MATCH, NOW, limit=1, at_random=True)]
        for seed in range(300)
    )
    assert all(60 < firsts[song.id] < 140 for song in (liked, known, waiting))


def test_a_weight_of_zero_disables_a_term(make_song: SongMaker) -> None:
    songs = [make_song(place=SAD), make_song(place=HAPPY, rating=1)]
    request = RankRequest(*SAD, Strategy.MATCH, NOW)
    silent = dict.fromkeys(NAMES, 0.0) | {"taste": 1.0}
    for taste_only in (Weights(**silent), Weights(**silent | {"mood": math.nan, "genre": -3})):
        picks = rank(Catalog.of(songs), [], request, taste_only)
        assert picks[0].song is songs[1]
        assert picks[0].score == pytest.approx(picks[0].terms["taste"])


def test_the_score_of_the_first_song_is_the_weighted_mean_of_its_terms(
    make_song: SongMaker, ranked: Ranker
) -> None:
    first = ranked([make_song(place=SAD)], mood=(-0.2, 0.0))[0]
    weights = Weights()
    weighed = sum(getattr(weights, name) * value for name, value in first.terms.items())
    assert first.score == pytest.approx(weighed / sum(getattr(weights, name) for name in NAMES))


def test_a_just_played_favourite_cools_down(make_song: SongMaker, ranked: Ranker) -> None:
    favourite = make_song(place=HAPPY, rating=1, plays=9, last_played_at=NOW - 600)
    others = [make_song(place=(0.3, 0.2)) for _ in range(5)]
    likes = [Feedback(FeedbackKind.LIKE, favourite.id, NOW - 600, *HAPPY)]
    assert ranked([favourite, *others], likes, mood=HAPPY)[0].song is not favourite
    rested = replace(favourite, last_played_at=NOW - 2 * 86_400)
    assert ranked([rested, *others], likes, mood=HAPPY)[0].song is rested
