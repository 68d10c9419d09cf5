"""Exploration term: a chance for what is not known yet.

It is a draw from the opinions that the evidence allows (Thompson 1933): the less is known of a
song, the further it may lie from what is foretold.
"""

from typing import TYPE_CHECKING, Final

from tui_player.library.ranking.terms.term import Knowledge, Term

if TYPE_CHECKING:
    from tui_player.library.catalog import Floats


def exploration(knowledge: Knowledge) -> "Floats":
    """[N] in [0, 1]; a lot that is the same for every song where the request is at random."""
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
    # Chance lies above its mean for half of all songs, so that it must stand out more.
    told_from=0.35,
    compute=exploration,
    say=lambda _: "a surprise",
)
