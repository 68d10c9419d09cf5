from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from tui_player.library.catalog import Catalog
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.ranking.ranker import rank
from tui_player.library.ranking.request import Pick, RankRequest, Weights
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.song import DurationMs, Song

SongMaker = Callable[..., Song]
Ranker = Callable[..., list[Pick]]

NOW = 1_800_000_000.0
DAY_S = 86_400.0
CALM = (0.4, -0.6)
TENSE = (-0.5, 0.6)


def why(picks: list[Pick], song: Song) -> list[str]:
    return next(pick.why for pick in picks if pick.song is song).split(" · ")


def like(song: Song) -> Feedback:
    return Feedback(FeedbackKind.LIKE, song.id, NOW, *CALM)


def test_reasons_name_mood_likeness_and_genre(make_song: SongMaker, ranked: Ranker) -> None:
    liked = make_song(0, CALM, artist="Nils Frahm", genres=("Ambient",))
    alike = make_song(0, CALM, genres=("Ambient",))
    others = [make_song(kind, TENSE, genres=("Metal",)) for kind in (1, 2, 3)]
    picks = ranked([liked, alike, *others], [like(liked)], mood=CALM)
    assert why(picks, alike) == ["calm", "like Nils Frahm, which you liked", "ambient"]
    assert why(picks, liked)[:2] == ["calm", "you liked this"]
    assert why(picks, others[0])[1] == "the nearest to calm that has rested"


def test_a_song_of_the_same_artist_is_named_by_its_title(
    make_song: SongMaker, ranked: Ranker
) -> None:
    liked = make_song(0, CALM, artist="Nils Frahm", title="Says")
    alike = make_song(0, CALM, artist="nils frahm")
    picks = ranked([liked, alike, make_song(1, TENSE)], [like(liked)], mood=CALM)
    assert "like Says, which you liked" in why(picks, alike)


def test_a_song_is_not_called_similar_to_itself(make_song: SongMaker, ranked: Ranker) -> None:
    heard = make_song(0, CALM, title="Says")
    event = Feedback(FeedbackKind.PLAY, heard.id, NOW, *CALM)
    picks = ranked([heard, make_song(1, TENSE)], [event, event], mood=CALM)
    assert "like" not in " ".join(why(picks, heard))


def test_a_song_with_plays_in_its_tags_is_not_new(make_song: SongMaker, ranked: Ranker) -> None:
    played, new = make_song(0, CALM, plays=57), make_song(0, CALM)
    old = [make_song(1, TENSE, last_played_at=NOW) for _ in range(3)]
    picks = ranked([played, new, *old], mood=CALM)
    assert "new to you" not in why(picks, played)
    assert "new to you" in why(picks, new)


def test_a_prediction_from_other_listeners_claims_no_more_than_plays(make_song: SongMaker) -> None:
    songs = [make_song(0, CALM) for _ in range(4)]
    catalog = Catalog.of(songs)
    request = RankRequest(*CALM, Strategy.MATCH, NOW)
    weights = Weights.only(listeners=1)
    for others, told in ((0.5, False), (0.9, True)):
        term = np.array([others, 0.1, 0.1, 0.1], np.float32)
        first = rank(catalog, [], request, weights, term)[0]
        assert first.song is songs[0]
        assert ("others here play music like it" in first.why) is told


def test_reasons_say_that_a_song_is_not_analysed_yet(make_song: SongMaker, ranked: Ranker) -> None:
    waiting = make_song(None)
    picks = ranked([waiting, make_song(0, TENSE)], mood=CALM)
    assert why(picks, waiting)[0] == "not analysed yet"
    assert not {"neutral", "calm", "tense"} & set(why(picks, waiting))


@pytest.mark.parametrize(
    ("days", "words"), [(21, "not heard for 3 weeks"), (800, "not heard for 2 years")]
)
def test_reasons_name_the_time_since_a_song_was_played(
    make_song: SongMaker, ranked: Ranker, days: float, words: str
) -> None:
    rested = make_song(last_played_at=NOW - days * DAY_S)
    picks = ranked([rested, make_song(last_played_at=NOW)])
    assert words in why(picks, rested)


def test_a_song_that_was_never_played_is_called_new(make_song: SongMaker, ranked: Ranker) -> None:
    new = make_song()
    heard = [make_song(last_played_at=NOW, plays=3) for _ in range(4)]
    assert "new to you" in why(ranked([new, *heard]), new)


def test_only_terms_above_the_mean_give_reasons(make_song: SongMaker, ranked: Ranker) -> None:
    songs = [make_song(kind, place) for kind in (0, 1) for place in (CALM, TENSE)]
    picks = ranked(songs, [like(songs[0])], mood=CALM)
    for pick in picks:
        reasons = pick.why.split(" · ")
        others = [other.terms for other in picks]
        for term, words in (("mood", {"calm", "tense"}), ("taste", {"you liked this"})):
            if words & set(reasons):
                assert pick.terms[term] > sum(each[term] for each in others) / len(others)


def test_names_from_tags_stay_on_one_line_and_short(make_song: SongMaker, ranked: Ranker) -> None:
    liked = make_song(0, CALM, artist="Evil\nName\u2028" + "x" * 500)
    alike = make_song(0, CALM)
    picks = ranked([liked, alike, make_song(1, TENSE)], [like(liked)], mood=CALM)
    (words,) = [reason for reason in why(picks, alike) if reason.startswith("like ")]
    assert words.startswith("like Evil Name x")
    assert len(words) <= len("like , which you liked") + 40


def test_liking_is_claimed_only_after_a_like(make_song: SongMaker, ranked: Ranker) -> None:
    heard = make_song(0, CALM, title="Fandango", artist="", genres=("Classical",))
    alike = make_song(0, CALM, genres=("Classical",))
    others = [make_song(1, TENSE) for _ in range(3)]
    played = [Feedback(FeedbackKind.PLAY, heard.id, NOW, *CALM)] * 9
    reason = why(ranked([heard, alike, *others], played, mood=CALM), alike)
    assert "like Fandango, which you played to its end" in reason
    assert not any("liked" in part for part in reason)


def test_a_liked_song_is_not_called_new(make_song: SongMaker, ranked: Ranker) -> None:
    liked = make_song(0, CALM, rating=1)
    others = [make_song(1, TENSE, last_played_at=NOW, plays=1) for _ in range(3)]
    assert "new to you" not in why(ranked([liked, *others], mood=CALM), liked)


def test_reasons_tell_fifty_songs_apart(make_song: SongMaker, ranked: Ranker) -> None:
    """After forty minutes of listening to a library of 200 tagged songs."""
    songs = [
        make_song(
            number % 4,
            (0.45 + 0.002 * number, -0.55),
            genres=(("Ambient", "Jazz", "Folk")[number % 3],),
            title=f"Song {number}",
        )
        for number in range(200)
    ]
    songs = [
        replace(
            song,
            tags=song.tags._replace(
                year=1960 + number % 60, duration_ms=DurationMs((200 + number) * 1000)
            ),
        )
        for number, song in enumerate(songs)
    ]
    heard = [
        replace(song, plays=1, last_played_at=NOW - 240 * number)
        for number, song in enumerate(songs[:10])
    ]
    events = [Feedback(FeedbackKind.PLAY, song.id, NOW, *CALM) for song in heard]
    whys = Counter(pick.why for pick in ranked([*heard, *songs[10:]], events, mood=CALM, limit=50))
    assert len(whys) >= 40
    assert max(whys.values()) <= 4


def test_no_part_but_the_mood_is_on_more_than_four_rows(
    make_song: SongMaker, ranked: Ranker
) -> None:
    songs = [make_song(0, CALM, genres=("Ambient",)) for _ in range(30)]
    parts = Counter(part for pick in ranked(songs, mood=CALM) for part in pick.why.split(" · ")[1:])
    assert parts
    assert max(parts.values()) <= 4


def test_the_fit_of_another_mood_is_said(make_song: SongMaker, ranked: Ranker) -> None:
    calm = [make_song(0, CALM) for _ in range(2)]
    tense = [make_song(0, TENSE) for _ in range(4)]
    picks = ranked([*calm, *tense], mood=CALM)
    assert [pick.song for pick in picks[:2]] == calm or [pick.song for pick in picks[:2]] == calm[
        ::-1
    ]
    assert all("the nearest to calm that has rested" in pick.why for pick in picks[2:])
    assert not any("nearest" in pick.why for pick in picks[:2])
