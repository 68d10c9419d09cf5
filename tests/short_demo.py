"""The demo, cut short: importable by name, as worker processes need it."""

from pathlib import Path

from tui_player.demo.files import render_demo


def render_short_demo(directory: Path) -> list[Path]:
    from tui_player.demo.pieces import PIECES

    return render_demo(directory, pieces=PIECES[:2], seconds=3.0)
