"""`tui-player rate`: likes or dislikes a song, as the keys l and d do."""

import argparse
import os
import time
from typing import TYPE_CHECKING, Final

from tui_player.commands.support.output import say, say_json
from tui_player.commands.support.status import DONE
from tui_player.errors import LibraryError

if TYPE_CHECKING:
    from tui_player.commands.support.context import Context
    from tui_player.library.song import Song
    from tui_player.library.store.store import Store

DESCRIPTION: Final = "Say what you think of a song in the library."
EPILOG: Final = """\
The rating is stored before the command ends. JSON: {"path", "rating"}, where path is as the library
has it and rating is what it is now: like, dislike or clear.

examples:
  tui-player rate ~/Music/song.ogg like
  tui-player rate song.mp3 clear --json
  tui-player rate -- -odd-name.mp3 dislike
"""
RATING_WORDS: Final = {1: "liked", -1: "disliked", 0: "not rated"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `rate`."""
    parser.add_argument("path", metavar="PATH", help="the song's file")
    parser.add_argument("rating", choices=["like", "dislike", "clear"], help="what you think of it")


def run(arguments: argparse.Namespace, context: "Context") -> int:
    """Store the rating."""
    from tui_player.library.feedback import Feedback, FeedbackKind

    if not context.paths.library.exists():
        raise not_in_library(arguments.path)
    with context.open_library() as store:
        song = find_song(store, arguments.path)
        if song is None:
            raise not_in_library(arguments.path)
        rated = store.record(Feedback(FeedbackKind(arguments.rating), song.id, time.time()))
    if context.json:
        say_json({"path": rated.path, "rating": arguments.rating})
    else:
        say(f"{rated.title}: {RATING_WORDS[rated.rating]}")
    return DONE


def not_in_library(path: str) -> LibraryError:
    """Error for a file that is not in the library."""
    return LibraryError(f"{path}: not in the library (tui-player scan its folder first)")


def find_song(store: "Store", path: str) -> "Song | None":
    """The song at `path`, which may be relative, absolute or through symlinks; None if unknown."""
    for name in (os.path.abspath(path), os.path.realpath(path)):  # noqa: PTH100
        song = store.by_path(name)
        if song is not None:
            return song
    name = os.path.basename(path)  # noqa: PTH119  # pathlib would not keep odd bytes in names
    namesakes = (song for song in store.songs() if os.path.basename(song.path) == name)  # noqa: PTH119
    return next((song for song in namesakes if _is_same_file(song.path, path)), None)


def _is_same_file(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)  # noqa: PTH121
    except OSError:
        return False
