"""The session's state between two runs of the player."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from tui_player.library.ranking.strategy import Strategy
from tui_player.mood.correction import Correction
from tui_player.paths import write_private_file
from tui_player.session.play_queue import Repeat
from tui_player.session.session import Session


@dataclass(slots=True)
class SavedSession:
    """The saved state. Losing all of it does no harm."""

    current_id: int | None = None
    position_ms: int = 0
    by_hand_ids: list[int] = field(default_factory=list)
    volume_percent: int = 100
    muted: bool = False
    strategy: str = ""
    """The configured one if empty."""
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
    fresh.weights = _numbers(fresh.weights)
    return fresh


def _numbers(values: Mapping[str, object]) -> dict[str, float]:
    return {name: float(value) for name, value in values.items() if isinstance(value, int | float)}


def save_session(path: Path, session: SavedSession) -> None:
    """Replace the file atomically. Raises `OSError`."""
    write_private_file(path, json.dumps(asdict(session), indent=1).encode())


def place_of(session: Session) -> SavedSession:
    """The state of `session` to be saved."""
    entry = session.queue.current
    return SavedSession(
        current_id=entry.song.id if entry else None,
        position_ms=session.deck.position_ms,
        by_hand_ids=[int(song_id) for song_id in session.queue.by_hand_ids()],
        volume_percent=session.deck.loudness.volume_percent,
        muted=session.deck.loudness.muted,
        strategy="" if session.strategy is session.config.strategy else session.strategy,
        repeat=session.repeat,
        shuffle=session.shuffle,
        weights={} if session.weights == session.config.weights else dict(session.weights),
        correction=session.moods.correction.biases,
    )


def restore_controls(session: Session, saved: SavedSession) -> None:
    """Restore strategy, repeat, shuffle, correction, weights and loudness."""
    if saved.strategy in list(Strategy) and saved.strategy != Strategy.LEAD:
        session.set_strategy(Strategy(saved.strategy))
    if saved.repeat in list(Repeat):
        session.repeat = Repeat(saved.repeat)
    session.shuffle = saved.shuffle
    session.moods.correction = Correction(saved.correction)
    chosen = {
        name: value
        for name, value in saved.weights.items()
        if name in session.weights and value >= 0
    }
    session.weights = session.weights.replaced(**chosen)
    session.deck.loudness.set_volume(session.deck.player, saved.volume_percent)
    if saved.muted:
        session.deck.loudness.toggle_mute(session.deck.player)
