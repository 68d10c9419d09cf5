"""Measures the library view at 100,000 songs: from a key to the found rows, and a page.

The floor is a plain `word in text` over every song's ready-made text, without sorting or rows. Any
search through all songs must do this. Times are CPU time of this process with all its threads, so
that other load on the machine counts little.
Run: python benchmarks/library_view.py
"""

import asyncio
import random
import statistics
import time
from collections.abc import Callable
from typing import Final

from textual.app import App, ComposeResult

from tui_player.library.song import Analysis, DurationMs, Song, SongId, Tags
from tui_player.ui.song_index import COLUMNS, SongIndex
from tui_player.ui.widgets.lists.library_view import LibraryView
from tui_player.ui.widgets.lists.song_table import SongTable

SONGS: Final = 100_000
QUERY: Final = "night riv"
VOCABULARY: Final = (
    "night river light stone wind home fire blue old summer dream machine glass paper winter "
    "étude road star ocean hollow silver garden thunder velvet"
)
HEIGHT: Final = 40


def library() -> list[Song]:
    """Generated songs, the same at each run."""
    rng, vocabulary = random.Random(1), VOCABULARY.split()

    def words(count: int) -> str:
        return " ".join(rng.choices(vocabulary, k=count)).title()

    def song(number: int) -> Song:
        tags = Tags(
            title=f"{words(rng.randrange(1, 5))} {number}",
            artist=words(2),
            album=words(3),
            track=number % 12 + 1,
            genres=(words(1),),
            duration_ms=DurationMs(rng.randrange(90_000, 500_000)),
        )
        mood = Analysis("1", b"", {}, (0.25,) * 4, rng.uniform(-1, 1), rng.uniform(-1, 1))
        path = f"/music/{tags.artist}/{tags.album}/{number:06}.flac"
        return Song(SongId(number), path, 1, 1, "", tags, mood, plays=rng.randrange(9))

    return [song(number) for number in range(1, SONGS + 1)]


def milliseconds(work: Callable[[], object], times: int = 7) -> float:
    """Median CPU time of `work`."""
    elapsed = []
    for _ in range(times):
        start = time.process_time()
        work()
        elapsed.append((time.process_time() - start) * 1000)
    return statistics.median(elapsed)


def report(what: str, elapsed_ms: float, floor_ms: float | None = None) -> None:
    """Print one line of the result."""
    against = "" if floor_ms is None else f"   {elapsed_ms / floor_ms:6.1f} x floor"
    print(f"{what:<58}{elapsed_ms:9.2f} ms{against}")


def measure_index(songs: list[Song]) -> float:
    """Measure the index without a screen. Returns the floor in milliseconds."""
    texts = [f"{song.title}\n{song.artist}\n{song.path}".casefold() for song in songs]
    floor = milliseconds(lambda: [text for text in texts if "night" in text])
    report(f"floor: plain scan of {SONGS:,} texts", floor)
    start = time.process_time()
    index = SongIndex(songs)
    report("index: build (once, in a thread)", (time.process_time() - start) * 1000)
    for column in COLUMNS:
        start = time.process_time()
        index.select("", column, False)
        report(f"index: first sort by {column}", (time.process_time() - start) * 1000)
    for end in range(1, len(QUERY) + 1):
        start = time.process_time()
        found = index.select(QUERY[:end], "artist", False)
        elapsed = (time.process_time() - start) * 1000
        report(f"index: type {QUERY[:end]!r} ({len(found):,} found)", elapsed, floor)
    return floor


class Bench(App[None]):
    """An application with only the view."""

    def compose(self) -> ComposeResult:
        """The view."""
        yield LibraryView()


async def measure_view(songs: list[Song], floor_ms: float) -> None:
    """Measure the view on a screen of its own."""
    app = Bench()
    async with app.run_test(size=(120, HEIGHT)) as pilot:
        view, table = app.query_one(LibraryView), app.query_one(SongTable)
        view.set_songs(songs)
        while table.row_count < SONGS:
            await pilot.pause(0.05)
        view.focus_search()
        for key in "night":
            before = table.songs
            start = time.process_time()
            await pilot.press(key)
            while table.songs is before:
                await asyncio.sleep(0.001)
            report(
                f"view: key {key!r} to found rows", (time.process_time() - start) * 1000, floor_ms
            )
        table.show(songs, 0)
        start = time.process_time()
        table.show(songs, 0)
        report(f"view: show {SONGS:,} other rows", (time.process_time() - start) * 1000)

        def page_down() -> None:
            table.action_page(1)
            for y in range(table.size.height):
                table.render_line(y)

        report("view: page down to strips drawn", milliseconds(page_down, 50))


def main() -> None:
    """Print all figures."""
    songs = library()
    floor_ms = measure_index(songs)
    asyncio.run(measure_view(songs, floor_ms))


if __name__ == "__main__":
    main()
