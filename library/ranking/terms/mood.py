"""Mood term: the expected fit of a song to the target on the valence-arousal plane.

The network knows a song's place up to a deviation on each axis. The fit at a distance d from the
target is exp(-d²/(2 WIDTH²)), and the term is the mean of this fit over the places where the song
may be: for a place m and a deviation s on an axis, with W² = WIDTH² + s², it is
WIDTH/W exp(-(m - target)²/(2 W²)), and the axes multiply.
"""

from typing import TYPE_CHECKING, Final

from tui_player.library.mood_words import mood_word
from tui_player.library.ranking.strategy import CALM, Point
from tui_player.library.ranking.terms.term import ReasonContext, Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_player.library.catalog import Catalog, Floats, Rows

WIDTH: Final = 0.4
"""Distance at which the fit of a surely known place has fallen to 0.61 (one standard deviation)."""

UNANALYSED_FIT: Final = 0.35
"""Fit of a song without analysis: below a good fit, above a bad one. Speech has it too."""

NATURE_DEVIATION: Final = 0.5
"""Standard deviation of noise or nature, which count as calm, around the goal of calm."""

DECIDED: Final = 0.3
"""Distance of a target from the middle of the plane from which on the mood counts in full. In the
middle there is no mood to fit, so all songs fit."""


class MoodFits:
    """The fits of all songs of a catalog.

    The logarithm of the fit is a quadratic function of the target. So the fits to a target are the
    exponential of one matrix product.
    """

    def __init__(self, catalog: "Catalog") -> None:
        import numpy as np

        places, variances = catalog.places.copy(), catalog.deviations**2
        places[:, catalog.noise] = np.array(CALM, np.float32)[:, None]
        variances[:, catalog.noise] = np.float32(NATURE_DEVIATION**2)
        precisions = 1 / (np.float32(WIDTH**2) + variances)
        known = catalog.analysed & ~catalog.speech
        highest = np.log(precisions).sum(axis=0) / 2
        # The surest song, if it were at the target, has the fit 1.
        highest -= highest[known].max(initial=-np.inf)
        squares = (precisions * places**2).sum(axis=0) / 2
        self._terms = np.concatenate(
            [[highest - squares], precisions * places, precisions * np.float32(-0.5)]
        )
        """[5, N]; the terms of the logarithm of the fit: see `_coefficients`."""
        self._terms[:, ~known] = 0
        self._terms[0, ~known] = np.log(np.float32(UNANALYSED_FIT))

    def fit_to(self, target: Point, out: "Floats | None" = None) -> "Floats":
        """[N] in [0, 1]: the fit of every song to a target."""
        import numpy as np

        return _fits(np.dot(_coefficients([target])[:, 0], self._terms, out=out), [target])

    def fit_of(self, rows: "Rows", targets: "Sequence[Point]") -> "Floats":
        """[M] in [0, 1]: the fit of each of M songs to a target of its own."""
        return _fits((_coefficients(targets) * self._terms[:, rows]).sum(axis=0), targets)


def _coefficients(targets: "Sequence[Point]") -> "Floats":
    """[5, M]; factors of the terms of `MoodFits`."""
    import numpy as np

    places = np.array(targets, np.float32).T
    return np.concatenate([np.ones((1, len(targets)), np.float32), places, places**2])


def _fits(logarithms: "Floats", targets: "Sequence[Point]") -> "Floats":
    """The fits from their logarithms, in place; nearer to 1 if a target is undecided."""
    import numpy as np

    decided = np.minimum(np.hypot(*np.array(targets, np.float32).T) / np.float32(DECIDED), 1)
    fits = np.exp(np.minimum(logarithms, 0, out=logarithms), out=logarithms)
    fits *= decided
    fits += 1 - decided
    return fits


def _reason(context: ReasonContext) -> str:
    catalog, row = context.inputs.catalog, context.row
    if not catalog.analysed[row]:
        return ""
    if catalog.speech[row] or catalog.noise[row]:
        return str(context.song.kind)
    word = mood_word(float(catalog.places[0, row]), float(catalog.places[1, row]))
    if word != mood_word(float(catalog.valence[row]), float(catalog.arousal[row])):
        word += " among your songs"
    return word


MOOD: Final = Term(
    name="mood",
    label="Mood",
    weight=0.40,
    measured="Without it 0.49.",
    compute=None,
    reason=_reason,
)
