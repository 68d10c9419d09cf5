"""Exploration term: Thompson sampling gives unknown songs a chance.

The term is a draw from the posterior (Thompson 1933). The draw deviates further from the prediction
if evidence for a song is scarce.
"""

from typing import TYPE_CHECKING, Final

from tui_player.library.ranking.terms.term import Knowledge, Term

if TYPE_CHECKING:
    from tui_player.library.catalog import Floats


def exploration(knowledge: Knowledge) -> "Floats":
    """[N] in [0, 1]; uniform chance if the request is at random."""
    from tui_player.library.ranking.terms.taste_regression import learnt_taste

    if knowledge.request.at_random:
        return knowledge.catalog.chance(knowledge.request.seed)
    return knowledge.once(learnt_taste).draw


EXPLORATION: Final = Term(
    name="exploration",
    label="Surprise",
    weight=0.05,
    measured="Without it 0.31.",
    shuffled=0.8,
    # Half of all songs lie above the mean by chance, so the threshold is higher.
    told_from=0.35,
    compute=exploration,
    say=lambda _: "a surprise",
)
