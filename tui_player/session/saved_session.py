"""The document that keeps a session between two runs of the player, and its file."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from tui_player.paths import write_private_file


@dataclass(slots=True)
class SavedSession:
    """The saved state. Its loss does no harm."""

    current_id: int | None = None
    position_ms: int = 0
    by_hand_ids: list[int] = field(default_factory=list)
    volume_percent: int = 100
    muted: bool = False
    strategy: str = ""
    """The configured one if empty."""
    path: dict[str, Any] = field(default_factory=dict)
    """Goal and progress of the strategy's path (`StrategyState.saved`)."""
    repeat: str = "off"
    shuffle: bool = False
    theme: str = ""
    """The configured one if empty."""
    camera_allowed: bool = False
    """Whether the listener has consented to the camera."""
    camera_on: bool = False
    """Whether the camera was on when the player closed."""
    weights: dict[str, float] = field(default_factory=dict)
    """Weight by ranking term. The configured weights if empty."""
    correction: dict[str, float] = field(default_factory=dict)
    """Bias by expression class, learnt from the listener's corrections."""
    earlier_corrections: list[dict[str, float]] = field(default_factory=list)
    """`correction` before each of the last corrections, oldest first."""


def load_saved_session(path: Path) -> SavedSession:
    """Read the file. A missing or damaged file gives a fresh session."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return SavedSession()
    if not isinstance(values, dict):
        return SavedSession()
    fresh = SavedSession()
    kinds = {entry.name: type(getattr(fresh, entry.name)) for entry in fields(fresh)}
    kinds["current_id"] = int
    for name, kind in kinds.items():
        if type(values.get(name)) is kind:
            setattr(fresh, name, values[name])
    listed: list[object] = list(fresh.by_hand_ids)
    fresh.by_hand_ids = [value for value in listed if isinstance(value, int)]
    fresh.correction = _numbers(fresh.correction)
    earlier: list[object] = list(fresh.earlier_corrections)
    fresh.earlier_corrections = [_numbers(one) for one in earlier if isinstance(one, dict)]
    fresh.weights = _numbers(fresh.weights)
    return fresh


def _numbers(values: Mapping[str, object]) -> dict[str, float]:
    return {name: float(value) for name, value in values.items() if isinstance(value, int | float)}


def save_session(path: Path, session: SavedSession) -> None:
    """Replace the file atomically. Raises `OSError`."""
    write_private_file(path, json.dumps(asdict(session), indent=1).encode())
