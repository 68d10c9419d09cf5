"""List of text rows with a cursor. Only the rows on screen are drawn, so a list may be long."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui_player.expression.quadrants import QUADRANT_NAMES
from tui_player.text import cell_width
from tui_player.ui.widgets.cells import fit


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a row with one style."""

    text: str
    """Text in its final width."""
    style: str = "text"
    """One of `LineList.PIECE_STYLES`."""


@dataclass(frozen=True, slots=True)
class RowAction:
    """A button at the right end of the row under the cursor."""

    glyph: str
    """One cell."""
    action: str
    """Action of the widget, as in a binding."""
    tooltip: str


NARROW: Final = 34
"""Width in cells below which rows have no buttons; keys still work."""


class LineList(ScrollView, can_focus=True):
    """Base class of lists: cursor, scrolling, keys, mouse and drawing.

    A subclass implements `row_count`, `row_pieces` (draws a row) and `action_choose`.
    """

    PIECE_STYLES: ClassVar[frozenset[str]] = frozenset(
        {"text", "strong", "muted", "liked", "disliked", "accent", *QUADRANT_NAMES}
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-list--cursor",
        "line-list--header",
        *(f"line-list--{name}" for name in PIECE_STYLES),
    }
    DEFAULT_CSS = """
    LineList {
        background: $background;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
        scrollbar-color: $foreground 20%;
        scrollbar-color-hover: $foreground 40%;
        scrollbar-color-active: $primary;
        & .line-list--text { color: $foreground; }
        & .line-list--strong { color: $foreground; text-style: bold; }
        & .line-list--muted { color: $foreground 60%; }
        & .line-list--liked { color: $error; }
        & .line-list--disliked { color: $foreground 60%; }
        & .line-list--accent { color: $accent; }
        & .line-list--happy { color: $text-warning; }
        & .line-list--tense { color: $text-error; }
        & .line-list--sad { color: $text-primary; }
        & .line-list--calm { color: $text-success; }
        & .line-list--header { color: $foreground 60%; background: $surface; text-style: bold; }
        & .line-list--cursor { background: $surface-lighten-1; }
        &:focus .line-list--cursor { background: $primary-muted; }
    }
    """
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor(-1)", "Up", show=False),
        Binding("down,j", "cursor(1)", "Down", show=False),
        Binding("home,g", "cursor_to(0)", "First", show=False),
        Binding("end,G", "cursor_to(-1)", "Last", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]
    ROW_ACTIONS: ClassVar[Sequence[RowAction]] = ()
    HEADER_HEIGHT: ClassVar[int] = 0

    cursor_index: reactive[int] = reactive(0, repaint=False)
    """Row under the cursor; 0 if there are no rows."""
    row_height: reactive[int] = reactive(1, repaint=False)
    empty_text: reactive[str] = reactive("")
    """Text of an empty list."""

    @property
    def empty_lines(self) -> Sequence[str]:
        """What an empty list says."""
        return (self.empty_text,)

    @property
    def row_count(self) -> int:
        """Number of rows."""
        raise NotImplementedError

    def row_pieces(self, index: int, part: int, width: int) -> list[Piece]:
        """Line `part` (0 is the first) of row `index`. It is cut or padded to `width` cells."""
        raise NotImplementedError

    def header_pieces(self, width: int) -> list[Piece]:
        """The line above the rows, if `HEADER_HEIGHT` is 1."""
        raise NotImplementedError

    def action_choose(self) -> None:
        """Choose the row under the cursor, after enter or a double click."""
        raise NotImplementedError

    # Rows

    def rows_changed(self, cursor_index: int | None = None) -> None:
        """Update after the rows changed. The cursor moves to `cursor_index` if given."""
        self.virtual_size = Size(0, self.row_count * self.row_height + self.HEADER_HEIGHT)
        self.cursor_index = self.cursor_index if cursor_index is None else cursor_index
        self.refresh()

    @property
    def visible_rows(self) -> range:
        """The rows on screen, whole or in part."""
        first = self.scroll_offset.y // self.row_height
        lines = max(0, self.size.height - self.HEADER_HEIGHT)
        return range(first, min(self.row_count, first + lines // self.row_height + 1))

    def refresh_row(self, index: int) -> None:
        """Draw one row again."""
        y = index * self.row_height + self.HEADER_HEIGHT - self.scroll_offset.y
        self.refresh(Region(0, y, self.size.width, self.row_height))

    def validate_cursor_index(self, index: int) -> int:
        """Clamp the cursor to the existing rows."""
        return max(0, min(index, self.row_count - 1))

    def watch_cursor_index(self, before: int, now: int) -> None:
        """Draw the old and the new row of the cursor, and scroll to it."""
        self.refresh_row(before)
        self.refresh_row(now)
        self._show_cursor()

    def watch_row_height(self) -> None:
        """Update after the row height changed."""
        self.rows_changed()
        self._show_cursor()

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor on screen."""
        self._show_cursor()

    @property
    def page_rows(self) -> int:
        """Number of whole rows on screen."""
        height = self.scrollable_content_region.height - self.HEADER_HEIGHT
        return max(1, height // self.row_height)

    def _show_cursor(self) -> None:
        top = self.cursor_index * self.row_height
        room = self.scrollable_content_region.height - self.HEADER_HEIGHT
        if room <= 0:
            return
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False)
        elif top + self.row_height > self.scroll_offset.y + room:
            self.scroll_to(y=top + self.row_height - room, animate=False)

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width = self.scrollable_content_region.width
        if y < self.HEADER_HEIGHT:
            return self._strip(self.header_pieces(width), width, self._style_named("header"))
        if not self.row_count:
            return self._strip([Piece("  " + self._empty_line(y), "muted")], width)
        line = y - self.HEADER_HEIGHT + self.scroll_offset.y
        index, part = divmod(line, self.row_height)
        if index >= self.row_count:
            return Strip.blank(width, self._style_named("text"))
        return self._row_strip(index, part, width)

    def _empty_line(self, y: int) -> str:
        """Text of line `y` of an empty list: its texts below each other, a line apart."""
        index, between = divmod(y - self.HEADER_HEIGHT - 1, 2)
        is_text = not between and 0 <= index < len(self.empty_lines)
        return self.empty_lines[index] if is_text else ""

    def _row_strip(self, index: int, part: int, width: int) -> Strip:
        is_cursor = index == self.cursor_index
        ground = self._style_named("cursor") if is_cursor else None
        tail_width = self._actions_width if part == 0 else 1
        tail = self._action_pieces() if is_cursor and part == 0 else []
        room = width - 1 - tail_width
        mark = Piece("▌" if is_cursor else " ", "accent")
        body = self._strip(self.row_pieces(index, part, room), room, ground)
        return Strip.join(
            [self._strip([mark], 1, ground), body, self._strip(tail, tail_width, ground)]
        )

    def _strip(self, pieces: Sequence[Piece], width: int, ground: Style | None = None) -> Strip:
        ground = self._style_named("text") if ground is None else ground
        on_ground = Style(bgcolor=ground.bgcolor)
        segments = [
            Segment(p.text, self._style_named(p.style) + on_ground) for p in pieces if p.text
        ]
        return Strip(segments).adjust_cell_length(width, self._style_named("text") + on_ground)

    def _style_named(self, name: str) -> Style:
        return self.get_component_rich_style(f"line-list--{name}")

    # Buttons of the row under the cursor

    @property
    def _actions_width(self) -> int:
        narrow = self.scrollable_content_region.width < NARROW
        return 1 if narrow else 2 * len(self.ROW_ACTIONS) + 1

    def _action_pieces(self) -> list[Piece]:
        if self._actions_width == 1:
            return []
        return [Piece(" " + action.glyph, "accent") for action in self.ROW_ACTIONS]

    def _action_at(self, x: int, y: int) -> RowAction | None:
        """The button at this place of the content; None if there is none."""
        line = y - self.HEADER_HEIGHT + self.scroll_offset.y
        if divmod(line, self.row_height) != (self.cursor_index, 0) or not self.row_count:
            return None
        place = x - (self.scrollable_content_region.width - self._actions_width)
        index, _ = divmod(place, 2)
        there = self._actions_width > 1 and 0 <= index < len(self.ROW_ACTIONS)
        return self.ROW_ACTIONS[index] if there else None

    # Keys and mouse

    def action_cursor(self, rows: int) -> None:
        """Move the cursor by some rows."""
        self.cursor_index += rows

    def action_cursor_to(self, index: int) -> None:
        """Move the cursor to a row; -1 is the last."""
        self.cursor_index = self.row_count - 1 if index < 0 else index

    def action_page(self, pages: int) -> None:
        """Move the cursor by some pages."""
        self.cursor_index += pages * self.page_rows

    async def on_click(self, event: events.Click) -> None:
        """Run a button or the header after a click, choose a row after a double click."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        if offset.y < self.HEADER_HEIGHT:
            self.header_clicked(offset.x)
            return
        if action := self._action_at(offset.x, offset.y):
            await self.run_action(action.action)
            return
        index = (offset.y - self.HEADER_HEIGHT + self.scroll_offset.y) // self.row_height
        if index < self.row_count:
            self.cursor_index = index
            if event.chain == 2:
                self.action_choose()

    def header_clicked(self, x: int) -> None:
        """Handle a click on the header at cell `x`."""

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show the tooltip of the button under the mouse."""
        offset = event.get_content_offset(self)
        action = None if offset is None else self._action_at(offset.x, offset.y)
        tooltip = action.tooltip if action else None
        if self.tooltip != tooltip:
            self.tooltip = tooltip


def song_line(title: str, artist: str, width: int) -> list[Piece]:
    """Title and artist in `width` cells. The artist is shortened first, to a third at most."""
    if not artist or width < 16:
        return [Piece(fit(title, width), "strong")]
    artist_cells = min(cell_width(artist), max(width // 3, width - 3 - cell_width(title)))
    title = fit(title, min(cell_width(title), width - 3 - artist_cells)).rstrip()
    artist = fit(artist, width - 3 - cell_width(title))
    return [Piece(title, "strong"), Piece(" — ", "muted"), Piece(artist)]
