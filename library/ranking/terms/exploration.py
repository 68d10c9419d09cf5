"""Exploration term: Thompson sampling gives unknown songs a chance.

The term is a sample of the posterior (Thompson 1933). It deviates further from the prediction for
songs with fewer events.
"""

from typing import TYPE_CHECKING, Final

from tui_player.library.ranking.terms.term import Term, TermInputs

if TYPE_CHECKING:
    from tui_player.library.catalog import Floats


def exploration(inputs: TermInputs) -> "Floats":
    """[N] in [0, 1]; uniform chance if the request is at random."""
    from tui_player.library.ranking.terms.taste_regression import learnt_taste

    if inputs.request.at_random:
        return inputs.catalog.random_numbers(inputs.request.seed)
    return inputs.cached(learnt_taste).sample


EXPLORATION: Final = Term(
    name="exploration",
    label="Surprise",
    weight=0.02,
    measured="Without it 0.32: no difference for those listeners. At 0.05 it is 0.33.",
    shuffled=0.8,
    # Half of all songs lie above the mean by chance, so the threshold is higher.
    reason_threshold=0.35,
    compute=exploration,
    reason=lambda _: "a surprise",
)
