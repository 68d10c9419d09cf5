"""All terms of the ranking, by name.

Sliders, settings, saved sessions, reasons and `why` read them here. This module needs no numpy.
"""

from typing import Final

from tui_player.library.ranking.terms.collaborative import COLLABORATIVE
from tui_player.library.ranking.terms.exploration import EXPLORATION
from tui_player.library.ranking.terms.freshness import FRESHNESS
from tui_player.library.ranking.terms.genre import GENRE
from tui_player.library.ranking.terms.mood import MOOD
from tui_player.library.ranking.terms.similar import SIMILAR
from tui_player.library.ranking.terms.taste import TASTE
from tui_player.library.ranking.terms.term import Term

TERMS: Final[dict[str, Term]] = {
    term.name: term for term in (MOOD, TASTE, SIMILAR, COLLABORATIVE, GENRE, FRESHNESS, EXPLORATION)
}
"""The terms, in the order of sliders and `--json`."""
