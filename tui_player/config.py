"""The listener's settings, read from one TOML file. Each package defines its own part."""

import math
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from tui_player.errors import UsageError
from tui_player.library.ranking.request import Weights
from tui_player.library.ranking.settings import QueueSettings
from tui_player.library.ranking.strategy import Strategy
from tui_player.mood.settings import MoodSettings
from tui_player.playback.settings import PlaybackSettings


class ThemeName(StrEnum):
    """The themes of the interface."""

    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Config:
    """All settings."""

    strategy: Strategy = Strategy.MATCH
    """Strategy of the queue at the start."""
    queue_length: int = 50
    """Number of automatic picks in the queue."""
    queue: QueueSettings = field(default_factory=QueueSettings)
    theme: ThemeName = ThemeName.DARK
    """Theme at the start. The key `t` changes it."""
    mood: MoodSettings = field(default_factory=MoodSettings)
    playback: PlaybackSettings = field(default_factory=PlaybackSettings)
    weights: Weights = field(default_factory=Weights)


def load_config(path: Path) -> Config:
    """Read the settings. A missing file gives the defaults.

    Raises `UsageError` if the file is not TOML, has an unknown name, or has a value of the wrong
    type. The error names the setting.
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
    """A copy of the table `default` in which `values` replace the defaults."""
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
    """No value may be negative. A time, a rate or the queue length may not be 0 either."""
    least_is_wrong = name == "queue_length" or name.endswith(("_s", "_per_second"))
    if not math.isfinite(value) or value < 0 or (least_is_wrong and value == 0):
        raise UsageError(f"{path}: {name} can't be {value}")
