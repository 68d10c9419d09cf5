import time
from pathlib import Path

import pytest

from tests.tui_player.commands.test_queue import analysis_at
from tests.tui_player.conftest import CommandLine
from tests.tui_player.songs import song
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.song import Analysis
from tui_player.library.store.store import Store
from tui_player.paths import Paths

QUESTION = ("--mood", "happy", "--strategy", "match")


@pytest.fixture
def music(tmp_path: Path, home: Path) -> Path:
    """Three songs, the third the furthest from happy; a fourth is broken."""
    names = [tmp_path / f"{name}.ogg" for name in ("happy", "calm", "sad", "broken")]
    for name in names:
        name.touch()
    moods = [(0.7, 0.5), (0.5, -0.4), (-0.7, -0.5), (0.7, 0.5)]
    with Store.open(Paths.under(home).library) as store:
        stored = store.put([song(0, path=str(name), artist=name.stem) for name in names])
        analyses = zip(stored, moods, strict=True)
        store.set_analysis({entry.id: analysis_at(*mood) for entry, mood in analyses})
        store.set_analysis({stored[-1].id: "no sound"})
    return tmp_path


def test_why_gives_the_same_numbers_as_the_queue(tui_player: CommandLine, music: Path) -> None:
    queue = {row["path"]: row for row in tui_player("queue", *QUESTION, "--json").objects}
    for name in ("happy", "calm", "sad"):
        path = str(music / f"{name}.ogg")
        [explanation] = tui_player("why", path, *QUESTION, "--json").objects
        assert explanation["of"] == 3
        assert explanation["place"] == explanation["queue_place"] == queue[path]["rank"]
        assert explanation["terms"] == pytest.approx(queue[path]["terms"])
        weighed = (
            explanation["weights"][term] * value for term, value in explanation["terms"].items()
        )
        assert explanation["score"] == pytest.approx(sum(weighed), abs=1e-5)


def test_suggested_changes_move_the_song_up(tui_player: CommandLine, music: Path) -> None:
    path = str(music / "sad.ogg")
    [explanation] = tui_player("why", path, *QUESTION, "--json").objects
    moves = {move["what"]: move["place"] for move in explanation["moves"]}
    assert moves["a mood that is sad"] == 1
    assert all(place < explanation["place"] for place in moves.values())
    assert [move["place"] for move in explanation["moves"]] == sorted(moves.values())
    in_that_mood = tui_player(
        "why", path, "--mood=-0.7,-0.5", "--strategy", "match", "--json"
    ).objects
    assert in_that_mood[0]["place"] == 1


def test_speech_has_no_place(tui_player: CommandLine, home: Path) -> None:
    talk = Analysis("test", b"", {}, (0.25,) * 4, 0.0, 0.0, speech=0.9)
    with Store.open(Paths.under(home).library) as store:
        [stored] = store.put([song(0, path="/talk.ogg")])
        store.set_analysis({stored.id: talk})
    [explanation] = tui_player("why", "/talk.ogg", *QUESTION, "--json").objects
    assert (explanation["place"], explanation["queue_place"]) == (None, None)
    lines = tui_player("why", "/talk.ogg", *QUESTION).out.splitlines()
    assert lines[1].startswith("no place for the next song: speech stays out of the queue")


def test_the_best_song_gets_no_suggestions(tui_player: CommandLine, music: Path) -> None:
    outcome = tui_player("why", str(music / "happy.ogg"), *QUESTION)
    lines = outcome.out.splitlines()
    assert lines[0].startswith("happy - ")
    assert lines[1].startswith("place 1 of 3 for the next song, number 1 of the queue: ")
    assert lines[2].startswith("happy among your songs (valence 0.")
    assert "would stand" not in outcome.out


@pytest.mark.parametrize(
    ("name", "reason"), [("nowhere", "not in the library"), ("broken", "no sound")]
)
def test_a_song_outside_the_ranking_is_refused_with_the_reason(
    tui_player: CommandLine, music: Path, name: str, reason: str
) -> None:
    outcome = tui_player("why", str(music / f"{name}.ogg"), *QUESTION)
    assert outcome.status == 1
    assert reason in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_just_played_song_is_explained_by_its_cool_down(
    tui_player: CommandLine, home: Path, music: Path
) -> None:
    path = str(music / "happy.ogg")
    with Store.open(Paths.under(home).library) as store:
        played = store.by_path(path)
        assert played is not None
        store.record(Feedback(FeedbackKind.PLAY, played.id, time.time()))
    [explanation] = tui_player("why", path, *QUESTION, "--json").objects
    assert explanation["why"].startswith("heard lately, it rests")
    assert explanation["place"] > 1
    assert {"what": "a week without it", "place": 1} in explanation["moves"]
