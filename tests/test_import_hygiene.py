"""What is imported where: the core knows no screen, and starting imports nothing slow."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.audio_files import write_tone
from tui_player.commands import COMMANDS

SLOW = {"av", "cv2", "librosa", "numpy", "onnxruntime", "scipy", "soundfile", "torch", "vlc"}
SCREEN = {"rich", "textual"}


def imported_by(*modules: str) -> set[str]:
    """The top-level packages that a fresh Python has loaded after importing `modules`."""
    program = "; ".join(
        ["import sys", *(f"import {module}" for module in modules), "print(*sys.modules)"]
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_the_core_imports_no_screen() -> None:
    core = ("library.store.store", "library.scan.scan", "library.ranking.ranker")
    networks = ("models.emotion", "models.music")
    around = ("mood.tracker", "session.session", "playback.vlc_player", "webcam.reader")
    loaded = imported_by(*(f"tui_player.{name}" for name in (*core, *networks, *around)))
    assert not loaded & SCREEN


@pytest.mark.parametrize("module", ["tui_player.cli", "tui_player.ui.app"])
def test_starting_imports_nothing_slow(module: str) -> None:
    assert not imported_by(module) & SLOW


def test_commands_start_without_the_screen() -> None:
    assert not imported_by("tui_player.cli") & SCREEN


def test_a_rating_needs_nothing_slow() -> None:
    names = ("config", "library.feedback", "library.store.store", "mood.tracker", "session.session")
    loaded = imported_by(*(f"tui_player.{name}" for name in names))
    assert not loaded & (SLOW | SCREEN)


HEAVY = {"librosa", "numba", "pandas", "sklearn", "torch"}
HEAVY_PARTS = {"scipy.optimize", "scipy.signal", "scipy.sparse", "scipy.stats"}


def test_hearing_and_reading_a_face_import_nothing_heavy(tmp_path: Path) -> None:
    song = write_tone(tmp_path / "song.opus", 3.0)
    program = f"""
import sys
from tui_player.models.music import hear_file
from tui_player.models.emotion.reader import ExpressionReader
from tui_player.library.workers.worker_processes import WorkerProcesses
hear_file({str(song)!r})
ExpressionReader()
print(*sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "onnxruntime" in loaded
    assert not {name.partition(".")[0] for name in loaded} & HEAVY
    assert not loaded & HEAVY_PARTS


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_the_grammar_of_a_command_imports_next_to_nothing(command: str) -> None:
    program = f"""
import sys
sys.argv = ["tui-player", "--help"]
from tui_player.commands.support.parser import parse
try:
    parse([{command!r}, "--no-such-option"])
except Exception as error:
    assert type(error).__name__ == "UsageError", error
print(*sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    others = {f"tui_player.commands.{name}" for name in COMMANDS} - {
        f"tui_player.commands.{command}",
        "tui_player.commands.rate",  # whose search for a song others use
    }
    assert not loaded & (
        others | {"tui_player.config", "tui_player.library.song", "tui_player.paths"}
    )
