"""Themes."""

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
DARK_16: Final = Theme(
    name="tui-player-dark",
    primary="#55ffff",
    secondary="#55ff55",
    accent="#ffff55",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    success="#55ff55",
    warning="#ffff55",
    error="#ff5555",
    dark=True,
    variables={"primary-muted": "#555555"},
)
LIGHT_16: Final = Theme(
    name="tui-player-light",
    primary="#0000aa",
    secondary="#00aa00",
    accent="#aa00aa",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#ffffff",
    success="#00aa00",
    warning="#aa5500",
    error="#aa0000",
    dark=False,
    variables={"primary-muted": "#aaaaaa"},
)
THEMES: Final[dict[str, Theme]] = {ThemeName.DARK: DARK, ThemeName.LIGHT: LIGHT}
"""Themes by their names in the configuration."""
THEMES_16: Final[dict[str, Theme]] = {ThemeName.DARK: DARK_16, ThemeName.LIGHT: LIGHT_16}
"""Themes for terminals with 16 colours, where soft colours would all become grey."""


def themes_for(color_system: str | None) -> dict[str, Theme]:
    """The themes for the colour system that Rich detected."""
    return THEMES_16 if color_system in {"standard", "windows"} else THEMES
