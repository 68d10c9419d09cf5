"""The bottom row, which shows the active keys. A click on a key acts as the key."""

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from tui_player.text import cell_width

KEY_STYLE = "bold $footer-key-foreground on $footer-key-background"
LABEL_STYLE = "$footer-description-foreground on $footer-description-background"


@dataclass(frozen=True, slots=True)
class ShownKey:
    """A key in the row."""

    key: str
    """Textual's name of the key."""
    sign: str
    """The key's name in the row."""
    label: str

    @property
    def cells(self) -> int:
        """Width in cells with the space behind it."""
        return cell_width(f"{self.sign} {self.label} ")


class KeyBar(Widget):
    """One widget for all keys; Textual's footer creates a widget for each key at every change."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyBar {
        dock: bottom;
        height: 1;
        color: $footer-foreground;
        background: $footer-background;
        text-wrap: nowrap;
    }
    """

    _keys: tuple[ShownKey, ...] = ()

    def on_mount(self) -> None:
        """Subscribe to changes of the active keys."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def _follow(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen and screen.app.app_focus:
            self._keys = tuple(self._shown_keys())
            self.refresh()

    def _shown_keys(self) -> list[ShownKey]:
        """The first key of each action that is to be shown."""
        by_action: dict[str, ShownKey] = {}
        for _node, binding, enabled, _tooltip in self.screen.active_bindings.values():
            if binding.show and enabled:
                sign = self.app.get_key_display(binding)
                by_action.setdefault(
                    binding.action, ShownKey(binding.key, sign, binding.description)
                )
        return list(by_action.values())

    def render(self) -> Content:
        """Draw the row."""
        parts: list[tuple[str, str] | str] = []
        for shown in self._keys:
            parts += [(shown.sign, KEY_STYLE), (f" {shown.label}", LABEL_STYLE), " "]
        return Content.assemble(*parts)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press the key under the pointer."""
        event.stop()
        left = event.x
        for shown in self._keys:
            if left < shown.cells - 1:
                self.app.simulate_key(shown.key)
                return
            left -= shown.cells
            if left < 0:
                return
