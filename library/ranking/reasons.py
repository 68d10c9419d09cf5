"""Why a song was picked, in words that a listener would use and that the numbers bear out."""

from typing import Final

import numpy as np

from tui_player.library.catalog import NOTHING, Mask
from tui_player.library.mood_words import mood_word
from tui_player.library.ranking.chosen import Chosen
from tui_player.library.ranking.request import RankRequest
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.ranking.terms.table import Knowledge
from tui_player.library.song import Song

MOST_REASONS: Final = 3

MOST_PRAISED: Final = 200
"""Songs that one may be called like: those of which most is thought."""

TELLING: Final = {
    "mood": 0.05,
    "taste": 0.05,
    "similar": 0.05,
    "listeners": 0.05,
    "genre": 0.05,
    "freshness": 0.05,
    "exploration": 0.35,
}
"""By how much a term must lie above that of the mean song to be a reason. Chance lies above its
mean for half of all songs, so that it must stand out more."""

ALIKE_WORD: Final = "like what you just liked"

LISTENERS_WORD: Final = "liked by listeners like you"

OTHERS_WORD: Final = "liked by others here"
"""For a listener of whom nothing is known yet."""

SURPRISE_WORD: Final = "a surprise"

LEAST_SHARE: Final = 0.05
"""Of what the weightiest reason gives: what gives less is no reason."""

NEAR: Final = 0.3
"""Cosine from which a song is called like another one."""

NEAREST: Final = "the nearest there is"
"""Of a song that nothing speaks for."""

ONLY_DISLIKED: Final = "you disliked this · nothing else is left"

ALIKE: Final = 0.6
"""Similarity, or liking by others, from which it is told; 0.5 is neither one nor the other."""

LIKED_GENRE: Final = 0.1
"""Opinion from which a genre is called liked, -1..1."""

STEP_UP: Final = 0.1
"""Valence above the listener's from which a song on the way up is called a step up."""

LONGEST_NAME: Final = 40
"""Characters of a name from the tags."""

DAY_S: Final = 86_400.0


class Reasons:
    """Finds the words for the songs of one queue, each by its number there."""

    def __init__(
        self, knowledge: Knowledge, request: RankRequest, chosen: Chosen, disliked: Mask
    ) -> None:
        """`disliked` [N]: the songs that were, in any of their files."""
        self._catalog = knowledge.catalog
        self._evidence = knowledge.evidence
        self._opinions: list[float] = knowledge.affinity.tolist()
        """Of each genre."""
        self._disliked = disliked
        self._request = request
        self._chosen = chosen
        self._rows: list[int] = chosen.rows.tolist()
        self._telling = _telling(chosen)
        self._find_nearest()

    def of(self, number: int, nothing: str = NEAREST, disliked: str = ONLY_DISLIKED) -> str:
        """Up to three reasons, the weightiest first, joined by " · ", or `nothing`.

        One line; `disliked` of a song that was disliked, in any of its files.
        """
        row = self._rows[number]
        if self._disliked[row]:
            return disliked
        words = (self._word(name, number) for name in self._telling[number])
        reasons = list(dict.fromkeys(word for word in words if word))[:MOST_REASONS]
        if not self._catalog.analysed[row]:
            reasons = [*reasons[: MOST_REASONS - 1], "not analysed yet"]
        return " · ".join(reasons or [nothing])

    def _word(self, term: str, number: int) -> str:
        """The reason that a term gives, empty where it has no words."""
        words = {
            "mood": self._mood_word,
            "taste": self._taste_word,
            "genre": self._genre_word,
            "freshness": self._freshness_word,
            "similar": self._similar_word,
            "listeners": self._listeners_word,
        }
        return words[term](number) if term in words else SURPRISE_WORD

    def _similar_word(self, number: int) -> str:
        if self._term("similar", number) <= ALIKE:
            return ""
        return self._like_word(number) or ALIKE_WORD

    def _listeners_word(self, number: int) -> str:
        if self._term("listeners", number) <= ALIKE:
            return ""
        return LISTENERS_WORD if self._evidence.rows.size else OTHERS_WORD

    def _term(self, name: str, number: int) -> float:
        return float(self._chosen.terms[self._chosen.names.index(name), number])

    def _mood_word(self, number: int) -> str:
        row = self._rows[number]
        if not self._catalog.analysed[row]:
            return ""
        valence, arousal = float(self._catalog.valence[row]), float(self._catalog.arousal[row])
        word = mood_word(valence, arousal)
        leads_up = self._request.strategy is Strategy.UPLIFT and self._request.valence < 0
        start = self._request.valence + STEP_UP
        towards = self._chosen.targets[number][0]
        return f"{word}, a step up" if leads_up and min(valence, towards) > start else word

    def _taste_word(self, number: int) -> str:
        row = self._rows[number]
        if self._evidence.ratings[row] > 0:
            return "you liked this"
        song = self._catalog.songs[row]
        if song.plays > song.skips and self._evidence.weights[self._evidence.rows == row].sum() > 0:
            return "you heard this to its end"
        return self._like_word(number)

    def _like_word(self, number: int) -> str:
        """The praised song that lies nearest, by its artist, or by its title if that says more."""
        nearest = self._nearest(number)
        if nearest is None:
            return ""
        artist = self._catalog.songs[self._rows[number]].artist
        if nearest.artist and nearest.artist.casefold() != artist.casefold():
            return f"like {one_line(nearest.artist)}"
        return f"like {one_line(nearest.title)}"

    def _find_nearest(self) -> None:
        """For each song the one of the most praised that it is called like, and their cosine."""
        catalog, evidence, rows = self._catalog, self._evidence, self._chosen.rows
        praised = np.flatnonzero((evidence.weights > 0) & catalog.embedded[evidence.rows])
        most = praised[np.argsort(-evidence.weights[praised], kind="stable")[:MOST_PRAISED]]
        self._praised = evidence.rows[most]
        if not most.size:
            return
        cosines = catalog.directions(rows) @ evidence.directions(catalog, most).T
        cosines[catalog.recordings[self._praised] == catalog.recordings[rows][:, None]] = 0
        praise = np.sqrt(evidence.weights[most])
        self._nearest_praised = (cosines * praise).argmax(axis=1)
        self._nearness = cosines[np.arange(len(rows)), self._nearest_praised]

    def _nearest(self, number: int) -> Song | None:
        """The praised song that sounds most like this one, else the most praised of its artist."""
        if self._praised.size and self._nearness[number] > NEAR:
            return self._catalog.songs[int(self._praised[self._nearest_praised[number]])]
        row = self._rows[number]
        artist = self._catalog.artists[row]
        rows = self._evidence.rows
        recordings = self._catalog.recordings
        same = (self._catalog.artists[rows] == artist) & (recordings[rows] != recordings[row])
        praise = np.where(same, self._evidence.weights, 0)
        if artist == NOTHING or not praise.size or praise.max() <= 0:
            return None
        return self._catalog.songs[int(rows[praise.argmax()])]

    def _genre_word(self, number: int) -> str:
        """The song's best liked genre: a tagged one, else the one the network heard."""
        catalog, row = self._catalog, self._rows[number]
        codes: list[int] = catalog.genre_sets[catalog.genre_set[row]].tolist()
        opinions = {code: self._opinions[code] for code in codes if code != NOTHING}
        if not opinions:
            shares = catalog.heard_genres[:, row].tolist()
            heard = zip(catalog.heard_genre_codes.tolist(), shares, strict=True)
            opinions = {code: self._opinions[code] * share for code, share in heard}
        best = max(opinions, key=opinions.__getitem__, default=NOTHING)
        if opinions.get(best, 0.0) < LIKED_GENRE:
            return ""
        return f"you like {one_line(catalog.genre_names[best])}"

    def _freshness_word(self, number: int) -> str:
        """Of all files of the recording; nothing where the clock was wrong once."""
        row = self._rows[number]
        files = [self._catalog.songs[file] for file in (row, *self._catalog.other_files_of(row))]
        times = [song.last_played_at for song in files if song.last_played_at is not None]
        if not times:
            return "" if any(song.plays or song.skips for song in files) else "new to you"
        age_s = self._request.now - max(times)
        return f"not heard for {_span(age_s)}" if age_s >= 0 else ""


def _telling(chosen: Chosen) -> list[list[str]]:
    """[M]; the terms that are reasons for each song, the weightiest first."""
    above = chosen.terms - chosen.means
    gains = chosen.weights[:, None] * above
    least = np.array([[TELLING[name]] for name in chosen.names])
    tells = (above > least) & (gains > LEAST_SHARE * gains.max(axis=0))
    order = np.argsort(-gains, axis=0, kind="stable").T.tolist()
    told = tells.T.tolist()
    return [
        [chosen.names[term] for term in terms if tell[term]]
        for terms, tell in zip(order, told, strict=True)
    ]


def one_line(text: str) -> str:
    """A name from the tags without line breaks, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"


def _span(seconds: float) -> str:
    """A time span in its largest unit that it holds twice, such as "3 weeks"."""
    for unit, length in (("year", 365.0), ("month", 30.4), ("week", 7.0), ("day", 1.0)):
        count = int(seconds / DAY_S / length)
        if count >= 2:
            return f"{count} {unit}s"
    return "a day" if seconds >= DAY_S else "some hours"
