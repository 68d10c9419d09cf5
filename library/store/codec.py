"""Codec of songs and feedback: Python objects to JSON documents and back.

Empty fields are left out. A missing field reads as its default, so that documents of older players
stay readable.
"""

from typing import Final

from tui_player.library.feedback import Feedback, FeedbackKind, History
from tui_player.library.song import NO_TAGS, Analysis, Song, SongId, Tags
from tui_player.library.store.journal import Row
from tui_player.library.store.profiles import MAIN, history_of, with_history

_GENRES: Final = Tags._fields.index("genres")

_EMPTY: Final = ("", ())


def song_to_document(song: Song, profile: str = MAIN) -> Row:
    """Encode a song without its id. Rating and counts are stored for the listener `profile`."""
    document: Row = {
        "path": song.path,
        "size_bytes": song.size_bytes,
        "mtime_ns": song.mtime_ns,
        "fingerprint": song.content_hash,
        "added_at": song.added_at,
    }
    if song.missing:
        document["missing"] = True
    history = History(song.rating, song.plays, song.skips, song.last_played_at)
    if profile == MAIN or history != History():
        document = with_history(document, profile, history)
    if song.failure is not None:
        document["failure"] = song.failure
        if song.failure_version:
            document["failure_version"] = song.failure_version
    if tags := _tags_to_document(song.tags):
        document["tags"] = tags
    if song.analysis is not None:
        document["analysis"] = song.analysis.document
    return document


def song_from_document(song_id: SongId, document: Row, profile: str = MAIN) -> Song:
    """Decode a song, with rating and counts of the listener `profile`.

    The song's analysis shares the document; it is not copied.
    """
    history = history_of(document, profile)
    analysis = document.get("analysis")
    return Song(
        id=song_id,
        path=document["path"],
        size_bytes=document.get("size_bytes", 0),
        mtime_ns=document.get("mtime_ns", 0),
        content_hash=document.get("fingerprint", ""),
        tags=_tags_from_document(document.get("tags")),
        analysis=Analysis.of(analysis) if analysis else None,
        missing=document.get("missing", False),
        failure=document.get("failure"),
        failure_version=document.get("failure_version", ""),
        rating=history.rating,
        added_at=document.get("added_at", 0.0),
        plays=history.plays,
        skips=history.skips,
        last_played_at=history.last_played_at,
    )


def _tags_to_document(tags: Tags) -> Row:
    return {
        name: value
        for name, value in zip(Tags._fields, tags, strict=True)
        if value is not None and value not in _EMPTY
    }


def _tags_from_document(document: Row | None) -> Tags:
    if not document:
        return NO_TAGS
    values = list(map(document.get, Tags._fields, NO_TAGS))
    values[_GENRES] = tuple(values[_GENRES])
    return Tags._make(values)


def feedback_to_document(event: Feedback) -> Row:
    """Encode an event."""
    document: Row = {"kind": event.kind.value, "song": event.song_id, "at": event.at}
    for name in ("valence", "arousal", "heard_share"):
        value = getattr(event, name)
        if value is not None:
            document[name] = float(value)
    if event.profile:
        document["profile"] = event.profile
    return document


def feedback_from_document(document: Row) -> Feedback:
    """Decode an event."""
    return Feedback(
        FeedbackKind(document["kind"]),
        SongId(document["song"]),
        document["at"],
        document.get("valence"),
        document.get("arousal"),
        document.get("heard_share"),
        document.get("profile", MAIN),
    )
