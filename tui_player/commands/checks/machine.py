"""Checks of Python, packages, terminal, settings and camera."""

import os
import platform
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tui_player.commands.checks.finding import Finding, Status, error_line
from tui_player.config import load_config
from tui_player.errors import PlayerError

PACKAGES: Final = (
    "av",
    "cv2",
    "librosa",
    "mutagen",
    "numpy",
    "onnxruntime",
    "platformdirs",
    "rapidfuzz",
    "scipy",
    "soundfile",
    "soxr",
    "textual",
    "tinydb",
    "vlc",
    "watchfiles",
)
"""All packages that the player imports."""
INSTALL_AGAIN: Final = (
    "install again: remove .venv and run scripts/setup, or pip install --force-reinstall tui-player"
)
SMALLEST_SCREEN: Final = (80, 24)
DEVICES: Final = Path("/dev")
CAMERA_ADVICE: Final = (
    "nothing needs one: the keys 1-7 set the mood; --camera FILE reads a video instead"
)


def python() -> Finding:
    """Report the Python version."""
    return Finding("python", Status.OK, f"{platform.python_version()} at {sys.executable}")


def packages() -> Finding:
    """Check that all packages are installed; other checks show whether they load."""
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        return Finding("packages", Status.ERROR, f"missing: {', '.join(missing)}", INSTALL_AGAIN)
    return Finding("packages", Status.OK, f"all {len(PACKAGES)} are installed")


def terminal() -> Finding:
    """Check the terminal's size and colours."""
    if not sys.stdout.isatty():
        return Finding("terminal", Status.OK, "not checked: the output is not a terminal")
    columns, lines = shutil.get_terminal_size()
    detail = f"{columns}x{lines}, {_colours()}"
    if columns < SMALLEST_SCREEN[0] or lines < SMALLEST_SCREEN[1]:
        return Finding("terminal", Status.WARNING, detail, "make it at least 80x24")
    return Finding("terminal", Status.OK, detail)


def _colours() -> str:
    if os.environ.get("NO_COLOR"):
        return "no colours (NO_COLOR is set)"
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "16 million colours"
    return "256 colours" if "256" in os.environ.get("TERM", "") else "16 colours"


def settings(config_file: Path) -> Finding:
    """Check that the settings file is valid."""
    try:
        load_config(config_file)
    except PlayerError as error:
        return Finding("settings", Status.ERROR, str(error), "correct the line, or remove the file")
    there = config_file if config_file.exists() else f"all defaults (no {config_file})"
    return Finding("settings", Status.OK, str(there))


def camera(source: str | None) -> Finding:
    """Read a frame from `source` (naming it is consent); without one, only list the cameras."""
    if source is not None and source != "off":
        return _read_one_frame(source)
    if sys.platform == "darwin":
        return Finding("camera", Status.OK, "not checked (--camera 0 tries it)")
    devices = sorted(DEVICES.glob("video*"))
    if not devices:
        return Finding("camera", Status.WARNING, "none found", CAMERA_ADVICE)
    names = ", ".join(str(device) for device in devices)
    allowed = [device for device in devices if os.access(device, os.R_OK | os.W_OK)]
    if not allowed:
        return Finding(
            "camera",
            Status.WARNING,
            f"{names}, but not allowed to use it",
            "join its group: sudo usermod -aG video $USER, then log in again",
        )
    return Finding("camera", Status.OK, f"{names} (not switched on; {_how_to_try(allowed)})")


def _how_to_try(devices: list[Path]) -> str:
    return f"--camera {devices[0].name.removeprefix('video')} tries it"


def _read_one_frame(source: str) -> Finding:
    from tui_player.webcam import open_source

    try:
        opened = open_source(source)
        try:
            frame = opened.read()
        finally:
            opened.close()
    except PlayerError as error:
        return Finding("camera", Status.WARNING, error_line(error), CAMERA_ADVICE)
    if frame is None:
        return Finding("camera", Status.WARNING, f"{source}: gives no picture", CAMERA_ADVICE)
    height, width = frame.shape[:2]
    return Finding("camera", Status.OK, f"{source}: a frame of {width}x{height} was read")
