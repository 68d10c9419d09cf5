"""Identifies the song of a file: by path, or by content hash if the file moved."""

import os
import time
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Final

from tui_player.library.scan.file_reader import ReadFile
from tui_player.library.scan.walk import is_gone
from tui_player.library.song import Song, SongId

LIKED_SHARE: Final = 0.7
DISLIKED_SHARE: Final = 0.2


@dataclass
class Identities:
    """Matches the files of a scan with the songs known before.

    A song is *displaced* if its file is missing, has new content or is reached by another path.
    Only a displaced song can move to another file, so two identical files stay two songs.
    """

    songs: Sequence[Song]
    found_paths: Container[str]
    """Paths of all files found by the scan."""
    changed_paths: set[str] = field(default_factory=set)
    """Paths of files that are new or changed since the last scan."""
    by_path: dict[str, Song] = field(init=False)
    _by_content_hash: dict[str, list[Song]] = field(init=False)
    _claimed: set[SongId] = field(default_factory=set)

    def __post_init__(self) -> None:
        # A path belongs to a present song before a missing one.
        missing_first = sorted(self.songs, key=lambda song: not song.missing)
        self.by_path = {song.path: song for song in missing_first}
        self._by_content_hash = defaultdict(list)
        for song in self.songs:
            self._by_content_hash[song.content_hash].append(song)

    def identify(self, file: ReadFile) -> Song | None:
        """The song of `file` (id 0 if new); None if the decision needs all other files first."""
        at_path = self.by_path.get(file.found.path)
        if at_path is not None and at_path.content_hash == file.content_hash:
            return self._claim(at_path, file)
        if at_path is None and not self._displaced(file):
            return _new(file)
        return None

    def identify_remaining(self, files: Iterable[ReadFile]) -> list[Song]:
        """Songs of the files that `identify` left open: moves first, then replacements."""
        songs, remaining = [], []
        for file in files:
            displaced = self._displaced(file)
            if displaced:
                songs.append(self._claim(_likeliest(displaced, file.found.path), file))
            else:
                remaining.append(file)
        for file in remaining:
            at_path = self.by_path.get(file.found.path)
            if at_path is not None and at_path.id not in self._claimed:
                songs.append(self._claim(at_path, file))
            else:
                songs.append(_new(file))
        return songs

    def is_claimed(self, song: Song) -> bool:
        """Whether a file of this scan was identified as this song."""
        return song.id in self._claimed

    def _displaced(self, file: ReadFile) -> list[Song]:
        return [
            song
            for song in self._by_content_hash.get(file.content_hash, ())
            if song.id not in self._claimed
            and (self._has_lost_its_file(song) or self._is_same_file(song, file))
        ]

    def _has_lost_its_file(self, song: Song) -> bool:
        if self.by_path[song.path] is not song or song.path in self.changed_paths:
            return True
        return is_gone(song.path)

    def _is_same_file(self, song: Song, file: ReadFile) -> bool:
        """Whether both paths lead to one file through a link, and the scan found only one path."""
        if song.path in self.found_paths:
            return False
        return os.path.realpath(song.path) == os.path.realpath(file.found.path)

    def _claim(self, song: Song, file: ReadFile) -> Song:
        self._claimed.add(song.id)
        same = song.content_hash == file.content_hash
        analysis = song.analysis if same else None
        return replace(_new(file), id=song.id, added_at=song.added_at, analysis=analysis)


def _new(file: ReadFile) -> Song:
    found = file.found
    return Song(
        id=SongId(0),
        path=found.path,
        size_bytes=found.size_bytes,
        mtime_ns=found.mtime_ns,
        content_hash=file.content_hash,
        tags=file.tags,
        failure=file.failure,
        added_at=time.time(),
        rating=_rating(file.tags.rating),
        plays=file.tags.plays or 0,
    )


def _rating(share: float | None) -> int:
    """Rating from another player's stars: four or five are a like, one is a dislike."""
    if share is None:
        return 0
    return (share >= LIKED_SHARE) - (share <= DISLIKED_SHARE)


def _likeliest(songs: list[Song], path: str) -> Song:
    """The one of identical songs with the same file name, else the oldest."""
    name = PurePath(path).name
    return min(songs, key=lambda song: (PurePath(song.path).name != name, song.id))
