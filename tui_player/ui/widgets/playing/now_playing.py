"""The bar at the bottom: current song, progress, and buttons."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget

from tui_player.library.song import Song
from tui_player.playback import PlaybackState
from tui_player.session.play_queue import Repeat
from tui_player.ui.widgets.playing.controls import PAUSE, PLAY, Controls
from tui_player.ui.widgets.playing.progress import Progress
from tui_player.ui.widgets.playing.title_row import TitleRow


@dataclass(frozen=True, slots=True)
class NowPlayingView:
    """Values that the bar shows."""

    song: Song | None
    why: str
    """Reason why the song was picked."""
    state: PlaybackState
    position_ms: int
    duration_ms: int | None
    volume_percent: int
    muted: bool
    repeat: Repeat
    shuffle: bool
    strategy: str


class NowPlaying(Widget):
    """Three rows: song, progress, buttons. Each row is drawn only when it changes."""

    DEFAULT_CSS = """
    NowPlaying { layout: vertical; height: 3; background: $surface; padding: 0 1; }
    """

    @dataclass
    class SeekTo(Message):
        """The listener wants to seek to this share of the song, 0..1."""

        bar: "NowPlaying"
        share: float

        @property
        def control(self) -> "NowPlaying":
            """The bar."""
            return self.bar

    @dataclass
    class Pressed(Message):
        """A button was clicked.

        Its action is one of play_pause, next, previous, like, dislike, mute, repeat, shuffle,
        strategy, volume_up and volume_down.
        """

        bar: "NowPlaying"
        action: str

        @property
        def control(self) -> "NowPlaying":
            """The bar."""
            return self.bar

    _controls: tuple[dict[str, str], dict[str, bool]] | None = None

    def compose(self) -> ComposeResult:
        """Build the rows."""
        yield TitleRow()
        yield Progress()
        yield Controls()

    def show(self, state: NowPlayingView) -> None:
        """Show `state`."""
        self.query_one(TitleRow).show(state.song, state.why)
        self.query_one(Progress).show(state.position_ms, state.duration_ms)
        self._show_controls(state)

    def _show_controls(self, state: NowPlayingView) -> None:
        rating = 0 if state.song is None else state.song.rating
        texts = {
            "play_pause": PAUSE if state.state is PlaybackState.PLAYING else PLAY,
            "mute": "muted" if state.muted else f"vol {state.volume_percent} %",
            "repeat": f"repeat {state.repeat}",
            "strategy": f"→ {state.strategy}",
        }
        lit = {
            "like": rating > 0,
            "dislike": rating < 0,
            "mute": state.muted,
            "repeat": state.repeat is not Repeat.OFF,
            "shuffle": state.shuffle,
        }
        if (texts, lit) != self._controls:
            self._controls = (texts, lit)
            self.query_one(Controls).show(texts, lit)

    def on_progress_pressed(self, event: Progress.Pressed) -> None:
        """Post a seek to the clicked place."""
        event.stop()
        self.post_message(self.SeekTo(self, event.share))

    def on_controls_pressed(self, event: Controls.Pressed) -> None:
        """Post the clicked button's action."""
        event.stop()
        self.post_message(self.Pressed(self, event.action))
