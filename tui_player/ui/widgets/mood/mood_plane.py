"""Plot of the valence-arousal plane with the mood, the target, the next songs and the journey."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual import events
from textual.content import Content
from textual.geometry import Offset
from textual.reactive import reactive
from textual.widget import Widget

from tui_player.library.song import Song
from tui_player.library.sound_kind import SoundKind
from tui_player.ui.widgets.cells import fit, shown
from tui_player.ui.widgets.colours import MUTED, colour
from tui_player.ui.widgets.mood.plane_grid import Place, PlaneGrid

MOOD_MARK: Final = "●"
TARGET_MARK: Final = "◎"
BOTH_MARK: Final = "◉"
GOAL_MARK: Final = "◇"
STEP_MARK: Final = "·"
SONG_MARK: Final = "•"
ACCENT: Final = "bold $accent"
SONG: Final = "$foreground"
CURSOR: Final = "bold reverse"
"""Style of the song under the queue's cursor."""
MARKS: Final = f"""\
{MOOD_MARK} your mood and its trail
{TARGET_MARK} the target of the next song
{SONG_MARK} the next songs of the queue
{STEP_MARK}{GOAL_MARK} the way and its goal"""
"""What the marks mean."""
TRAIL_POINTS: Final = 120
"""Largest number of past places in the trail."""
NEXT_SONGS: Final = 10
"""Largest number of songs on the plane."""
LEGEND_FROM: Final = 5
"""Least number of rows with a legend."""
REACH: Final = 1
"""Largest distance of the mouse from a song that it points at, columns."""


@dataclass(frozen=True, slots=True)
class PlaneView:
    """Values that the plane shows; places are (valence, arousal) in [-1, 1]."""

    mood: Place = (0.0, 0.0)
    target: Place = (0.0, 0.0)
    trail: tuple[Place, ...] = ()
    path: tuple[Place, ...] = ()
    """Targets of the next songs, the goal last."""
    songs: tuple[Song, ...] = ()
    """The next songs of the queue."""

    @property
    def places(self) -> dict[int, Place]:
        """Places of the songs by their rows in the queue. Only analysed music has a place."""
        return {
            row: (song.analysis.valence, song.analysis.arousal)
            for row, song in enumerate(self.songs)
            if song.analysis is not None and song.kind is SoundKind.MUSIC
        }


class MoodPlane(Widget):
    """Plot with valence to the right and arousal upwards, above a legend."""

    DEFAULT_CSS = """
    MoodPlane { height: 1fr; max-height: 17; width: 1fr; }
    """

    cursor_row: reactive[int] = reactive(0)
    """Row of the queue's cursor; its song stands out."""
    mouse: reactive[Offset | None] = reactive(None)
    """Cell under the mouse; the legend names its song."""

    _view = PlaneView()

    def on_mount(self) -> None:
        """Explain the marks."""
        self.tooltip = MARKS

    def show(
        self,
        mood: Place,
        target: Place,
        trail: Sequence[Place] = (),
        path: Sequence[Place] = (),
        songs: Sequence[Song] = (),
    ) -> None:
        """Show mood, target, past moods (latest last), targets ahead and the queue's songs."""
        view = PlaneView(
            mood, target, tuple(trail[-TRAIL_POINTS:]), tuple(path), tuple(songs[:NEXT_SONGS])
        )
        if view != self._view:
            self._view = view
            self.refresh()

    def point_out(self, row: int) -> None:
        """Let the song of this row of the queue stand out."""
        self.cursor_row = row

    def render(self) -> Content:
        """Draw the trail and the marks on the plane, and the legend."""
        columns, rows = self.size
        if columns < 1 or rows < 1:
            return Content()
        grid = self._grid
        grid.trail(self._view.trail, MUTED)
        self._draw_songs(grid)
        self._draw_path(grid)
        self._draw_mood(grid)
        legend = [self._legend(grid)] if rows >= LEGEND_FROM else []
        return Content("\n").join([*grid.lines(), *legend])

    @property
    def _grid(self) -> PlaneGrid:
        columns, rows = self.size
        return PlaneGrid(columns, rows - 1 if rows >= LEGEND_FROM else rows)

    def _draw_songs(self, grid: PlaneGrid) -> None:
        """Draw the songs, earlier ones over later ones, and the one under the cursor over all."""
        places = self._view.places
        for at in reversed(places.values()):
            grid.put(at, SONG_MARK, SONG)
        if self.cursor_row in places:
            grid.put(places[self.cursor_row], SONG_MARK, CURSOR)

    def _draw_path(self, grid: PlaneGrid) -> None:
        for at in self._view.path[1:-1]:
            grid.put(at, STEP_MARK, ACCENT)
        for at in self._view.path[1:][-1:]:
            grid.put(at, GOAL_MARK, ACCENT)

    def _draw_mood(self, grid: PlaneGrid) -> None:
        grid.put(self._view.target, TARGET_MARK, ACCENT)
        grid.put(self._view.mood, BOTH_MARK if self._is_there(grid) else MOOD_MARK, self._style)

    def _is_there(self, grid: PlaneGrid) -> bool:
        """Whether the mood is at the target."""
        return grid.cell(self._view.mood) == grid.cell(self._view.target)

    @property
    def _style(self) -> str:
        """Style of the mood."""
        return f"bold {colour(*self._view.mood)}"

    # Legend

    def _legend(self, grid: PlaneGrid) -> Content:
        """The marks that are on the plane, or the name of the song under the mouse."""
        if (row := self._row_at(self.mouse, grid)) is not None:
            return Content(fit(self._song_name(row), grid.columns))
        entries = [(MOOD_MARK, self._style, "mood"), (TARGET_MARK, ACCENT, "target")]
        if self._is_there(grid):
            entries = [(BOTH_MARK, self._style, "mood, target")]
        if self._view.places:
            entries.append((SONG_MARK, SONG, "next"))
        if len(self._view.path) > 1:
            entries.append((STEP_MARK + GOAL_MARK, ACCENT, "goal"))
        return _entries_in(entries, grid.columns)

    def _song_name(self, row: int) -> str:
        song = self._view.songs[row]
        artist = f" — {shown(song.artist)}" if song.artist else ""
        return f"{row + 1} {shown(song.title)}{artist}"

    # Mouse

    def _row_at(self, mouse: Offset | None, grid: PlaneGrid) -> int | None:
        """Row of the song at the mouse, the nearest and first one; None if there is none."""
        if mouse is None:
            return None
        cells = {row: grid.cell(at) for row, at in self._view.places.items()}
        distances = {row: abs(x - mouse.x) for row, (x, y) in cells.items() if y == mouse.y}
        nearest = min(distances, key=distances.__getitem__, default=None)
        return nearest if nearest is not None and distances[nearest] <= REACH else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Name the song under the mouse."""
        self.mouse = event.get_content_offset(self)
        row = self._row_at(self.mouse, self._grid)
        tooltip = MARKS if row is None else self._song_name(row)
        if self.tooltip != tooltip:
            self.tooltip = tooltip

    def on_leave(self) -> None:
        """Show the legend again."""
        self.mouse = None


def _entries_in(entries: Sequence[tuple[str, str, str]], columns: int) -> Content:
    """A legend of marks, their styles and words, with spaces between them if there is room."""
    cells = sum(len(mark) + len(word) + 2 for mark, _, word in entries) - 1
    gap = " " if cells <= columns else ""
    parts = [Content.assemble((mark, style), (gap + word, MUTED)) for mark, style, word in entries]
    return Content(" ").join(parts)
