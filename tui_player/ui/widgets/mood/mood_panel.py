"""The mood panel: expression, mood, and target of the queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tui_player.expression.reading import Reading
from tui_player.library.song import Song
from tui_player.mood.state import Mood, MoodSource
from tui_player.text import printable
from tui_player.ui.widgets.colours import MUTED, text_colour
from tui_player.ui.widgets.mood.expression_bars import ExpressionBars
from tui_player.ui.widgets.mood.mood_line import MoodLine
from tui_player.ui.widgets.mood.mood_plane import MoodPlane


@dataclass(frozen=True, slots=True)
class MoodView:
    """Values that the panel shows."""

    mood: Mood
    """Current mood."""
    settled: Mood
    """Mood that the queue follows."""
    reading: Reading | None
    """Last reading; None if there was none."""
    path: Sequence[tuple[float, float]]
    """Valence and arousal of the next songs' targets, at least one, the goal last."""
    history: Sequence[tuple[float, float, float]]
    """Time (seconds), valence, arousal of the last minutes, oldest first."""
    now: float
    """Current time on the clock of `history`, seconds."""
    camera: str
    """Text such as "camera off"."""
    songs: Sequence[Song] = ()
    """The songs of the queue."""
    put_aside: frozenset[str] = frozenset()
    """Labels that the listener called wrong in the last minutes."""


def headline(state: MoodView) -> str:
    """Headline for the mood. It says what the face looks like, not what the listener feels."""
    mood, reading = state.mood, state.reading
    if mood.source is MoodSource.HAND:
        return f"set by hand: {mood.label}"
    if reading is None:
        return f"no reading: {state.camera}"
    if reading.reason is not None:
        return f"no reading: {reading.reason.value}"
    if mood.source is MoodSource.NONE:
        return "no reading yet"
    return f"looks {mood.label} ({mood.confidence * 100:.0f} %)"


CORRECTIONS: Final = {
    MoodSource.CAMERA: ("wrong", "wrong?", "put this reading aside (w)"),
    MoodSource.HAND: ("release_mood", "auto", "back to the camera's mood (0)"),
    MoodSource.NONE: ("", "", None),
}
"""Correction button by the mood's source: its action, its word and its tooltip."""


class MoodPanel(Widget):
    """Shows headline, expression bars, plane and line, one below the other."""

    DEFAULT_CSS = """
    MoodPanel {
        layout: vertical;
        width: 30;
        max-width: 50%;
        padding: 0 1;
        & Static { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #mood-headline { text-style: bold; }
        & > Horizontal { height: 1; }
        & #mood-follows { width: 1fr; }
        & #mood-correct { width: auto; margin-left: 1; color: $text-accent; }
        & #mood-correct:hover { text-style: underline; }
        & > ExpressionBars { margin-bottom: 1; }
        & > MoodLine { margin-top: 1; }
        &.-tight > ExpressionBars { margin-bottom: 0; }
        &.-tight > MoodLine { margin-top: 0; }
        &.-tall > Horizontal { margin-bottom: 1; }
        &.-tall > MoodLine { height: 5; }
        &.-no-line > MoodLine { display: none; }
        &.-no-plane > MoodPlane { display: none; }
    }
    """

    @dataclass
    class MoodChosen(Message):
        """The listener chose this mood."""

        panel: "MoodPanel"
        label: str

        @property
        def control(self) -> "MoodPanel":
            """The panel."""
            return self.panel

    @dataclass
    class Pressed(Message):
        """The listener clicked the correction: `wrong` or `release_mood`."""

        panel: "MoodPanel"
        action: str

        @property
        def control(self) -> "MoodPanel":
            """The panel."""
            return self.panel

    _correction = ""

    def compose(self) -> ComposeResult:
        """Build the parts, top to bottom."""
        yield Static(id="mood-headline")
        with Horizontal():
            yield Static(id="mood-follows")
            yield Static(id="mood-correct")
        yield ExpressionBars()
        yield MoodPlane()
        yield MoodLine()

    def show(self, state: MoodView) -> None:
        """Show `state`."""
        mood, reading = state.mood, state.reading
        place = (mood.valence, mood.arousal)
        head = Content.styled(printable(headline(state)), text_colour(*place))
        self.query_one("#mood-headline", Static).update(head)
        follows = Content.styled(f"queue for: {state.settled.label}", MUTED)
        self.query_one("#mood-follows", Static).update(follows)
        self._show_correction(mood.source)
        probabilities = None if reading is None else reading.probabilities
        label = "" if mood.source is MoodSource.NONE else mood.label
        self.query_one(ExpressionBars).show(probabilities, label, state.put_aside)
        trail = [(valence, arousal) for _, valence, arousal in state.history]
        self.query_one(MoodPlane).show(place, state.path[0], trail, state.path, state.songs)
        self.query_one(MoodLine).show(state.history, state.now)

    def _show_correction(self, source: MoodSource) -> None:
        self._correction, word, tooltip = CORRECTIONS[source]
        button = self.query_one("#mood-correct", Static)
        button.update(word)
        button.tooltip = tooltip

    @on(events.Click, "#mood-correct")
    def _correct(self, event: events.Click) -> None:
        event.stop()
        if self._correction:
            self.post_message(self.Pressed(self, self._correction))

    def on_resize(self, event: events.Resize) -> None:
        """Hide parts that don't fit."""
        height = event.size.height
        self.set_class(height >= 30, "-tall")
        self.set_class(height < 22, "-tight")
        self.set_class(height < 17, "-no-line")
        self.set_class(height < 14, "-no-plane")

    @on(ExpressionBars.Pressed)
    def _choose(self, event: ExpressionBars.Pressed) -> None:
        event.stop()
        self.post_message(self.MoodChosen(self, event.label))
