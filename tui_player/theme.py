"""The two themes."""

from typing import Final

from textual.theme import Theme

from tui_player.config import ThemeName

DARK: Final = Theme(
    name="tui-player-dark",
    primary="#7aa2c8",
    secondary="#8fb996",
    accent="#e0a96d",
    foreground="#d8dee4",
    background="#14181d",
    surface="#1a2027",
    panel="#222a33",
    success="#8fb996",
    warning="#e5c07b",
    error="#d9747c",
    dark=True,
)
LIGHT: Final = Theme(
    name="tui-player-light",
    primary="#2f6690",
    secondary="#3a7d44",
    accent="#b5651d",
    foreground="#22282e",
    background="#f7f5f0",
    surface="#efece5",
    panel="#e4e0d6",
    success="#3a7d44",
    warning="#9a6a00",
    error="#b3373f",
    dark=False,
)
THEMES: Final[dict[str, Theme]] = {ThemeName.DARK: DARK, ThemeName.LIGHT: LIGHT}
"""By the names that the configuration uses."""
