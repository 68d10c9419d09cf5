"""What each listener made of a song, in the song's row.

The main listener's (`MAIN`, who has no name) stands in the row itself; that of another profile
below its name in the field `listeners`.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tui_player.library.feedback import RATING_OF_KIND, Feedback, FeedbackKind, History
from tui_player.library.store.journal import Row

MAIN: Final = ""
"""The profile of whoever names none."""
LISTENERS: Final = "listeners"
FIELDS: Final = ("rating", "plays", "skips", "last_played_at")
"""Of a `History`, and of a row that holds one."""


def history_of(row: Mapping[str, Any], profile: str) -> History:
    """What the listener `profile` made of the song."""
    said = row if profile == MAIN else row.get(LISTENERS, {}).get(profile, {})
    return History(
        said.get("rating", 0),
        said.get("plays", 0),
        said.get("skips", 0),
        said.get("last_played_at"),
    )


def with_history(row: Row, profile: str, history: History) -> Row:
    """The row with another history of this listener."""
    values = ((name, getattr(history, name)) for name in FIELDS)
    said = {name: value for name, value in values if value}
    if profile == MAIN:
        return {name: value for name, value in row.items() if name not in FIELDS} | said
    return {**row, LISTENERS: {**row.get(LISTENERS, {}), profile: said}}


def listeners_of(row: Mapping[str, Any]) -> Iterator[str]:
    """Who made anything of the song."""
    if row.get("rating") or row.get("plays") or row.get("skips"):
        yield MAIN
    yield from row.get(LISTENERS, {})


def keep_histories(stored: Row, row: Row) -> None:
    """Give `row` what listeners made of the stored one."""
    for name in (*FIELDS, LISTENERS):
        if name in stored:
            row[name] = stored[name]
        else:
            row.pop(name, None)


def merged(one: History, other: History, *, replace_rating: bool) -> History:
    """Of counts and times the higher ones; `one`'s rating unless it has none or is replaced."""
    replaced = other.rating and (replace_rating or not one.rating)
    times = [at for at in (one.last_played_at, other.last_played_at) if at is not None]
    return History(
        other.rating if replaced else one.rating,
        max(one.plays, other.plays),
        max(one.skips, other.skips),
        max(times, default=None),
    )


def after(event: Feedback, history: History) -> History:
    """What the listener has made of the song with the event."""
    heard = event.kind in (FeedbackKind.PLAY, FeedbackKind.SKIP)
    return History(
        RATING_OF_KIND.get(event.kind, history.rating),
        history.plays + (event.kind is FeedbackKind.PLAY),
        history.skips + (event.kind is FeedbackKind.SKIP),
        event.at if heard else history.last_played_at,
    )
