"""An app with nothing but the widgets under test, and what they show."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from tui_player.expression.reading import NoReading, Reading
from tui_player.library.song import Analysis, DurationMs, Song, SongId, Tags
from tui_player.mood.debounce import PendingChange
from tui_player.mood.state import NEUTRAL, Mood, MoodSource
from tui_player.playback import PlaybackState
from tui_player.session.play_queue import Entry, Repeat
from tui_player.ui.widgets.mood.mood_panel import MoodPanel, MoodView
from tui_player.ui.widgets.playing.now_playing import NowPlaying, NowPlayingView
from tui_player.ui.widgets.status_bar import StatusBar, StatusView

M = TypeVar("M", bound=Message)

ROWS = [
    ("Says", "Nils Frahm", "Spaces", "calm · like Ólafur Arnalds · you like ambient", 1),
    ("Near Light", "Ólafur Arnalds", "Living Room Songs", "calm · like Nils Frahm", 0),
    ("月光", "坂本 龍一", "音楽図鑑", "sad · new to you", 0),
    ("Weightless [bold]part[/] 1", "Marconi Union", "Weightless", "[red]calm", 0),
    ("evil\x1b[31m\u202etitle", "Some\nBody", "al\tbum", "energetic · a surprise", -1),
    ("Everything in Its Right Place, again and again", "Radiohead", "Kid A", "you queued this", 0),
    ("Cafe\u0301 👩‍👧 ❤\ufe0f", "Zo\u00eb", "", "warm", 0),
]
PLACES = [(0.6, -0.5), (0.5, -0.4), (-0.5, -0.6), (0.1, -0.7), (-0.6, 0.7), (-0.7, -0.1)]


def make_song(number: int) -> Song:
    """One of seven songs, over and over, the seventh of which is not analysed."""
    title, artist, album, _, rating = ROWS[number % len(ROWS)]
    place = PLACES[number % len(ROWS)] if number % len(ROWS) < len(PLACES) else None
    return Song(
        id=SongId(number),
        path=f"/music/{number}.ogg",
        size_bytes=1,
        mtime_ns=1,
        content_hash=str(number),
        tags=Tags(title, artist, album, track=number, duration_ms=DurationMs(200_000 + number)),
        analysis=place and Analysis("1", b"", {}, (0.25, 0.25, 0.25, 0.25), *place),
        rating=rating,
        plays=number,
    )


def make_songs(count: int = len(ROWS)) -> list[Song]:
    return [make_song(number) for number in range(count)]


def make_entries(count: int = len(ROWS)) -> list[Entry]:
    return [
        Entry(song, ROWS[place % len(ROWS)][3], by_hand=place == 5)
        for place, song in enumerate(make_songs(count))
    ]


LOOKS_HAPPY = MoodView(
    mood=Mood(0.55, 0.35, "happy", 0.72, MoodSource.CAMERA),
    settled=Mood(0.0, 0.0, "neutral", 0.5, MoodSource.CAMERA),
    reading=Reading((0.03, 0.01, 0.04, 0.72, 0.05, 0.05, 0.10), None),
    path=[(0.6, -0.5)],
    history=[(float(time), time / 150 - 1, 0.3) for time in range(0, 300, 4)],
    now=300.0,
    camera="camera on: looking",
    songs=make_songs(),
    look=(0.03, 0.01, 0.04, 0.72, 0.05, 0.05, 0.10),
    pending=PendingChange("happy", 12.0, 8.0),
)
CAMERA_OFF = MoodView(
    NEUTRAL, NEUTRAL, Reading(None, NoReading.CAMERA_OFF), [(0.0, 0.0)], [], 0.0, "camera off"
)
PLAYS = NowPlayingView(
    song=make_song(0),
    why=ROWS[0][3],
    state=PlaybackState.PLAYING,
    position_ms=83_000,
    duration_ms=296_000,
    volume_percent=80,
    muted=False,
    repeat=Repeat.ALL,
    shuffle=False,
    strategy="match",
)
STATUS = StatusView("camera on: looking", True, "neutral", 12345, "scanning 40 %, 2 min left")


class Stage(App[None]):
    """Shows widgets, one below the other."""

    def __init__(self, *widgets: Widget, theme: str = "textual-dark") -> None:
        super().__init__()
        self._widgets = widgets
        self._theme_name = theme

    def compose(self) -> ComposeResult:
        yield from self._widgets

    def on_mount(self) -> None:
        self.theme = self._theme_name


class MainStage(Stage):
    """All that the player's main screen shows, around one widget in its middle."""

    CSS = "#middle { height: 1fr; width: 1fr; } Screen > Horizontal { height: 1fr; }"

    def __init__(self, middle: Widget, mood: MoodView, theme: str = "textual-dark") -> None:
        super().__init__(theme=theme)
        self.middle = middle
        middle.id = "middle"
        self.mood = mood

    def compose(self) -> ComposeResult:
        yield StatusBar()
        with Horizontal():
            yield MoodPanel()
            yield self.middle
        yield NowPlaying()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(StatusBar).show(STATUS)
        self.query_one(MoodPanel).show(self.mood)
        self.query_one(NowPlaying).show(PLAYS)
        self.middle.focus()


@dataclass
class Scene:
    """A running stage."""

    pilot: Pilot[None]
    messages: list[Message]

    async def resize(self, width: int, height: int) -> None:
        """Give the screen another size and wait until it is drawn."""
        await self.pilot.resize_terminal(width, height)
        await self.pilot.pause()
        await self.pilot.pause()

    def posted(self, kind: type[M]) -> list[M]:
        """Messages of this kind, in their order."""
        return [message for message in self.messages if isinstance(message, kind)]


@asynccontextmanager
async def on_stage(*widgets: Widget, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Scene]:
    """Run a stage with these widgets."""
    messages: list[Message] = []

    def keep(message: Message) -> None:
        if not any(message is other for other in messages):
            messages.append(message)

    async with Stage(*widgets).run_test(size=size, message_hook=keep) as pilot:
        yield Scene(pilot, messages)


def lines_of(widget: Widget) -> list[str]:
    """What the widget's rows say."""
    size = widget.size
    return [strip.text for strip in widget.render_lines(size.region)]
