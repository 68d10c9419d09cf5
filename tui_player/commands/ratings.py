"""`tui-player ratings`: imports and exports ratings and play counts."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from tui_player.commands.rate import find_song
from tui_player.commands.support.output import complain, counted, say, say_json
from tui_player.commands.support.parser import common_options
from tui_player.commands.support.status import DONE, SOME_FAILED
from tui_player.errors import AudioError, LibraryError, system_message

if TYPE_CHECKING:
    from tui_player.commands.support.context import Context
    from tui_player.library.song import Song, SongId
    from tui_player.library.store.store import Store

DESCRIPTION: Final = "Take ratings and play counts to another library, player or file."
EPILOG: Final = """\
Files hold a JSON object a line: {"path", "fingerprint", "title", "artist", "album", "duration_ms",
"rating", "plays", "skips", "last_played_at"}; `-` is standard output or input. A song is found by
its content, its path, or artist, title and length. Your own ratings are kept, and the higher counts
are kept. The first scan of a file reads the rating and the count that another player left in its
tags (POPM, FMPS). Only `write-tags` writes your ratings and counts there.

examples:
  tui-player ratings export ratings.jsonl
  tui-player ratings import ratings.jsonl
  tui-player ratings write-tags              every song that you rated
  tui-player ratings write-tags song.mp3
"""
STANDARD: Final = "-"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `ratings`."""
    common = common_options()
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    verb = verbs.add_parser("export", parents=[common], help="write ratings and counts to a file")
    verb.add_argument("file", metavar="FILE", help="the file to write, or -")
    verb.set_defaults(verb=export)
    verb = verbs.add_parser("import", parents=[common], help="read ratings and counts from a file")
    verb.add_argument("file", metavar="FILE", help="a file that export wrote, or -")
    verb.add_argument("--replace", action="store_true", help="take its ratings instead of yours")
    verb.set_defaults(verb=import_)
    verb = verbs.add_parser("write-tags", parents=[common], help="write them into the songs' tags")
    verb.add_argument(
        "paths", nargs="*", metavar="PATH", help="a song; without any, all rated ones"
    )
    verb.set_defaults(verb=write_tags)


def run(arguments: argparse.Namespace, context: "Context") -> int:
    """Run the verb's function."""
    status: int = arguments.verb(arguments, context)
    return status


def export(arguments: argparse.Namespace, context: "Context") -> int:
    """Export a line for each song that has a rating or counts."""
    from pathlib import Path

    from tui_player.library.playlists.ratings import to_line
    from tui_player.paths import write_file

    with context.open_library(read_only=True) as store:
        lines = [line for song in store.songs() if (line := to_line(song)) is not None]
    text = "".join(f"{line}\n" for line in lines)
    if arguments.file == STANDARD:
        sys.stdout.write(text)
        return DONE
    try:
        write_file(Path(arguments.file), text.encode())
    except OSError as error:
        raise LibraryError(f"{arguments.file}: {system_message(error)}") from error
    if context.json:
        say_json({"path": arguments.file, "songs": len(lines)})
    else:
        say(f"{arguments.file}: {counted(len(lines))}")
    return DONE


def import_(arguments: argparse.Namespace, context: "Context") -> int:
    """Import a file; exit status 1 if a line is invalid."""
    from tui_player.library.feedback import History
    from tui_player.library.playlists.ratings import Importer
    from tui_player.library.store.profiles import merged_history

    lines = _lines(arguments.file)
    missing: list[str] = []
    wrong = found = 0
    with context.open_library() as store:
        histories: dict[SongId, History] = {}
        for line in Importer(store.songs()).read(lines):
            if line.reason:
                complain(f"{arguments.file}: line {line.number} {line.reason}")
                wrong += 1
            elif line.song is None:
                missing.append(line.name)
            else:
                history = histories.get(line.song, History())
                histories[line.song] = merged_history(history, line.history, replace_rating=False)
                found += 1
        store.merge(histories, replace_ratings=arguments.replace)
    _print_result(arguments.file, found, missing, context.json)
    return SOME_FAILED if wrong else DONE


def _lines(file: str) -> Iterable[str]:
    if file == STANDARD:
        return sys.stdin.readlines()
    from pathlib import Path

    try:
        return Path(file).read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    except OSError as error:
        raise LibraryError(f"{file}: {system_message(error)}") from error


def _print_result(file: str, found: int, missing: Sequence[str], as_json: bool) -> None:
    if as_json:
        say_json({"path": file, "found": found, "missing": list(missing)})
        return
    say(f"{file}: {found} of {found + len(missing)} songs are in the library")
    for name in missing:
        say(f"  not found: {name}")


def write_tags(arguments: argparse.Namespace, context: "Context") -> int:
    """Write ratings into files' tags; exit status 1 if a file fails."""
    status = DONE
    with context.open_library() as store:
        for path, song in _chosen(store, arguments.paths):
            reason = _written(store, song)
            if reason:
                complain(f"{path}: {reason}")
                status = SOME_FAILED
            else:
                _print_written(path, context.json)
    return status


def _print_written(path: str, as_json: bool) -> None:
    if as_json:
        say_json({"path": path, "written": True})
    else:
        say(path)


def _chosen(store: "Store", paths: Sequence[str]) -> "list[tuple[str, Song | None]]":
    if paths:
        return [(path, find_song(store, path)) for path in paths]
    return [(song.path, song) for song in store.songs() if song.rating and not song.missing]


def _written(store: "Store", song: "Song | None") -> str:
    """Write the tags and update the library; returns the reason if that fails, else ""."""
    from tui_player.library.scan.tag_writing import write_feedback

    if song is None:
        return "not in the library (tui-player scan its folder first)"
    try:
        write_feedback(song.path, song.rating, song.plays)
    except AudioError as error:
        return str(error)
    _update_song(store, song)
    return ""


def _update_song(store: "Store", song: "Song") -> None:
    """Store the file's new size, time and tags, so that it is not analysed again."""
    from dataclasses import replace
    from pathlib import Path

    from tui_player.library.scan.file_reader import ReadFile, read_file
    from tui_player.library.scan.walk import FoundFile

    status = Path(song.path).stat()
    read = read_file(FoundFile(song.path, status.st_size, status.st_mtime_ns))
    if isinstance(read, ReadFile):
        store.put(
            [
                replace(
                    song,
                    size_bytes=read.found.size_bytes,
                    mtime_ns=read.found.mtime_ns,
                    content_hash=read.content_hash,
                    tags=read.tags,
                )
            ]
        )
