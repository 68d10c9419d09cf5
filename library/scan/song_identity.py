"""Which song of the library a file is: by its path, or by its content when it has moved."""

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
    """The songs known before a scan, and which of them have been found again.

    A song is *displaced* when its file is gone, has other content now, or is reached by another
    path. Only a displaced song can have moved: of two identical files that both exist, each stays
    the song it is.
    """

    songs: Sequence[Song]
    found_paths: Container[str]
    """Paths of all files that the scan found."""
    changed_paths: set[str] = field(default_factory=set)
    """Paths whose files are new or not what they were at the last scan."""
    by_path: dict[str, Song] = field(init=False)
    _by_fingerprint: dict[str, list[Song]] = field(init=False)
    _claimed: set[SongId] = field(default_factory=set)

    def __post_init__(self) -> None:
        # Where another song's file came to lie at the path of a missing one, the path is its now.
        missing_first = sorted(self.songs, key=lambda song: not song.missing)
        self.by_path = {song.path: song for song in missing_first}
        self._by_fingerprint = defaultdict(list)
        for song in self.songs:
            self._by_fingerprint[song.fingerprint].append(song)

    def at_once(self, file: ReadFile) -> Song | None:
        """The song that `file` is (id 0 if a new one), or None if only all files together tell."""
        at_path = self.by_path.get(file.found.path)
        if at_path is not None and at_path.fingerprint == file.fingerprint:
            return self._claim(at_path, file)
        if at_path is None and not self._displaced(file):
            return _new(file)
        return None

    def together(self, files: Iterable[ReadFile]) -> list[Song]:
        """The songs of the files that `at_once` could not tell: moves first, then replacements."""
        songs, rest = [], []
        for file in files:
            displaced = self._displaced(file)
            if displaced:
                songs.append(self._claim(_likeliest(displaced, file.found.path), file))
            else:
                rest.append(file)
        for file in rest:
            at_path = self.by_path.get(file.found.path)
            if at_path is not None and at_path.id not in self._claimed:
                songs.append(self._claim(at_path, file))
            else:
                songs.append(_new(file))
        return songs

    def is_claimed(self, song: Song) -> bool:
        """Whether one of the files read is this song."""
        return song.id in self._claimed

    def _displaced(self, file: ReadFile) -> list[Song]:
        return [
            song
            for song in self._by_fingerprint.get(file.fingerprint, ())
            if song.id not in self._claimed
            and (self._has_lost_its_file(song) or self._is_same_file(song, file))
        ]

    def _has_lost_its_file(self, song: Song) -> bool:
        if self.by_path[song.path] is not song or song.path in self.changed_paths:
            return True
        return is_gone(song.path)

    def _is_same_file(self, song: Song, file: ReadFile) -> bool:
        """Whether a link leads from one path to the other, and this scan came along one only."""
        if song.path in self.found_paths:
            return False
        return os.path.realpath(song.path) == os.path.realpath(file.found.path)

    def _claim(self, song: Song, file: ReadFile) -> Song:
        self._claimed.add(song.id)
        same = song.fingerprint == file.fingerprint
        analysis = song.analysis if same else None
        return replace(_new(file), id=song.id, added_at=song.added_at, analysis=analysis)


def _new(file: ReadFile) -> Song:
    found = file.found
    return Song(
        id=SongId(0),
        path=found.path,
        size_bytes=found.size_bytes,
        mtime_ns=found.mtime_ns,
        fingerprint=file.fingerprint,
        tags=file.tags,
        failure=file.failure,
        added_at=time.time(),
        rating=_rating(file.tags.rating),
        plays=file.tags.plays or 0,
    )


def _rating(share: float | None) -> int:
    """What another player's stars mean here: four or five a like, one a dislike."""
    if share is None:
        return 0
    return (share >= LIKED_SHARE) - (share <= DISLIKED_SHARE)


def _likeliest(songs: list[Song], path: str) -> Song:
    """Of identical songs the one that kept its name, or else the oldest."""
    name = PurePath(path).name
    return min(songs, key=lambda song: (PurePath(song.path).name != name, song.id))
