"""`tui-player queue`: print what would be played in a mood."""

import argparse
import math
import time
from typing import TYPE_CHECKING, Any, Final

from tui_player.commands.context import DONE, Context
from tui_player.commands.output import aligned, complain, say, say_json
from tui_player.errors import UsageError
from tui_player.library.ranking import RankRequest, Strategy
from tui_player.library.ranking.request import NEUTRAL_GROUND, Point
from tui_player.library.ranking.targets import GOALS
from tui_player.mood import COORDINATES
from tui_player.text import printable, shortened

if TYPE_CHECKING:
    from tui_player.library.ranking import Pick

EPILOG: Final = """\
A mood is one of angry, disgust, fear, happy, sad, surprise and neutral, or valence and arousal,
each from -1 to 1. The same seed gives the same queue, as long as library and ratings stay as they
are.
JSON a line: {"rank", "path", "title", "artist", "score", "terms": {name: value}, "why"}.

examples:
  tui-player queue --mood happy
  tui-player queue --mood -0.5,0.3 --strategy calm --limit 10
  tui-player queue --mood angry --strategy lead --goal calm
  tui-player queue --mood sad --strategy stay --seed 7 --json
"""

HOUR_S: Final = 3600
NAME_WIDTH: Final = 60
"""Cells for artist and title, so that one long name doesn't push the reasons off the screen."""


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    """Tell argparse about `queue`."""
    parser = commands.add_parser(
        "queue",
        parents=[common],
        help="print the ranked queue",
        description="Print the songs that would be played in a mood, best first, and why.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--mood", required=True, metavar="NAME|V,A", help="the mood to play for")
    parser.add_argument(
        "--strategy",
        choices=[str(strategy) for strategy in Strategy],
        help="where the music should lead (default: as in the settings)",
    )
    parser.add_argument(
        "--goal", metavar="NAME|V,A", help="where --strategy lead leads: " + ", ".join(GOALS)
    )
    parser.add_argument(
        "--limit", type=int, metavar="N", help="songs at most (default: as in the settings)"
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="of the little exploration (default: 0)"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Rank and print."""
    valence, arousal = mood_coordinates(arguments.mood)
    config = context.config()
    strategy = Strategy(arguments.strategy or config.strategy)
    limit = config.queue_length if arguments.limit is None else arguments.limit
    if limit < 1:
        raise UsageError("--limit wants a number from 1 on")
    request = RankRequest(
        valence=valence,
        arousal=arousal,
        strategy=strategy,
        # The hour, not the second: else freshness would change with every call.
        now=math.ceil(time.time() / HOUR_S) * HOUR_S,
        limit=limit,
        seed=arguments.seed,
        goal=_goal(arguments.goal, strategy),
    )
    picks = _ranked(context, request)
    if not picks:
        complain("there is no song to play yet: tui-player scan DIR adds some")
    elif context.json:
        for rank, pick in enumerate(picks, 1):
            say_json(as_json(rank, pick))
    else:
        for line in aligned([_row(rank, pick) for rank, pick in enumerate(picks, 1)], right=_RIGHT):
            say(line)
    return DONE


def _goal(name: str | None, strategy: Strategy) -> Point:
    """Where to lead; raises `UsageError` where only one of goal and strategy says so."""
    if (name is None) == (strategy is Strategy.LEAD):
        raise UsageError("--strategy lead and --goal go together")
    return NEUTRAL_GROUND if name is None else GOALS.get(name) or mood_coordinates(name)


def mood_coordinates(name: str) -> tuple[float, float]:
    """Valence and arousal of a class name or of "V,A"; raises `UsageError`."""
    if name in COORDINATES:
        return COORDINATES[name]
    try:
        valence, arousal = (float(part) for part in name.split(","))
    except ValueError:
        names = ", ".join(COORDINATES)
        raise UsageError(f"--mood {name}: not one of {names}, nor V,A such as -0.5,0.3") from None
    if not (-1 <= valence <= 1 and -1 <= arousal <= 1):
        raise UsageError(
            f"--mood {name}: valence and arousal lie between -1 and 1; a name is one of"
            f" {', '.join(COORDINATES)}"
        )
    return valence, arousal


def _ranked(context: Context, request: RankRequest) -> "list[Pick]":
    if not context.paths.library.exists():
        return []
    from tui_player.library.catalog import Catalog
    from tui_player.library.ranking import rank
    from tui_player.library.ranking.listeners import listeners_term, scores_for

    with context.open_library(read_only=True) as store:
        for notice in store.notices:
            complain(notice)
        catalog, events = Catalog.of(store.songs()), store.events()
        scores = scores_for(store.listeners(), store.profile)
    listeners = None if scores is None else listeners_term(catalog, scores)
    return rank(catalog, events, request, context.config().weights, listeners)


def as_json(rank: int, pick: "Pick") -> dict[str, Any]:
    """One row as the contract has it."""
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
