"""Feedback on songs changes the next queue."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.ranking.request import Pick
from tui_player.library.song import Song

SongMaker = Callable[..., Song]
Ranker = Callable[..., list[Pick]]

NOW = 1_800_000_000.0
DAY_S = 86_400.0
HERE = (0.5, 0.5)
OPPOSITE = (-0.5, -0.5)


def feedback(
    kind: FeedbackKind,
    song: Song,
    mood: tuple[float, float] = HERE,
    *,
    days_ago: float = 0.0,
    heard_share: float | None = None,
) -> Feedback:
    return Feedback(kind, song.id, NOW - days_ago * DAY_S, *mood, heard_share=heard_share)


@pytest.fixture
def songs(make_song: SongMaker) -> list[Song]:
    """Five songs of each of three kinds."""
    return [make_song(kind, HERE) for kind in (0, 1, 2) for _ in range(5)]


@pytest.fixture
def tastes(songs: list[Song], ranked: Ranker) -> Callable[[list[Feedback]], list[float]]:
    """A function from events to the taste term of each song, in the order of `songs`."""

    def of(events: list[Feedback]) -> list[float]:
        by_id = {pick.song.id: pick.terms["taste"] for pick in ranked(songs, events, HERE)}
        return [by_id[song.id] for song in songs]

    return of


Tastes = Callable[[list[Feedback]], list[float]]


def test_without_events_taste_is_neutral(tastes: Tastes) -> None:
    assert set(tastes([])) == {0.5}


def test_likes_bring_songs_of_their_kind_to_the_front(songs: list[Song], ranked: Ranker) -> None:
    events = [feedback(FeedbackKind.LIKE, song) for song in songs[10:12]]
    front = {pick.song.id for pick in ranked(songs, events, HERE)[:5]}
    assert front == {song.id for song in songs[10:]}


def test_early_skips_send_songs_of_their_kind_to_the_back(
    songs: list[Song], ranked: Ranker
) -> None:
    events = [feedback(FeedbackKind.SKIP, song, heard_share=0.05) for song in songs[:3]]
    back = {pick.song.id for pick in ranked(songs, events, HERE)[-5:]}
    assert back == {song.id for song in songs[:5]}


def test_an_early_skip_counts_more_than_a_late_one(songs: list[Song], tastes: Tastes) -> None:
    early = tastes([feedback(FeedbackKind.SKIP, songs[0], heard_share=0.05)])[1]
    late = tastes([feedback(FeedbackKind.SKIP, songs[0], heard_share=0.9)])[1]
    assert early < late < 0.5


def test_a_full_play_is_a_small_like(songs: list[Song], tastes: Tastes) -> None:
    play = tastes([feedback(FeedbackKind.PLAY, songs[0])])[1]
    like = tastes([feedback(FeedbackKind.LIKE, songs[0])])[1]
    assert 0.5 < play < like


def test_a_disliked_song_comes_last_even_if_it_fits_best(
    make_song: SongMaker, ranked: Ranker
) -> None:
    disliked = make_song(0, HERE)
    others = [make_song(1, OPPOSITE, last_played_at=NOW, plays=9) for _ in range(5)]
    events = [feedback(FeedbackKind.DISLIKE, disliked, OPPOSITE, days_ago=900)]
    last = ranked([disliked, *others], events, HERE)[-1]
    assert (last.song, last.terms["taste"], last.score) == (disliked, 0.0, 0.0)
    assert "you disliked this" in last.why


def test_a_cleared_rating_has_no_weight(songs: list[Song], tastes: Tastes) -> None:
    for kind in (FeedbackKind.LIKE, FeedbackKind.DISLIKE):
        events = [
            feedback(kind, songs[0], days_ago=1),
            feedback(FeedbackKind.CLEAR, songs[0]),
        ]
        assert tastes(events) == tastes([])


def test_only_the_last_rating_counts(songs: list[Song], tastes: Tastes) -> None:
    like, dislike = (feedback(kind, songs[0]) for kind in (FeedbackKind.LIKE, FeedbackKind.DISLIKE))
    assert tastes([like, dislike]) == tastes([dislike])


@pytest.mark.parametrize("kind", [FeedbackKind.LIKE, FeedbackKind.DISLIKE, FeedbackKind.SKIP])
def test_feedback_counts_most_in_the_mood_it_was_given_in(
    songs: list[Song], tastes: Tastes, kind: FeedbackKind
) -> None:
    here = abs(tastes([feedback(kind, songs[0], HERE)])[1] - 0.5)
    other_mood = abs(tastes([feedback(kind, songs[0], OPPOSITE)])[1] - 0.5)
    assert here > 1.2 * other_mood > 0


def test_a_rejection_counts_less_than_a_like_in_other_moods(
    songs: list[Song], tastes: Tastes
) -> None:
    liking = tastes([feedback(FeedbackKind.LIKE, songs[0], OPPOSITE)])[1] - 0.5
    rejection = 0.5 - tastes([feedback(FeedbackKind.DISLIKE, songs[0], OPPOSITE)])[1]
    assert liking > rejection > 0


def test_feedback_fades_with_age(songs: list[Song], tastes: Tastes) -> None:
    ages = (0, 90, 900)
    new, old, ancient = (
        tastes([feedback(FeedbackKind.PLAY, songs[0], days_ago=days)])[1] for days in ages
    )
    assert new > old > ancient > 0.499


def test_a_rating_without_its_event_still_counts(make_song: SongMaker, ranked: Ranker) -> None:
    songs = [make_song(0, HERE, rating=1), make_song(0, HERE), make_song(1, HERE)]
    terms = {pick.song.id: pick.terms["taste"] for pick in ranked(songs, [], HERE)}
    assert terms[songs[0].id] > terms[songs[1].id] > 0.5 > terms[songs[2].id]


def test_a_liked_artist_lifts_songs_that_were_not_analysed(
    make_song: SongMaker, ranked: Ranker
) -> None:
    liked = make_song(None, artist="Nils Frahm", genres=("Ambient",))
    artist, genre, other = (
        make_song(None, artist="NILS FRAHM"),
        make_song(None, genres=("ambient",)),
        make_song(None, genres=("Metal",)),
    )
    picks = ranked([liked, other, genre, artist], [feedback(FeedbackKind.LIKE, liked)], HERE)
    terms = {pick.song.id: pick.terms for pick in picks}
    assert terms[artist.id]["taste"] > terms[other.id]["taste"]
    assert terms[genre.id]["taste"] > terms[other.id]["taste"] == 0.5
    assert terms[genre.id]["genre"] > 0.5 == terms[other.id]["genre"]


def test_predicted_genres_replace_missing_tags(make_song: SongMaker, ranked: Ranker) -> None:
    liked = make_song(0, genres=("Jazz",))
    jazzy, rocky = (make_song(1, heard={"Jazz": share, "Rock": 1 - share}) for share in (0.9, 0.1))
    picks = ranked([liked, jazzy, rocky], [feedback(FeedbackKind.LIKE, liked)])
    terms = {pick.song.id: pick.terms["genre"] for pick in picks}
    assert terms[liked.id] > terms[jazzy.id] > terms[rocky.id] > 0.5


def test_freshness_recovers_after_a_song_was_played(make_song: SongMaker, ranked: Ranker) -> None:
    song = make_song()
    ages = (0.0, 0.5, 1.0, 3.0, 30.0)
    heard = [replace(song, last_played_at=NOW - days * DAY_S) for days in ages]
    fresh = [ranked([each])[0].terms["freshness"] for each in [*heard, song]]
    assert fresh == sorted(fresh)
    assert fresh[0] == 0.0
    assert fresh[2] == pytest.approx(0.5)
    assert fresh[-1] == 1.0


def test_a_play_in_the_future_does_not_lower_freshness(
    make_song: SongMaker, ranked: Ranker
) -> None:
    ahead = make_song(last_played_at=NOW + 300 * DAY_S)
    assert ranked([ahead])[0].terms["freshness"] == pytest.approx(1.0)


def test_exploration_shrinks_with_more_feedback(songs: list[Song], ranked: Ranker) -> None:
    def spread(events: list[Feedback]) -> float:
        """Range of the first song's exploration term over many draws."""
        draws = [
            pick.terms["exploration"]
            for seed in range(60)
            for pick in ranked(songs, events, HERE, seed=seed)
            if pick.song.id == songs[0].id
        ]
        assert abs(sum(draws) / len(draws) - 0.5) < 0.15
        return max(draws) - min(draws)

    likes = [feedback(FeedbackKind.LIKE, song) for song in songs[1:5]]
    plays = [feedback(FeedbackKind.PLAY, songs[0]) for _ in range(20)]
    assert spread([]) > spread(likes) > spread(likes + plays) > 0


def explored(songs: list[Song], events: list[Feedback], ranked: Ranker, seed: int) -> list[float]:
    """The exploration term of each song, in their order."""
    by_id = {pick.song.id: pick for pick in ranked(songs, events, HERE, seed=seed)}
    return [by_id[song.id].terms["exploration"] for song in songs]


def test_an_unknown_genre_is_explored_more_than_a_known_one(
    make_song: SongMaker, ranked: Ranker
) -> None:
    songs = [make_song(0, HERE, genres=(genre,)) for genre in ("Jazz", "Polka") for _ in range(6)]
    events = [feedback(FeedbackKind.PLAY, song) for song in songs[:5] for _ in range(3)]
    terms = [explored(songs, events, ranked, seed) for seed in range(200)]
    _, jazz, *_, polka = np.std(terms, axis=0)[4:]
    assert polka > 1.1 * jazz


def test_one_more_event_hardly_changes_exploration(make_song: SongMaker, ranked: Ranker) -> None:
    genres = [f"genre {number}" for number in range(8)]
    songs = [make_song(0, HERE, genres=(genre,)) for genre in genres for _ in range(3)]
    events = [feedback(FeedbackKind.PLAY, song) for song in songs]
    before = explored(songs, events, ranked, seed=3)
    for song in songs[::-4]:
        events.append(feedback(FeedbackKind.PLAY, song))
        after = explored(songs, events, ranked, seed=3)
        assert np.abs(np.subtract(after, before)).max() < 0.1
        before = after


def test_events_of_removed_songs_are_ignored(make_song: SongMaker, ranked: Ranker) -> None:
    gone, here = make_song(), make_song()
    assert ranked([here], [feedback(FeedbackKind.LIKE, gone)]) == ranked([here])
