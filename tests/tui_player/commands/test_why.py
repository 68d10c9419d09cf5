import time
from pathlib import Path

import pytest

from tests.tui_player.commands.test_queue import heard
from tests.tui_player.conftest import CommandLine
from tests.tui_player.songs import song
from tui_player.library.feedback import Feedback, FeedbackKind
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
        store.set_analysis({entry.id: heard(*mood) for entry, mood in analyses})
        store.set_analysis({stored[-1].id: "no sound"})
    return tmp_path


def test_the_numbers_of_a_song_are_those_of_the_queue(tui_player: CommandLine, music: Path) -> None:
    queue = {row["path"]: row for row in tui_player("queue", *QUESTION, "--json").objects}
    for name in ("happy", "calm", "sad"):
        path = str(music / f"{name}.ogg")
        [told] = tui_player("why", path, *QUESTION, "--json").objects
        assert told["of"] == 3
        assert told["place"] == told["queue_place"] == queue[path]["rank"]
        assert told["terms"] == pytest.approx(queue[path]["terms"])
        weighed = (told["weights"][term] * value for term, value in told["terms"].items())
        assert told["score"] == pytest.approx(sum(weighed), abs=1e-5)


def test_what_would_move_it_up_does(tui_player: CommandLine, music: Path) -> None:
    path = str(music / "sad.ogg")
    [told] = tui_player("why", path, *QUESTION, "--json").objects
    moves = {move["what"]: move["place"] for move in told["moves"]}
    assert moves["a mood that is melancholy"] == 1
    assert all(place < told["place"] for place in moves.values())
    assert [move["place"] for move in told["moves"]] == sorted(moves.values())
    in_that_mood = tui_player(
        "why", path, "--mood=-0.7,-0.5", "--strategy", "match", "--json"
    ).objects
    assert in_that_mood[0]["place"] == 1


def test_the_best_song_needs_nothing(tui_player: CommandLine, music: Path) -> None:
    outcome = tui_player("why", str(music / "happy.ogg"), *QUESTION)
    lines = outcome.out.splitlines()
    assert lines[0].startswith("happy - ")
    assert lines[1].startswith("place 1 of 3 for the next song, number 1 of the queue: ")
    assert "would stand" not in outcome.out


@pytest.mark.parametrize(
    ("name", "reason"), [("nowhere", "not in the library"), ("broken", "no sound")]
)
def test_a_song_that_cannot_come_says_why_not(
    tui_player: CommandLine, music: Path, name: str, reason: str
) -> None:
    outcome = tui_player("why", str(music / f"{name}.ogg"), *QUESTION)
    assert outcome.status == 1
    assert reason in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_song_that_was_just_heard_says_that_it_rests(
    tui_player: CommandLine, home: Path, music: Path
) -> None:
    path = str(music / "happy.ogg")
    with Store.open(Paths.under(home).library) as store:
        heard_now = store.by_path(path)
        assert heard_now is not None
        store.record(Feedback(FeedbackKind.PLAY, heard_now.id, time.time()))
    [told] = tui_player("why", path, *QUESTION, "--json").objects
    assert told["why"].startswith("heard lately, it rests")
    assert told["place"] > 1
    assert {"what": "a week without it", "place": 1} in told["moves"]
