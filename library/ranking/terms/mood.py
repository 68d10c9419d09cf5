"""Mood term: how near a song is likely to lie to the target on the valence-arousal plane.

The network says in which quadrant a song lies, and how sure that is, not how strong a mood is. So
the term is the fit of each quadrant's centre, expected over where the song may lie.
"""

from typing import TYPE_CHECKING, Final

from tui_player.library.mood_words import mood_word
from tui_player.library.ranking.strategy import Point, Strategy
from tui_player.library.ranking.terms.term import Term, Told

if TYPE_CHECKING:
    from tui_player.library.catalog import Catalog, Floats, Rows

ALL: Final = slice(None)

CENTRES: Final = ((0.6, 0.6), (-0.6, 0.6), (-0.6, -0.6), (0.6, -0.6))
"""Of Q1..Q4."""

WIDTH: Final = 0.5
"""Distance at which the fit has fallen to 0.61 (one standard deviation)."""

UNANALYSED_FIT: Final = 0.35
"""Fit of a song that was not analysed yet: below a good one, above a wrong one."""

STEP_UP: Final = 0.1
"""Valence above the listener's from which a song on the way up is called a step up."""


def quadrant_fits(target: Point) -> "Floats":
    """[4]; how near each quadrant's centre is to the target, 1 for the nearest."""
    import numpy as np

    distances = (np.subtract(CENTRES, target) ** 2).sum(axis=1)
    fits: Floats = np.exp((distances.min() - distances) / (2 * WIDTH**2)).astype(np.float32)
    return fits


def mood_fit(catalog: "Catalog", fits: "Floats", rows: "Rows | slice" = ALL) -> "Floats":
    """[N], or of some rows, in [0, 1]; 1 for a song that is surely where the target is nearest.

    `fits` are the target's `quadrant_fits`, or those of each row's own [4, M]. In the plane's
    middle all songs fit.
    """
    fit: Floats = (fits.reshape(4, -1) * catalog.quadrants[:, rows]).sum(axis=0)
    fit[~catalog.analysed[rows]] = UNANALYSED_FIT
    return fit


def _word(told: Told) -> str:
    catalog, request = told.knowledge.catalog, told.knowledge.request
    if not catalog.analysed[told.row]:
        return ""
    valence, arousal = float(catalog.valence[told.row]), float(catalog.arousal[told.row])
    word = mood_word(valence, arousal)
    leads_up = request.strategy is Strategy.UPLIFT and request.valence < 0
    is_above = min(valence, told.target[0]) > request.valence + STEP_UP
    return f"{word}, a step up" if leads_up and is_above else word


MOOD: Final = Term(
    name="mood",
    label="Mood",
    weight=0.40,
    measured="Without it 0.49.",
    compute=None,
    say=_word,
)
