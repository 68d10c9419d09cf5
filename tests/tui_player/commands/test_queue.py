from pathlib import Path

import pytest

from tests.moods import quadrants_at
from tests.tui_player.conftest import CommandLine
from tests.tui_player.songs import song
from tui_player.commands.support.request_options import mood_coordinates
from tui_player.errors import UsageError
from tui_player.expression.classes import COORDINATES, FER2013_CLASSES
from tui_player.library.mood_words import MOODS
from tui_player.library.song import Analysis
from tui_player.library.store.store import Store
from tui_player.paths import Paths

HALF_FLOAT_ONE = b"\x00\x3c"
HALF_FLOAT_ZERO = b"\x00\x00"


def analysis_at(valence: float, arousal: float) -> Analysis:
    return Analysis(
        version="test",
        embedding=HALF_FLOAT_ONE + HALF_FLOAT_ZERO * 3,
        genres={"Rock": 0.5, "New Age": 0.5},
        quadrants=quadrants_at(valence, arousal),
        valence=valence,
        arousal=arousal,
    )


@pytest.fixture
def library(home: Path) -> Path:
    """Four songs, one in each quadrant; the last one's name is not UTF-8."""
    directory = Paths.under(home).library
    names = ["/music/1.ogg", "/music/2.ogg", "/music/3.ogg", "/music/caf\udce9.ogg"]
    moods = [(0.7, 0.5), (-0.6, 0.6), (-0.6, -0.4), (0.5, -0.6)]
    with Store.open(directory) as store:
        new = [song(0, path=name, artist=f"Artist {name[-5]}") for name in names]
        stored = store.put(new)
        store.set_analysis(
            {entry.id: analysis_at(*mood) for entry, mood in zip(stored, moods, strict=True)}
        )
    return directory


@pytest.mark.usefixtures("library")
def test_a_json_row_has_its_documented_fields_in_order(tui_player: CommandLine) -> None:
    outcome = tui_player("queue", "--mood", "happy", "--strategy", "match", "--json")
    assert outcome.status == 0
    rows = outcome.objects
    assert list(rows[0]) == ["rank", "path", "title", "artist", "score", "terms", "why"]
    assert [row["rank"] for row in rows] == [1, 2, 3, 4]
    scores = [row["score"] for row in rows]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= value <= 1 for row in rows for value in row["terms"].values())
    assert rows[0]["path"] == "/music/1.ogg"


@pytest.mark.usefixtures("library")
def test_the_same_seed_gives_the_same_queue(tui_player: CommandLine) -> None:
    first = tui_player("queue", "--mood", "sad", "--seed", "7", "--json")
    assert tui_player("queue", "--mood", "sad", "--seed", "7", "--json") == first


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("goal", ["calm", "sleepy", "0.5,-0.6", "-0.5,-0.6"])
def test_lead_begins_at_the_mood(tui_player: CommandLine, goal: str) -> None:
    asked = ("--mood", "angry", "--strategy", "lead", "--goal", goal)
    rows = tui_player("queue", *asked, "--json").objects
    assert rows[0]["path"] == "/music/2.ogg"


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("asked", [["--strategy", "lead"], ["--goal", "calm"]])
def test_lead_needs_a_goal_and_a_goal_needs_lead(tui_player: CommandLine, asked: list[str]) -> None:
    outcome = tui_player("queue", "--mood", "sad", *asked)
    assert outcome.status == 2
    assert "go together" in outcome.err


@pytest.mark.usefixtures("library")
def test_a_mood_may_begin_with_a_minus(tui_player: CommandLine) -> None:
    outcome = tui_player("queue", "--mood", "-0.6,-0.4", "--strategy", "match", "--limit", "1")
    assert outcome.status == 0
    assert len(outcome.out.splitlines()) == 1
    assert "Artist 3" in outcome.out


@pytest.mark.usefixtures("library")
def test_text_is_printed_for_names_that_are_not_utf_8(tui_player: CommandLine) -> None:
    outcome = tui_player("queue", "--mood", "0.5,-0.6", "--strategy", "match")
    assert outcome.status == 0
    assert outcome.out.startswith("1  ")


def test_speech_and_nature_come_as_the_settings_ask(
    tui_player: CommandLine, home: Path, library: Path
) -> None:
    with Store.open(library) as store:
        talk, rain = store.put([song(0, path="/talk.ogg"), song(0, path="/rain.ogg")])
        quadrants = quadrants_at(0.0, 0.0)
        store.set_analysis(
            {
                talk.id: Analysis("test", b"", {}, quadrants, 0.0, 0.0, speech=0.9),
                rain.id: Analysis("test", b"", {}, quadrants, 0.0, 0.0, noise=0.9),
            }
        )

    def others(mood: str) -> set[str]:
        rows = tui_player("queue", "--mood", mood, "--strategy", "match", "--json").objects
        return {row["path"] for row in rows} & {"/talk.ogg", "/rain.ogg"}

    assert others("0.5,-0.6") == set()
    settings = Paths.under(home).config_file
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("[queue]\nspeech = true\nnature = true\n")
    assert others("0.5,-0.6") == {"/talk.ogg", "/rain.ogg"}
    assert others("happy") == {"/talk.ogg"}


def test_an_empty_library_says_how_to_add_songs(tui_player: CommandLine, home: Path) -> None:
    outcome = tui_player("queue", "--mood", "happy")
    assert (outcome.status, outcome.out) == (0, "")
    assert "tui-player scan" in outcome.err
    assert not home.exists()


def test_a_library_of_speech_alone_is_not_called_empty(tui_player: CommandLine, home: Path) -> None:
    talk = Analysis("test", b"", {}, quadrants_at(0.0, 0.0), 0.0, 0.0, speech=0.9)
    with Store.open(Paths.under(home).library) as store:
        [stored] = store.put([song(0, path="/talk.ogg")])
        store.set_analysis({stored.id: talk})
    outcome = tui_player("queue", "--mood", "happy")
    assert (outcome.status, outcome.out) == (0, "")
    assert "only speech or noise" in outcome.err


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("limit", ["0", "-3"])
def test_a_limit_below_one_is_wrong_usage(tui_player: CommandLine, limit: str) -> None:
    assert tui_player("queue", "--mood", "happy", f"--limit={limit}").status == 2


@pytest.mark.parametrize("name", ["glad", "1.5,0", "0,-2", "0.1", "0,0,0", "nan,0", ""])
def test_an_unknown_mood_is_refused_with_the_known_names(name: str) -> None:
    with pytest.raises(UsageError) as refusal:
        mood_coordinates(name)
    assert all(known in str(refusal.value) for known in (*FER2013_CLASSES, *MOODS))


@pytest.mark.parametrize("name", [*FER2013_CLASSES, *MOODS])
def test_a_mood_can_be_an_expression_or_any_word_for_a_mood(name: str) -> None:
    assert mood_coordinates(name) == (COORDINATES | MOODS)[name]


def test_a_mood_can_be_valence_and_arousal() -> None:
    assert mood_coordinates("-0.5, .3") == (-0.5, 0.3)


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        (["--mood", "sad", "--seed", "-1"], "--seed -1: "),
        (["--mood", "sad", "--strategy", "lead", "--goal", "moon"], "--goal moon: "),
        (["--mood", "moon"], "--mood moon: "),
    ],
)
def test_an_invalid_value_is_refused_with_its_option(
    tui_player: CommandLine, asked: list[str], complaint: str
) -> None:
    outcome = tui_player("queue", *asked)
    assert outcome.status == 2
    assert complaint in outcome.err


def test_mood_names_ignore_case() -> None:
    assert mood_coordinates("HAPPY") == mood_coordinates("happy")
