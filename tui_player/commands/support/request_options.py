"""Options of a ranking request, and the library data that a ranking needs."""

import argparse
import math
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tui_player.errors import UsageError
from tui_player.expression.classes import COORDINATES
from tui_player.library.mood_words import MOODS
from tui_player.library.ranking.strategy import NEUTRAL_POINT, Point, Strategy

if TYPE_CHECKING:
    from tui_player.commands.support.context import Context
    from tui_player.library.catalog import Catalog, Floats
    from tui_player.library.feedback import Feedback
    from tui_player.library.ranking.request import RankRequest
    from tui_player.library.store.store import Store

PLACES: Final[dict[str, Point]] = COORDINATES | MOODS
"""Places on the plane by the names of the expressions and of the moods."""

MOOD_HELP: Final = f"""\
A mood is one of {", ".join(COORDINATES)},
{", ".join(word for word in MOODS if word not in COORDINATES)}, or valence and arousal, each
from -1 to 1."""

HOUR_S: Final = 3600


class RankingData(NamedTuple):
    """Library data that a ranking needs."""

    catalog: "Catalog"
    events: "list[Feedback]"
    collaborative: "Floats | None"


def add_options(parser: Any) -> None:
    """Add the options of a ranking request."""
    parser.add_argument("--mood", required=True, metavar="NAME|V,A", help="the mood to play for")
    parser.add_argument(
        "--strategy",
        choices=[str(strategy) for strategy in Strategy],
        help="where the music should lead (default: as in the settings)",
    )
    parser.add_argument(
        "--goal", metavar="NAME|V,A", help="the goal of --strategy lead, such as calm"
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="seed of the random part (default: 0)"
    )


def check_options(arguments: argparse.Namespace) -> None:
    """Raise `UsageError` if the options make no valid request."""
    mood_coordinates(arguments.mood)
    _goal(arguments)
    if arguments.seed < 0:
        raise UsageError(f"--seed {arguments.seed}: not a whole number of 0 or more")


def request_of(
    arguments: argparse.Namespace, context: "Context", limit: int | None = None
) -> "RankRequest":
    """Build the request; the settings give the default length."""
    from tui_player.library.ranking.request import RankRequest

    valence, arousal = mood_coordinates(arguments.mood)
    strategy = Strategy(arguments.strategy or context.config().strategy)
    return RankRequest(
        valence=valence,
        arousal=arousal,
        strategy=strategy,
        # The time is rounded to the hour, so that freshness doesn't change with every call.
        now=math.floor(time.time() / HOUR_S) * HOUR_S,
        limit=limit or context.config().queue_length,
        seed=arguments.seed,
        goal=_goal(arguments),
        admitted=context.config().queue,
    )


def _goal(arguments: argparse.Namespace) -> Point:
    """Goal of the strategy `lead`; raises `UsageError` if only one of the two is given."""
    name: str | None = arguments.goal
    if (name is None) == (arguments.strategy == Strategy.LEAD):
        raise UsageError("--strategy lead and --goal go together")
    return NEUTRAL_POINT if name is None else _point("--goal", name)


def mood_coordinates(name: str) -> Point:
    """Valence and arousal of a name or of "V,A"; raises `UsageError` if it is neither."""
    return _point("--mood", name)


def _point(option: str, name: str) -> Point:
    point = PLACES.get(name.casefold())
    if point is not None:
        return point
    names = ", ".join(PLACES)
    try:
        valence, arousal = (float(part) for part in name.split(","))
    except ValueError:
        raise UsageError(f"{option} {name}: not one of {names}, nor V,A such as -0.5,0.3") from None
    if not (-1 <= valence <= 1 and -1 <= arousal <= 1):
        raise UsageError(
            f"{option} {name}: valence and arousal lie between -1 and 1; a name is one of {names}"
        )
    return valence, arousal


def ranking_data(store: "Store") -> RankingData:
    """Load all library data at once."""
    from tui_player.library.catalog import Catalog
    from tui_player.library.ranking.terms.collaborative_filtering import (
        collaborative_term,
        scores_for,
    )

    catalog = Catalog.of(store.songs())
    scores = scores_for(store.histories_by_profile(), store.profile)
    collaborative = None if scores is None else collaborative_term(catalog, scores)
    return RankingData(catalog, store.events(), collaborative)
