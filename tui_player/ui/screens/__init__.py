"""Screens. Dialogs are imported when they are first used."""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui_player.ui.screens.consent import ConsentScreen
    from tui_player.ui.screens.failures import FailuresScreen
    from tui_player.ui.screens.help import HelpScreen
    from tui_player.ui.screens.lead import LeadScreen
    from tui_player.ui.screens.scan_prompt import ScanPrompt
    from tui_player.ui.screens.weights import WeightsScreen
    from tui_player.ui.screens.welcome import DEMO, WelcomeScreen
    from tui_player.ui.screens.why import WhyScreen

__all__ = [
    "DEMO",
    "ConsentScreen",
    "FailuresScreen",
    "HelpScreen",
    "LeadScreen",
    "ScanPrompt",
    "WeightsScreen",
    "WelcomeScreen",
    "WhyScreen",
]

_MODULES: Final = {
    "ConsentScreen": "consent",
    "FailuresScreen": "failures",
    "HelpScreen": "help",
    "LeadScreen": "lead",
    "ScanPrompt": "scan_prompt",
    "WeightsScreen": "weights",
    "DEMO": "welcome",
    "WelcomeScreen": "welcome",
    "WhyScreen": "why",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
