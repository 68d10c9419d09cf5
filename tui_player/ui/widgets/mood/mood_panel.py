"""The mood panel: expression, mood, and target of the queue."""

import math
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
from tui_player.mood.debounce import PendingChange
from tui_player.mood.smoothing import NOTHING
from tui_player.mood.state import Mood, MoodSource
from tui_player.text import cell_width, printable
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
    look: Sequence[float] = NOTHING
    """Smoothed probabilities of the seven expressions, of which the camera's mood is made."""
    pending: PendingChange | None = None
    """Change of the mood that the queue will follow if it lasts; None if there is none."""


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
    if not mood.label:
        return "no clear look"
    return f"looks {mood.label} ({mood.confidence * 100:.0f} %)"


FOLLOWS_CELLS: Final = 30
"""Width of the panel without its padding, cells."""


def follows(settled: str, pending: PendingChange | None) -> str:
    """The label that the queue follows, and what it will follow, in at most `FOLLOWS_CELLS`."""
    if pending is None:
        return f"queue for: {settled}"
    remaining_s = math.ceil(pending.remaining_s)
    if pending.label == settled:
        return f"queue: {settled} moves in {remaining_s} s"
    line = f"queue: {settled} → {pending.label} in {remaining_s} s"
    return line if cell_width(line) <= FOLLOWS_CELLS else line.replace(" in ", " ")


def follows_in_full(settled: str, pending: PendingChange | None) -> str:
    """The same in a sentence."""
    if pending is None:
        return f"the queue follows the mood: {settled}"
    remaining_s = math.ceil(pending.remaining_s)
    return f"{pending.label} for {pending.lasted_s:.0f} s; the queue follows in {remaining_s} s"


CORRECTIONS: Final = {
    MoodSource.CAMERA: ("wrong", "wrong?", "this look is wrong (w)"),
    MoodSource.HAND: ("release_mood", "auto", "back to the camera's mood (0)"),
    MoodSource.NONE: ("", "", None),
}
"""Correction button by the mood's source: its action, its word and its tooltip."""


class MoodPanel(Widget):
    """Shows headline, expression bars, plane and line, one below the other."""

    DEFAULT_CSS = """
    MoodPanel {
        layout: vertical;
        width: 32;
        max-width: 50%;
        padding: 0 1;
        & Static { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > Horizontal { height: 1; }
        & #mood-headline { width: 1fr; text-style: bold; }
        & #mood-correct { width: auto; margin-left: 1; color: $text-accent; }
        & #mood-correct:hover { text-style: underline; }
        & > ExpressionBars { margin-bottom: 1; }
        & > MoodLine { margin-top: 1; }
        &.-tight > ExpressionBars { margin-bottom: 0; }
        &.-tight > MoodLine { margin-top: 0; }
        &.-tall > #mood-follows { margin-bottom: 1; }
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
        with Horizontal():
            yield Static(id="mood-headline")
            yield Static(id="mood-correct")
        yield Static(id="mood-follows")
        yield ExpressionBars()
        yield MoodPlane()
        yield MoodLine()

    def show(self, state: MoodView) -> None:
        """Show `state`."""
        mood = state.mood
        place = (mood.valence, mood.arousal)
        head = Content.styled(printable(headline(state)), text_colour(*place))
        self.query_one("#mood-headline", Static).update(head)
        line = self.query_one("#mood-follows", Static)
        line.update(Content.styled(follows(state.settled.label, state.pending), MUTED))
        line.tooltip = follows_in_full(state.settled.label, state.pending)
        self._show_correction(state)
        self._show_bars(state)
        trail = [(valence, arousal) for _, valence, arousal in state.history]
        self.query_one(MoodPlane).show(place, state.path[0], trail, state.path, state.songs)
        self.query_one(MoodLine).show(state.history, state.now)

    def _show_bars(self, state: MoodView) -> None:
        """Show the look. The bars are empty without the camera."""
        source = state.mood.source
        look = state.look if source is MoodSource.CAMERA or any(state.look) else None
        label = "" if source is MoodSource.NONE else state.mood.label
        self.query_one(ExpressionBars).show(look, label, state.put_aside)

    def _show_correction(self, state: MoodView) -> None:
        """Show the button while there is something to correct. It is beside what it corrects."""
        mood, reading = state.mood, state.reading
        is_read = reading is not None and reading.reason is None and bool(mood.label)
        source = mood.source if is_read or mood.source is MoodSource.HAND else MoodSource.NONE
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
