"""Profiles: each listener's history of a song, stored in the song's row.

The history of the main listener (`MAIN`) is in the row itself. The field `listeners` holds those of
the other profiles by name.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tui_player.library.feedback import RATING_OF_KIND, Feedback, FeedbackKind, History
from tui_player.library.store.journal import Row

MAIN: Final = ""
"""Profile of the main listener."""
PROFILES_FIELD: Final = "listeners"
FIELDS: Final = ("rating", "plays", "skips", "last_played_at")
"""Fields of a `History`, and of a row with a history."""


def history_of(row: Mapping[str, Any], profile: str) -> History:
    """The song's history of the listener `profile`."""
    fields = row if profile == MAIN else row.get(PROFILES_FIELD, {}).get(profile, {})
    return History(
        fields.get("rating", 0),
        fields.get("plays", 0),
        fields.get("skips", 0),
        fields.get("last_played_at"),
    )


def with_history(row: Row, profile: str, history: History) -> Row:
    """A copy of the row with a new history of this listener."""
    values = ((name, getattr(history, name)) for name in FIELDS)
    fields = {name: value for name, value in values if value}
    if profile == MAIN:
        return {name: value for name, value in row.items() if name not in FIELDS} | fields
    return {**row, PROFILES_FIELD: {**row.get(PROFILES_FIELD, {}), profile: fields}}


def profiles_of(row: Mapping[str, Any]) -> Iterator[str]:
    """Profiles of the listeners with a history of the song."""
    if row.get("rating") or row.get("plays") or row.get("skips"):
        yield MAIN
    yield from row.get(PROFILES_FIELD, {})


def copy_histories(stored: Row, row: Row) -> None:
    """Copy all histories of the stored row to `row`."""
    for name in (*FIELDS, PROFILES_FIELD):
        if name in stored:
            row[name] = stored[name]
        else:
            row.pop(name, None)


def merged_history(one: History, other: History, *, replace_rating: bool) -> History:
    """Merge two histories: higher counts and times; `one`'s rating, unless empty or replaced."""
    replaced = other.rating and (replace_rating or not one.rating)
    times = [at for at in (one.last_played_at, other.last_played_at) if at is not None]
    return History(
        other.rating if replaced else one.rating,
        max(one.plays, other.plays),
        max(one.skips, other.skips),
        max(times, default=None),
    )


def history_after(event: Feedback, history: History) -> History:
    """The history after an event."""
    was_played = event.kind in (FeedbackKind.PLAY, FeedbackKind.SKIP)
    return History(
        RATING_OF_KIND.get(event.kind, history.rating),
        history.plays + (event.kind is FeedbackKind.PLAY),
        history.skips + (event.kind is FeedbackKind.SKIP),
        event.at if was_played else history.last_played_at,
    )
