"""Measures how alike ten songs in a row are, with and without the queue's similarity cost.

`python -m benchmarks.evaluation.diversity --data DATA --home HOME` (see `clips.py`). For each
mood, the ranking makes a queue of ten of 4Q's clips. The figures are means over the queues: the
cosine of two songs' sound (from the mean song), the number of genres in the table, the number of
artists, and the share of songs of the right quadrant. A cost of 0 gives the plain order by score,
spaced by artist.
"""

import json
from collections.abc import Sequence

import numpy as np

from benchmarks.evaluation.clips import Labelled, command_line, load
from benchmarks.evaluation.mood import CENTRES, FIRST, NOW
from tui_player.library.catalog import Catalog
from tui_player.library.ranking import candidates as pool
from tui_player.library.ranking.ranker import rank
from tui_player.library.ranking.request import RankRequest, Weights
from tui_player.library.ranking.strategy import Strategy

SEEDS = 20


def queue(songs: Sequence[Labelled], catalog: Catalog, quadrant: int, seed: int) -> list[Labelled]:
    """Ten songs for a listener without feedback."""
    request = RankRequest(*CENTRES[quadrant], Strategy.MATCH, NOW, limit=FIRST, seed=seed)
    by_id = {one.song.id: one for one in songs}
    return [by_id[pick.song.id] for pick in rank(catalog, [], request, Weights())]


def measured(songs: Sequence[Labelled], catalog: Catalog) -> dict[str, float]:
    """Means over the four moods and some seeds."""
    rows = []
    for quadrant in range(len(CENTRES)):
        for seed in range(SEEDS):
            ten = queue(songs, catalog, quadrant, seed)
            directions = catalog.directions([catalog.row_of[one.song.id] for one in ten])
            pairs = (directions @ directions.T)[np.triu_indices(len(ten), 1)]
            genres = {name for one in ten for name in one.genres}
            artists = {one.clip.artist for one in ten}
            right = float(np.mean([one.clip.quadrant == quadrant for one in ten]))
            rows.append((float(pairs.mean()), len(genres), len(artists), right))
    names = ("mean_cosine", "genres", "artists", "right_quadrant")
    return dict(zip(names, np.mean(rows, axis=0).round(3).tolist(), strict=True))


def main() -> None:
    """Measure and print, a cost a line."""
    options = command_line(__doc__).parse_args()
    songs = [one for one in load(options.data, options.home) if one.has_quadrant]
    catalog = Catalog.of([one.tagged for one in songs])
    usual = pool.SIMILARITY_COST
    for cost in (0.0, usual / 2, usual, 2 * usual):
        pool.SIMILARITY_COST = cost  # type: ignore[misc]
        print(json.dumps({"similarity_cost": cost} | measured(songs, catalog)), flush=True)


if __name__ == "__main__":
    main()
