"""Refuses to build a checkout without its links. All settings are in pyproject.toml."""

from pathlib import Path

from setuptools import setup

missing = [name for name in ("library", "models") if not (Path("tui_player") / name).is_dir()]
if missing:
    raise SystemExit(
        f"the links {' and '.join(missing)} are missing in tui_player/: type, where the file system"
        " has links, cd tui_player && rm -rf library models && ln -s ../library ../models ."
    )

setup()
