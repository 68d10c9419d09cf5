"""Searches for weights with the fewest skips by simulated listeners.

`python -m benchmarks.evaluation.weigh --data DATA --home HOME` (see `clips.py` and `learning.py`).
The search begins at the usual weights. It tries each weight in turn at zero, half, one and a half
times and twice its value, and keeps the best. It goes around twice. The listeners are others than
`learning.py`'s.
"""

import json
from typing import Final

import numpy as np

from benchmarks.evaluation.clips import command_line, load
from benchmarks.evaluation.learning import Ranked, World, listen, make_world
from tui_player.library.ranking.request import Weights
from tui_player.library.ranking.terms.registry import TERMS

SEEDS: Final = range(1000, 1024)
FACTORS: Final = (0.0, 0.5, 1.5, 2.0)
ROUNDS: Final = 2
TRIED: Final = tuple(name for name in TERMS if name != "listeners")
"""All terms but the one of other listeners, because here everybody listens alone."""


def skips(world: World, weights: Weights) -> float:
    """Skips per offered song in five hours, mean over hours and listeners."""
    shares = [listen(world, Ranked(world, seed, weights), seed, wrong=True) for seed in SEEDS]
    return float(np.mean(shares))


def main() -> None:
    """Search and print one line per step."""
    options = command_line(__doc__).parse_args()
    world = make_world([one for one in load(options.data, options.home) if one.has_quadrant])
    best, least = Weights(), skips(world, Weights())
    print(json.dumps({"skips": round(least, 4), "weights": dict(best)}), flush=True)
    for _ in range(ROUNDS):
        for name in TRIED:
            start = best
            for factor in FACTORS:
                tried = start.replaced(**{name: round(factor * start[name], 4)})
                share = skips(world, tried)
                print(json.dumps({name: tried[name], "skips": round(share, 4)}), flush=True)
                if share < least:
                    best, least = tried, share
    print(json.dumps({"skips": round(least, 4), "weights": dict(best)}), flush=True)


if __name__ == "__main__":
    main()
