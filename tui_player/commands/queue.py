"""`tui-player queue`: prints the ranked queue for a mood."""

import argparse
from typing import TYPE_CHECKING, Any, Final

from tui_player.commands.support.output import aligned, complain, say, say_json
from tui_player.commands.support.request_options import (
    MOOD_HELP,
    add_options,
    check_options,
    ranking_data,
    request_of,
)
from tui_player.commands.support.status import DONE
from tui_player.errors import UsageError
from tui_player.text import printable, shortened

if TYPE_CHECKING:
    from tui_player.commands.support.context import Context
    from tui_player.library.ranking.request import Pick, RankRequest

DESCRIPTION: Final = "Print the songs that would be played in a mood, best first, and why."
EPILOG: Final = f"""\
{MOOD_HELP} The same seed gives the same queue, as long as hour, library and ratings stay as they
are. Files of speech, noise or nature stay out. In the settings below [queue], speech = true lets
speech come, and nature = true lets noise and nature come when the queue leads to calm.
JSON a line: {{"rank", "path", "title", "artist", "score", "terms": {{name: value}}, "why"}}.

examples:
  tui-player queue --mood happy
  tui-player queue --mood -0.5,0.3 --strategy calm --limit 10
  tui-player queue --mood angry --strategy lead --goal calm
  tui-player queue --mood sad --strategy stay --seed 7 --json
"""

NAME_WIDTH: Final = 60
"""Cells for artist and title, so that one long name doesn't push the reasons off the screen."""

NO_MUSIC: Final = "there is no music to play yet: tui-player scan DIR adds some"
KEPT_OUT: Final = (
    "the library has only speech or noise, which stay out of the queue: "
    "tui-player queue --help says how they come"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `queue`."""
    add_options(parser)
    parser.add_argument(
        "--limit", type=int, metavar="N", help="songs at most (default: as in the settings)"
    )


def check(arguments: argparse.Namespace) -> None:
    """Raise `UsageError` if the options make no valid request."""
    check_options(arguments)
    if arguments.limit is not None and arguments.limit < 1:
        raise UsageError("--limit wants a number from 1 on")


def run(arguments: argparse.Namespace, context: "Context") -> int:
    """Print the ranked queue."""
    picks = _ranked(context, request_of(arguments, context, arguments.limit))
    if context.json:
        for rank, pick in enumerate(picks, 1):
            say_json(as_json(rank, pick))
    else:
        for line in aligned([_row(rank, pick) for rank, pick in enumerate(picks, 1)], right=_RIGHT):
            say(line)
    return DONE


def _ranked(context: "Context", request: "RankRequest") -> "list[Pick]":
    """The queue; if it is empty, the reason is told."""
    if not context.paths.library.exists():
        complain(NO_MUSIC)
        return []
    from tui_player.library.ranking.ranker import rank

    with context.open_library(read_only=True) as store:
        data = ranking_data(store)
    weights = context.config().weights
    picks = rank(data.catalog, data.events, request, weights, data.collaborative)
    if not picks:
        is_kept_out = (data.catalog.speech | data.catalog.noise).any()
        complain(KEPT_OUT if is_kept_out else NO_MUSIC)
    return picks


def as_json(rank: int, pick: "Pick") -> dict[str, Any]:
    """One row as a JSON object."""
    return {
        "rank": rank,
        "path": pick.song.path,
        "title": pick.song.title,
        "artist": pick.song.artist,
        "score": round(pick.score, 6),
        "terms": {name: round(value, 6) for name, value in pick.terms.items()},
        "why": pick.why,
    }


_RIGHT: Final = frozenset({0, 1})


def _row(rank: int, pick: "Pick") -> list[str]:
    song = pick.song
    name = f"{song.artist} - {song.title}" if song.artist else song.title
    return [str(rank), f"{pick.score:.2f}", shortened(printable(name), NAME_WIDTH), pick.why]
