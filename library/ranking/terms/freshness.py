"""Freshness term: lowers recently played songs."""

from typing import TYPE_CHECKING, Final

from tui_player.library.ranking.terms.term import ReasonContext, Term

if TYPE_CHECKING:
    from tui_player.library.catalog import Catalog, Floats

RECOVERY_S: Final = 86_400.0
"""Time after which freshness is 0.5 again, seconds."""

HALVINGS: Final = 3
"""The half-life of the cool-down is `RECOVERY_S`, halved this many times: three hours."""

DAY_S: Final = 86_400.0


def freshness(catalog: "Catalog", now: float) -> "Floats":
    """[N] in [0, 1]; 0 just after any file of the song was played, 1 if none ever was."""
    import numpy as np

    fresh = np.ones(len(catalog), np.float32)
    played = np.flatnonzero(catalog.last_played_at > -np.inf)
    # A time in the future, from a wrong clock, must not block a song until then.
    age_s = np.abs(now - catalog.last_played_at[played])
    fresh[played] -= np.exp2(age_s * (-1 / RECOVERY_S))
    if not catalog.duplicates:
        return fresh
    np.minimum.at(fresh, catalog.recordings[played], fresh[played])
    of_any_file: Floats = fresh[catalog.recordings]
    return of_any_file


def cool_down(fresh: "Floats") -> "Floats":
    """[N] in [0, 1], from freshness; 1 just after the song was played, 0 if it never was."""
    remaining = 1 - fresh
    for _ in range(HALVINGS):
        remaining *= remaining
    return remaining


def _reason(context: ReasonContext) -> str:
    """Time since any file of the recording was played; empty if that lies in the future."""
    catalog = context.inputs.catalog
    files = [catalog.songs[file] for file in (context.row, *catalog.other_files_of(context.row))]
    times = [song.last_played_at for song in files if song.last_played_at is not None]
    if not times:
        is_known = any(song.plays or song.skips or song.rating for song in files)
        return "" if is_known else "new to you"
    age_s = context.inputs.request.now - max(times)
    return f"not heard for {_span(age_s)}" if age_s >= 0 else ""


def _span(seconds: float) -> str:
    """A time span in the largest unit that fits twice, such as "3 weeks"."""
    for unit, length in (("year", 365.0), ("month", 30.4), ("week", 7.0), ("day", 1.0)):
        count = int(seconds / DAY_S / length)
        if count >= 2:
            return f"{count} {unit}s"
    return "a day" if seconds >= DAY_S else "some hours"


FRESHNESS: Final = Term(
    name="freshness",
    label="Freshness",
    weight=0.15,
    measured="Without it 0.33: no difference, as songs that were just played rest (`pool.py`) and "
    "cool down (`COOL_DOWN_COST`) in any case.",
    shuffled=0.2,
    compute=lambda inputs: freshness(inputs.catalog, inputs.request.now),
    reason=_reason,
)
