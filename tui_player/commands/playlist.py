"""`tui-player playlist`: imports and exports playlists."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tui_player.commands.support.output import complain, counted, say, say_json
from tui_player.commands.support.parser import common_options
from tui_player.commands.support.status import DONE, SOME_FAILED
from tui_player.errors import LibraryError, PlaylistError

if TYPE_CHECKING:
    from tui_player.commands.support.context import Context
    from tui_player.library.playlists import Match
    from tui_player.library.song import Song, SongId
    from tui_player.library.store.store import Store

DESCRIPTION: Final = "Import playlists of other players into the library, and export them."
EPILOG: Final = """\
Files are M3U, M3U8, PLS or XSPF; `import` also takes a streaming service's playlist as CSV, as the
common exporters write it (track name, artist name(s), album name, duration). A song is found by its
path, else by artist, title and length; songs that are not found are listed. A playlist has its
file's name. `liked` stands for all the songs that you like.
JSON a line: import {"playlist", "found", "missing": [...]}, list {"playlist", "songs"}.

examples:
  tui-player playlist import ~/Music/road.m3u8 exported.csv
  tui-player playlist export road ~/usb/road.xspf
  tui-player playlist export liked liked.m3u8 --relative
  tui-player playlist list
"""
LIKED: Final = "liked"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `playlist`."""
    common = common_options()
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    verb = verbs.add_parser("import", parents=[common], help="read playlist files")
    verb.add_argument("files", nargs="+", metavar="FILE", help="a playlist")
    verb.set_defaults(verb=import_)
    verb = verbs.add_parser("export", parents=[common], help="write a playlist file")
    verb.add_argument("name", metavar="NAME", help=f"a playlist, or {LIKED}")
    verb.add_argument("file", metavar="FILE", help="ends in .m3u8, .m3u, .pls or .xspf")
    verb.add_argument(
        "--relative", action="store_true", help="write paths relative to the file's folder"
    )
    verb.set_defaults(verb=export)
    verb = verbs.add_parser("list", parents=[common], help="list the playlists")
    verb.set_defaults(verb=list_)
    verb = verbs.add_parser(
        "remove", parents=[common], help="remove a playlist, but keep its songs"
    )
    verb.add_argument("name", metavar="NAME", help="a playlist")
    verb.set_defaults(verb=remove)


def run(arguments: argparse.Namespace, context: "Context") -> int:
    """Run the verb's function."""
    status: int = arguments.verb(arguments, context)
    return status


def import_(arguments: argparse.Namespace, context: "Context") -> int:
    """Import playlists; exit status 1 if a file can't be read."""
    from pathlib import Path

    from tui_player.library.playlists import Matcher, read_playlist

    status = DONE
    with context.open_library() as store:
        matcher = Matcher(store.songs())
        for file in arguments.files:
            try:
                matches = matcher.match(read_playlist(Path(file)))
                songs = _matched_songs(file, matches)
            except PlaylistError as error:
                complain(str(error))
                status = SOME_FAILED
                continue
            name = Path(file).stem
            store.put_playlist(name, songs)
            _print_result(name, matches, context.json)
    return status


def _matched_songs(file: str, matches: "Sequence[Match]") -> "list[SongId]":
    """Songs of a playlist; raises `PlaylistError` if it has no songs or no valid name."""
    from pathlib import Path

    if Path(file).stem == LIKED:
        raise PlaylistError(
            f"{file}: “{LIKED}” stands for the songs you like; rename the file first"
        )
    songs = [match.song.id for match in matches if match.song]
    if not songs:
        raise PlaylistError(f"{file}: none of its {len(matches)} entries is in the library")
    return songs


def _print_result(name: str, matches: "Sequence[Match]", as_json: bool) -> None:
    missing = [match.entry.name for match in matches if match.song is None]
    found = len(matches) - len(missing)
    if as_json:
        say_json({"playlist": name, "found": found, "missing": missing})
        return
    say(f"{name}: {found} of {len(matches)} songs are in the library")
    for entry in missing:
        say(f"  not found: {entry}")


def export(arguments: argparse.Namespace, context: "Context") -> int:
    """Export a playlist."""
    from pathlib import Path

    from tui_player.library.playlists import write_playlist

    with context.open_library(read_only=True) as store:
        songs = _songs_of(store, arguments.name)
    write_playlist(Path(arguments.file), songs, relative=arguments.relative)
    if context.json:
        say_json({"playlist": arguments.name, "songs": len(songs)})
    else:
        say(f"{arguments.file}: {counted(len(songs))}")
    return DONE


def _songs_of(store: "Store", name: str) -> "list[Song]":
    playlists = store.playlists()
    if name in playlists:
        return [store.song(song_id) for song_id in playlists[name]]
    if name == LIKED:
        return [song for song in store.songs() if song.rating > 0]
    raise _no_such_playlist(name)


def list_(_arguments: argparse.Namespace, context: "Context") -> int:
    """Print the names of all playlists."""
    with context.open_library(read_only=True) as store:
        for name, songs in store.playlists().items():
            if context.json:
                say_json({"playlist": name, "songs": len(songs)})
            else:
                say(f"{name}: {counted(len(songs))}")
    return DONE


def remove(arguments: argparse.Namespace, context: "Context") -> int:
    """Remove a playlist from the library."""
    with context.open_library() as store:
        try:
            store.remove_playlist(arguments.name)
        except KeyError:
            raise _no_such_playlist(arguments.name) from None
    return DONE


def _no_such_playlist(name: str) -> LibraryError:
    return LibraryError(f"{name}: no such playlist (tui-player playlist list names them)")
