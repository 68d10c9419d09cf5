"""Draw the README's picture from the real player: `python docs/picture.py`.

It renders and scans the demo, sets the mood to happy, plays, likes, and saves the screen.
"""

import asyncio
import os
import tempfile
from pathlib import Path

from tui_player.config import Config
from tui_player.demo.files import render_demo
from tui_player.library.scan.scan import scan
from tui_player.library.store.store import Store
from tui_player.paths import Paths
from tui_player.run_options import Options
from tui_player.ui.app import PlayerApp

PICTURE = Path(__file__).with_name("player.svg")
SIZE = (110, 32)


async def take(paths: Paths) -> None:
    """Play the demo for a while, then save what is on screen."""
    app = PlayerApp(Options(paths, Config(), camera="off", audio_output="adummy"))
    async with app.run_test(size=SIZE) as pilot:
        await asyncio.sleep(3)
        await pilot.press("4")
        await asyncio.sleep(1)
        await pilot.press("space")
        await asyncio.sleep(20)
        await pilot.press("l")
        await asyncio.sleep(4)
        app.save_screenshot(PICTURE.name, str(PICTURE.parent))


def main() -> None:
    """Make the demo library, then the picture, in a terminal's full colours."""
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with tempfile.TemporaryDirectory() as home:
        paths = Paths.under(Path(home))
        render_demo(paths.demo_music)
        with Store.open(paths.library) as store:
            scan(store, [paths.demo_music])
        asyncio.run(take(paths))


if __name__ == "__main__":
    main()
