"""What is imported where: the core knows no screen, and starting imports nothing slow."""

import subprocess
import sys

import pytest

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
    core = ("library.store", "library.scan", "library.ranking", "models.emotion", "models.music")
    around = ("mood", "session", "playback", "webcam")
    loaded = imported_by(*(f"tui_player.{name}" for name in (*core, *around)))
    assert not loaded & SCREEN


@pytest.mark.parametrize("module", ["tui_player.cli", "tui_player.app"])
def test_starting_imports_nothing_slow(module: str) -> None:
    assert not imported_by(module) & SLOW


def test_commands_start_without_the_screen() -> None:
    assert not imported_by("tui_player.cli") & SCREEN


def test_a_rating_needs_nothing_slow() -> None:
    names = ("config", "library.feedback", "library.store", "mood", "session")
    loaded = imported_by(*(f"tui_player.{name}" for name in names))
    assert not loaded & (SLOW | SCREEN)
