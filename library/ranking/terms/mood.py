"""Mood term: the expected fit of a song to the target on the valence-arousal plane.

The network predicts the probability of each quadrant, not the strength of a mood. So the term is
the fit of the quadrants' centres, averaged by these probabilities.
"""

from typing import TYPE_CHECKING, Final

from tui_player.library.mood_words import mood_word
from tui_player.library.ranking.strategy import Point, Strategy
from tui_player.library.ranking.terms.term import ReasonContext, Term

if TYPE_CHECKING:
    from tui_player.library.catalog import Catalog, Floats, Rows

ALL: Final = slice(None)

CENTRES: Final = ((0.6, 0.6), (-0.6, 0.6), (-0.6, -0.6), (0.6, -0.6))
"""Centres of the quadrants Q1..Q4."""

WIDTH: Final = 0.5
"""Distance at which the fit has fallen to 0.61 (one standard deviation)."""

UNANALYSED_FIT: Final = 0.35
"""Fit of a song without analysis: below a good fit, above a bad one."""

STEP_UP: Final = 0.1
"""Least difference in valence at which a song of an uplift path is called a step up."""


def quadrant_fits(target: Point) -> "Floats":
    """[4]; the fit of each quadrant's centre to the target, 1 for the nearest."""
    import numpy as np

    distances = (np.subtract(CENTRES, target) ** 2).sum(axis=1)
    fits: Floats = np.exp((distances.min() - distances) / (2 * WIDTH**2)).astype(np.float32)
    return fits


def mood_fit(catalog: "Catalog", fits: "Floats", rows: "Rows | slice" = ALL) -> "Floats":
    """[N], or [M] for some rows, in [0, 1]; 1 for a song surely in the nearest quadrant.

    `fits` are the target's `quadrant_fits`, or [4, M] for one target per row. All analysed songs
    fit a target in the middle of the plane.
    """
    fit: Floats = (fits.reshape(4, -1) * catalog.quadrants[:, rows]).sum(axis=0)
    fit[~catalog.analysed[rows]] = UNANALYSED_FIT
    return fit


def _reason(context: ReasonContext) -> str:
    catalog, request = context.inputs.catalog, context.inputs.request
    if not catalog.analysed[context.row]:
        return ""
    valence, arousal = float(catalog.valence[context.row]), float(catalog.arousal[context.row])
    word = mood_word(valence, arousal)
    leads_up = request.strategy is Strategy.UPLIFT and request.valence < 0
    is_above = min(valence, context.target[0]) > request.valence + STEP_UP
    return f"{word}, a step up" if leads_up and is_above else word


MOOD: Final = Term(
    name="mood",
    label="Mood",
    weight=0.40,
    measured="Without it 0.49.",
    compute=None,
    reason=_reason,
)
