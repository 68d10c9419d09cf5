"""The listener's settings: one TOML file. Each package owns its part, gathered here."""

import math
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from tui_player.errors import UsageError
from tui_player.library.ranking.request import Weights
from tui_player.library.ranking.strategy import Strategy
from tui_player.mood.settings import MoodSettings
from tui_player.playback.settings import PlaybackSettings


class ThemeName(StrEnum):
    """Themes."""

    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Config:
    """All settings."""

    strategy: Strategy = Strategy.UPLIFT
    """What the queue does with the mood at the start."""
    queue_length: int = 50
    """Automatic picks shown ahead."""
    theme: ThemeName = ThemeName.DARK
    """Until `t` changes it."""
    mood: MoodSettings = field(default_factory=MoodSettings)
    playback: PlaybackSettings = field(default_factory=PlaybackSettings)
    weights: Weights = field(default_factory=Weights)


def load_config(path: Path) -> Config:
    """Read the settings; a file that is not there means all defaults.

    Raises `UsageError`, naming the setting, where the file is not TOML, has a name that is not
    known or a value of the wrong kind.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: can't be read: {error}") from error
    import tomllib

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: {error}") from error
    config: Config = _filled(Config(), values, path, "")
    if config.strategy is Strategy.LEAD:
        raise UsageError(
            f"{path}: strategy can't be lead, which needs a goal: the key M asks for it"
        )
    return config


def _filled(default: Any, values: dict[str, Any], path: Path, prefix: str) -> Any:
    """A copy of the table `default` with `values` in place of its own."""
    known = _settings(default)
    for name, value in values.items():
        if name not in known:
            raise UsageError(f"{path}: there is no setting {prefix}{name}")
        known[name] = _converted(known[name], value, path, f"{prefix}{name}")
    return type(default)(**known)


def _settings(table: Any) -> dict[str, Any]:
    """The settings of a dataclass, or the weights, by name."""
    if isinstance(table, Weights):
        return dict(table)
    return {entry.name: getattr(table, entry.name) for entry in fields(table)}


def _converted(default: Any, value: Any, path: Path, name: str) -> Any:
    """`value` as the type of `default`."""
    if isinstance(default, Weights) or is_dataclass(default):
        if not isinstance(value, dict):
            raise UsageError(f"{path}: {name} is a table")
        return _filled(default, value, path, f"{name}.")
    expected = type(default)
    if isinstance(default, StrEnum):
        names = list(type(default))
        if value not in names:
            raise UsageError(f"{path}: {name} is one of {', '.join(names)}")
        return expected(value)
    if expected is float and type(value) is int:
        value = float(value)
    if type(value) is not expected:
        raise UsageError(f"{path}: {name} wants {expected.__name__}, not {value!r}")
    if isinstance(value, int | float):
        _check_range(value, path, name)
    return value


def _check_range(value: float, path: Path, name: str) -> None:
    """Nothing is negative, and no time, rate or queue is nothing."""
    least_is_wrong = name == "queue_length" or name.endswith(("_s", "_per_second"))
    if not math.isfinite(value) or value < 0 or (least_is_wrong and value == 0):
        raise UsageError(f"{path}: {name} can't be {value}")
