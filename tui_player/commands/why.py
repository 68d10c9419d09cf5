"""`tui-player why`: explains one song's place in the queue."""

import argparse
from typing import TYPE_CHECKING, Any, Final

from tui_player.commands.rate import find_song, not_in_library
from tui_player.commands.support.output import aligned, say, say_json
from tui_player.commands.support.request_options import (
    MOOD_HELP,
    add_options,
    check_options,
    ranking_data,
    request_of,
)
from tui_player.commands.support.status import DONE
from tui_player.errors import LibraryError
from tui_player.library.ranking.terms.registry import TERMS
from tui_player.text import printable

if TYPE_CHECKING:
    from tui_player.commands.support.context import Context
    from tui_player.library.ranking.explanation import Explanation

DESCRIPTION: Final = "Say where a song stands in a mood, why, and what would move it up."
EPILOG: Final = f"""\
{MOOD_HELP}
JSON: {{"path", "title", "artist", "place", "of", "queue_place", "score", "terms": {{name: value}},
"weights": {{name: value}}, "means": {{name: value}}, "why", "moves": [{{"what", "place"}}]}}. The
score is the sum of term times weight; means are those of the songs that might come next. Place is
null for speech, noise or nature that stays out of the queue.
The terms are {", ".join(TERMS)}.
Their weights are in the settings, as numbers from 0 on below [weights].

examples:
  tui-player why ~/Music/song.ogg --mood sad
  tui-player why song.mp3 --mood 0.3,-0.5 --strategy match --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `why`."""
    parser.add_argument("path", metavar="PATH", help="the song's file")
    add_options(parser)


def check(arguments: argparse.Namespace) -> None:
    """Raise `UsageError` if the options make no valid request."""
    check_options(arguments)


def run(arguments: argparse.Namespace, context: "Context") -> int:
    """Explain the song's place."""
    from tui_player.library.ranking.explanation import explain, reason_without_place

    request = request_of(arguments, context)
    if not context.paths.library.exists():
        raise not_in_library(arguments.path)
    with context.open_library(read_only=True) as store:
        song = find_song(store, arguments.path)
        data = ranking_data(store)
    if song is None:
        raise not_in_library(arguments.path)
    if song.id not in data.catalog.row_of:
        raise LibraryError(f"{arguments.path}: {reason_without_place(song)}")
    explanation = explain(
        data.catalog,
        data.events,
        request,
        context.config().weights,
        collaborative=data.collaborative,
        song_id=song.id,
    )
    if context.json:
        say_json(_as_json(explanation))
    else:
        _print_result(explanation)
    return DONE


def _as_json(explanation: "Explanation") -> dict[str, Any]:
    song, standing = explanation.song, explanation.standing

    def rounded(values: dict[str, float]) -> dict[str, float]:
        return {name: round(value, 6) for name, value in values.items()}

    return {
        "path": song.path,
        "title": song.title,
        "artist": song.artist,
        "place": standing.place if standing.may_come else None,
        "of": standing.of,
        "queue_place": explanation.queue_place,
        "score": round(explanation.score, 6),
        "terms": rounded(standing.terms),
        "weights": rounded(standing.weights),
        "means": rounded(standing.means),
        "why": standing.why,
        "moves": [{"what": move.what, "place": move.place} for move in explanation.moves],
    }


def _print_result(explanation: "Explanation") -> None:
    song, standing = explanation.song, explanation.standing
    say(printable(f"{song.artist} - {song.title}" if song.artist else song.title))
    number = explanation.queue_place
    in_queue = "" if number is None else f", number {number} of the queue"
    say(f"{explanation.place_text}{in_queue}: {standing.why}")
    say(explanation.mood_text)
    rows = [["", "song", "mean song", "weight", "gives"]]
    for each in explanation.contributions:
        numbers = (each.value, each.mean, each.weight, each.gives)
        rows.append([each.term, *(f"{number:.2f}" for number in numbers)])
    rows.append(["score", "", "", "", f"{explanation.score:.2f}"])
    for line in aligned(rows, right=frozenset({1, 2, 3, 4})):
        say(line)
    for move in explanation.moves:
        say(move.text)
