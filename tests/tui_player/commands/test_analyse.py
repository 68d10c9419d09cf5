import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.audio_files import write_tone
from tests.tui_player.conftest import CommandLine
from tui_player.commands.analyse import FEW_FILES
from tui_player.errors import AudioError
from tui_player.models import music
from tui_player.models.music.hearing import Hearing

HEARD = Hearing(
    embedding=np.array([0.6, 0.8], np.float32),
    genres={"rock": 0.75, "folk": 0.125},
    quadrants=(0.5, 0.25, 0.125, 0.125),
    valence=0.25,
    arousal=-0.5,
    duration_s=61.5,
    acoustic_fingerprint=b"",
    deviations=(0.25, 0.5),
    speech=0.125,
    noise=0.0625,
    tempo_bpm=120.0,
    key="A minor",
    version="test",
)


@pytest.fixture(autouse=True)
def ear(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fake the network: every file has the same result, and broken files fail."""

    def hear_file(path: str) -> Hearing:
        if "broken" in path:
            raise AudioError("the file is empty")
        return HEARD

    monkeypatch.setattr(music, "hear_file", hear_file)


def test_a_json_row_has_its_documented_fields_in_order(tui_player: CommandLine) -> None:
    outcome = tui_player("analyse", "song.ogg", "--json")
    assert outcome.status == 0
    assert outcome.out == (
        '{"path": "song.ogg", "embedding": [0.6, 0.8], "genres": {"rock": 0.75, "folk": 0.125}, '
        '"quadrants": {"Q1": 0.5, "Q2": 0.25, "Q3": 0.125, "Q4": 0.125}, '
        '"valence": 0.25, "arousal": -0.5, "deviation": [0.25, 0.5], "speech": 0.125, '
        '"noise": 0.0625, "tempo": 120.0, "key": "A minor", "seconds": 61.5}\n'
    )


def test_an_unreadable_file_is_named_and_the_others_are_analysed(
    tui_player: CommandLine, tmp_path: Path
) -> None:
    outcome = tui_player("analyse", str(tmp_path / "broken.ogg"), "song.ogg")
    assert outcome.status == 1
    assert outcome.err == f"tui-player: {tmp_path / 'broken.ogg'}: the file is empty\n"
    assert outcome.out == (
        "song.ogg: happy (50%), valence +0.25, arousal -0.50, A minor, 120 bpm,"
        " rock 75%, folk 12%, 62 s\n"
    )


@pytest.mark.parametrize(("speech", "noise"), [(0.97, 0.6), (0.2, 0.97)])
def test_what_is_no_music_is_called_speech_or_noise(
    tui_player: CommandLine, monkeypatch: pytest.MonkeyPatch, speech: float, noise: float
) -> None:
    heard = replace(HEARD, speech=speech, noise=noise, tempo_bpm=None, key=None)
    monkeypatch.setattr(music, "hear_file", lambda path: heard)
    kind = "speech" if speech > noise else "noise"
    assert tui_player("analyse", "a.ogg").out == f"a.ogg: {kind} (97%), 62 s\n"
    [row] = tui_player("analyse", "a.ogg", "--json").objects
    assert (row["tempo"], row["key"]) == (None, None)


def test_many_files_are_analysed_by_workers_in_the_given_order(
    tui_player: CommandLine, tmp_path: Path
) -> None:
    """This uses the real network, because fixtures don't reach worker processes."""
    paths = [str(write_tone(tmp_path / f"{number}.wav", 9.0)) for number in range(FEW_FILES)]
    (tmp_path / "text.mp3").write_text("no music")
    paths.insert(3, str(tmp_path / "text.mp3"))
    outcome = tui_player("analyse", *paths, "--json")
    assert outcome.status == 1
    assert outcome.err == f"tui-player: {paths.pop(3)}: not audio, or damaged\n"
    assert [json.loads(line)["path"] for line in outcome.out.splitlines()] == paths
