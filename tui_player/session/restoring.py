"""What outlives a session, and its way back."""

from typing import TYPE_CHECKING

from tui_player.mood.correction import Correction
from tui_player.session.play_queue import Repeat
from tui_player.session.saved_session import SavedSession

if TYPE_CHECKING:
    from tui_player.session.session import Session


def saved_session(session: "Session") -> SavedSession:
    """The values that outlive the session. Theme and camera are the interface's."""
    view = session.view
    return SavedSession(
        current_id=None if view.song is None else view.song.id,
        position_ms=view.position_ms,
        by_hand_ids=[int(song_id) for song_id in session.queue.by_hand_ids()],
        volume_percent=view.volume_percent,
        muted=view.muted,
        strategy="" if session.strategy is session.config.strategy else session.strategy,
        path=session.strategy_state.saved(),
        repeat=session.repeat,
        shuffle=session.shuffle,
        weights={} if session.weights == session.config.weights else dict(session.weights),
        correction=session.moods.correction.biases,
        earlier_corrections=session.moods.correction.earlier,
    )


def restore(session: "Session", saved: SavedSession) -> None:
    """Take over saved values; unknown names are ignored.

    `Session.queue_again` and `Session.resume_at` take over the songs.
    """
    session.strategy_state.restore(saved.strategy or session.config.strategy, saved.path)
    if saved.repeat in list(Repeat):
        session.repeat = Repeat(saved.repeat)
    session.shuffle = saved.shuffle
    session.moods.correction = Correction(saved.correction, saved.earlier_corrections)
    weights = {n: w for n, w in saved.weights.items() if n in session.weights and w >= 0}
    session.weights = session.weights.replaced(**weights)
    session.deck.restore_loudness(saved.volume_percent, muted=saved.muted)
