"""The top row: camera, mood of the queue, activity and number of songs."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Click, Resize
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tui_player.text import printable
from tui_player.ui.widgets.colours import MUTED


@dataclass(frozen=True, slots=True)
class StatusView:
    """Values that the row shows."""

    camera: str
    """Text such as "camera off"."""
    camera_on: bool
    """Whether frames are being read."""
    follows: str
    """What the queue follows, such as "sad"; empty if there is nothing."""
    songs: int
    """Number of songs in the library."""
    activity: str
    """Text such as "scanning 40 %"; empty if there is no activity."""


class StatusBar(Widget):
    """The row at the top."""

    DEFAULT_CSS = """
    StatusBar {
        layout: horizontal;
        height: 1;
        background: $surface;
        color: $foreground;
        padding: 0 1;
        & > Static { width: auto; height: 1; margin-right: 3; text-wrap: nowrap; }
        & > #status-camera:hover { text-style: underline; }
        & > #status-activity { width: 1fr; text-align: right; text-overflow: ellipsis; }
        & > #status-songs { margin-right: 0; }
        &.-narrow > #status-name, &.-narrow > #status-songs { display: none; }
        &.-narrow > Static { margin-right: 1; }
    }
    """

    @dataclass
    class CameraClicked(Message):
        """The listener clicked the camera's state."""

        bar: "StatusBar"

        @property
        def control(self) -> "StatusBar":
            """The status bar."""
            return self.bar

    _view: StatusView | None = None

    def __init__(self, profile: str = "") -> None:
        """`profile` is empty for the main listener."""
        super().__init__()
        self._profile = profile

    def compose(self) -> ComposeResult:
        """Build the parts, left to right."""
        name = Content.styled("tui-player", "bold $text-primary")
        who = f" · {printable(self._profile)}" if self._profile else ""
        yield Static(name + who, id="status-name")
        yield Static(id="status-camera")
        yield Static(id="status-mood")
        yield Static(id="status-activity")
        yield Static(id="status-songs")

    def on_mount(self) -> None:
        """Set the tooltip of the camera's state."""
        self.query_one("#status-camera", Static).tooltip = "turn the camera on or off"

    def show(self, state: StatusView) -> None:
        """Show `state`."""
        if state == self._view:
            return
        self._view = state
        dot = Content.styled("● " if state.camera_on else "○ ", "$error" if state.camera_on else "")
        self._part("camera", dot + printable(state.camera))
        mood = (
            Content.assemble(("queue: ", MUTED), printable(state.follows))
            if state.follows
            else Content()
        )
        self._part("mood", mood)
        self._part("activity", Content.styled(printable(state.activity), "$text-accent"))
        songs = "1 song" if state.songs == 1 else f"{state.songs:,} songs"
        self._part("songs", Content.styled(songs, MUTED))

    def _part(self, name: str, content: Content) -> None:
        self.query_one(f"#status-{name}", Static).update(content)

    def on_resize(self, event: Resize) -> None:
        """Hide other parts on a narrow screen; the camera's state stays."""
        self.set_class(event.size.width < 60, "-narrow")

    @on(Click, "#status-camera")
    def _camera_clicked(self, event: Click) -> None:
        event.stop()
        self.post_message(self.CameraClicked(self))
