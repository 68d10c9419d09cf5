"""The library in memory as arrays, so that ranking never loops over songs.

N songs, K directions of their sound, G genres that the network knows.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import chain, compress, repeat
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.library.duplicates import groups
from tui_player.library.embedding_space import SoundSpace, has_direction
from tui_player.library.song import Analysis, Song, SongId
from tui_player.library.stable_random import evenly

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Codes = NDArray[np.int32]
Rows = NDArray[np.intp]
"""Of songs, and whatever else N songs at once are looked up by: numpy copies all other kinds."""
Mask = NDArray[np.bool_]

_ANYWHERE: Final = (0.25, 0.25, 0.25, 0.25)
_NO_SOUND: Final = np.zeros((0, 0), np.float16)

GENRES_PER_SONG: Final = 4
"""Tagged genres kept of a song; the few files with more list the main ones first."""

NOTHING: Final = 0
"""Code of "no artist" and "no genre"."""

UNKNOWN_ROW: Final = -1
"""Of a song that the catalog doesn't hold."""


class Catalog:
    """The songs that can be played, and what ranking needs of each as one row of every array.

    For one thread at a time.
    """

    songs: list[Song]
    row_of: dict[SongId, int]
    ids: NDArray[np.uint64]
    """[N]"""
    playable: Mask
    """[N]; false only for a song that went missing or failed since the catalog was made."""
    features: Floats
    """[K + G, N]; `sound` and then `heard_genres`. What is multiplied with one number a row lies in
    one piece, so that a product over all songs reads along the memory."""
    sound: Floats
    """[K, N], as in `SoundSpace`; zero where not known."""
    nearness_scale: Floats
    """[N]; what `sound` is multiplied by to have length 1."""
    embedded: Mask
    """[N]; whether the column of `sound` says something."""
    valence: Floats
    """[N]; zero where not analysed."""
    arousal: Floats
    """[N]; zero where not analysed."""
    analysed: Mask
    """[N]"""
    artists: Rows
    """[N]; `artist_code` of each song's artist."""
    genre_sets: Codes
    """[S, GENRES_PER_SONG]; each combination of tagged genres that there is, as indices into
    `genre_names`, then `NOTHING`. The first has none."""
    genre_set: Rows
    """[N]; each song's row of `genre_sets`."""
    genre_names: list[str]
    """Casefolded; tagged ones and the network's. The first is empty and stands for `NOTHING`."""
    quadrants: Floats
    """[4, N]; probabilities of Q1..Q4; equal where not known."""
    heard_genres: Floats
    """[G, N]; the network's probabilities, zero where not analysed."""
    heard_genre_codes: Codes
    """[G]; indices into `genre_names` of the rows of `heard_genres`."""
    last_played_at: Doubles
    """[N]; Unix time, seconds; minus infinity where never."""
    ratings: NDArray[np.int8]
    """[N]; 1 liked, -1 disliked, 0 neither."""
    recordings: Codes
    """[N]; the first row with the same recording, mostly the song's own."""

    def __init__(self, songs: Iterable[Song]) -> None:
        self._chance: dict[int, Floats] = {}
        """Of the latest seed."""
        self._build([song for song in songs if _is_playable(song)])

    @classmethod
    def of(cls, songs: Sequence[Song]) -> "Catalog":
        """The catalog of the songs that are neither missing nor broken."""
        return cls(songs)

    def __len__(self) -> int:
        return len(self.songs)

    def rest(self, song_id: SongId, at: float) -> None:
        """Let a song rest as if it had been heard at `at`, if it was not heard since."""
        row = self.row_of.get(song_id)
        if row is not None and (self.songs[row].last_played_at or 0.0) < at:
            self.replace(replace(self.songs[row], last_played_at=at))

    def replace(self, song: Song) -> None:
        """Take over a song that changed: rated, played, analysed, gone.

        A song that the catalog does not hold stays outside: new ones want a new catalog. Cheap, but
        for a song that was analysed, since that moves the mean song.
        """
        row = self.row_of.get(song.id)
        if row is None:
            return
        before, self.songs[row] = self.songs[row], song
        if song.analysis != before.analysis:
            self._build(self.songs)
        else:
            self._fill(slice(row, row + 1), [song])

    @property
    def artist_count(self) -> int:
        """One more than the highest code of an artist."""
        return len(self._artist_codes)

    def artist_code(self, artist: str) -> int:
        """The code of an artist's name, `NOTHING` for one that no song has."""
        return self._artist_codes.get(artist.casefold().strip(), NOTHING)

    def rows_of(self, ids: NDArray[np.uint64]) -> Rows:
        """[M]; the rows of some songs, `UNKNOWN_ROW` for those that are not here."""
        if not self.songs:
            return np.full(len(ids), UNKNOWN_ROW, np.intp)
        places = np.searchsorted(self._sorted_ids, ids).clip(max=len(self) - 1)
        return np.where(self._sorted_ids[places] == ids, self._by_id[places], UNKNOWN_ROW)

    def other_files_of(self, row: int) -> list[int]:
        """The other rows with the same recording as this one; mostly there are none."""
        files = self._files.get(int(self.recordings[row]))
        return [] if files is None else [file for file in files.tolist() if file != row]

    def mean_of_tags(self, values: Floats) -> Floats:
        """[N]; the mean of `values` [number of genre names] over each song's tagged genres, 0 for a
        song that has none. `NOTHING` must be worth 0.
        """
        counts = np.maximum((self.genre_sets != NOTHING).sum(axis=1), 1)
        of_sets: Floats = (values[self.genre_sets].sum(axis=1) / counts).astype(np.float32)
        return of_sets[self.genre_set]

    def chance(self, seed: int) -> Floats:
        """[N] in [0, 1), even: a number of each song's own, kept while seed and library stay."""
        if seed not in self._chance:
            self._chance = {seed: evenly(self.ids, seed)}
        return self._chance[seed]

    @property
    def duplicates(self) -> Collection[Rows]:
        """The rows of each recording that has several."""
        return self._files.values()

    def directions(self, rows: Sequence[int] | Codes | Rows) -> Floats:
        """[M, K]: the sound of some songs, of length 1; 0 where it is not known."""
        seen = self.sound[:, rows]
        seen *= self.nearness_scale[rows]
        return seen.T

    def _build(self, songs: list[Song]) -> None:
        analyses = [song.analysis for song in songs]
        known = [analysis for analysis in analyses if analysis is not None]
        heard = sorted(set().union(*(analysis.genres for analysis in known)))
        self._name_genres(heard)
        sound = self._place(analyses)
        self._allocate(len(songs), sound.shape[1])
        self._fill_sound(sound)
        self.songs = songs
        self.row_of = {song.id: row for row, song in enumerate(songs)}
        self.recordings = groups(songs)
        self._files = _of_several_files(self.recordings)
        if songs:
            self._fill(slice(None), songs)
            self._fill_analyses(analyses)
        self._chance.clear()
        self._by_id = np.argsort(self.ids)
        self._sorted_ids = self.ids[self._by_id]

    def _allocate(self, count: int, directions: int) -> None:
        self.features = np.zeros((directions + len(self._heard_names), count), np.float32)
        self.sound = self.features[:directions]
        self.heard_genres = self.features[directions:]
        self.ids = np.zeros(count, np.uint64)
        self.playable = np.zeros(count, np.bool_)
        self.valence = np.zeros(count, np.float32)
        self.arousal = np.zeros(count, np.float32)
        self.analysed = np.zeros(count, np.bool_)
        self.artists = np.zeros(count, np.intp)
        self.genre_set = np.zeros(count, np.intp)
        self.quadrants = np.zeros((4, count), np.float32)
        self.last_played_at = np.zeros(count, np.float64)
        self.ratings = np.zeros(count, np.int8)

    def _name_genres(self, heard: list[str]) -> None:
        self._artist_codes = {"": NOTHING}
        self.genre_names = [""]
        self._genre_codes = {"": NOTHING}
        self._code_of_tags: dict[tuple[str, ...], int] = {}
        self._genre_set_codes: dict[tuple[int, ...], int] = {(NOTHING,) * GENRES_PER_SONG: 0}
        self.genre_sets = np.array(list(self._genre_set_codes), np.int32)
        self._heard_names = heard
        self.heard_genre_codes = np.array([self._genre_code(name) for name in heard], np.int32)

    def _genre_code(self, genre: str) -> int:
        name = genre.casefold().strip()
        code = self._genre_codes.setdefault(name, len(self.genre_names))
        if code == len(self.genre_names):
            self.genre_names.append(name)
        return code

    def _fill(self, rows: slice, songs: Sequence[Song]) -> None:
        """Write the rows of these songs, column by column."""
        self.ids[rows] = [song.id for song in songs]
        self.playable[rows] = [_is_playable(song) for song in songs]
        self.artists[rows] = [self._new_artist_code(song.artist) for song in songs]
        self.genre_set[rows] = [self._code_of_genres(song.tags.genres) for song in songs]
        self.genre_sets = np.array(list(self._genre_set_codes), np.int32)
        self.last_played_at[rows] = [
            -np.inf if song.last_played_at is None else song.last_played_at for song in songs
        ]
        self.ratings[rows] = [song.rating for song in songs]

    def _fill_analyses(self, analyses: list[Analysis | None]) -> None:
        """What is not a number counts as not known."""
        self.analysed[:] = [analysis is not None for analysis in analyses]
        self.valence[:] = [analysis.valence if analysis else 0.0 for analysis in analyses]
        self.arousal[:] = [analysis.arousal if analysis else 0.0 for analysis in analyses]
        heard = ({} if analysis is None else analysis.genres for analysis in analyses)
        shares = (map(genres.get, self._heard_names, repeat(0.0)) for genres in heard)
        flat = np.fromiter(chain.from_iterable(shares), np.float32)
        self.heard_genres[:] = flat.reshape(len(analyses), len(self._heard_names)).T
        self.analysed &= np.isfinite(self.valence) & np.isfinite(self.arousal)
        self.valence[~self.analysed] = self.arousal[~self.analysed] = 0
        said = [analysis.quadrants if analysis else _ANYWHERE for analysis in analyses]
        self.quadrants = np.ascontiguousarray(np.array(said, np.float32).T)
        np.nan_to_num(self.quadrants, copy=False, nan=_ANYWHERE[0], posinf=0, neginf=0)
        np.nan_to_num(self.heard_genres, copy=False, nan=0, posinf=0, neginf=0)

    def _place(self, analyses: list[Analysis | None]) -> Floats:
        """[M, K]: the sound of the songs that are `embedded`.

        An embedding of another network or length can't be compared, and is left out.
        """
        kinds = [analysis.kind if analysis else None for analysis in analyses]
        counts = {kind: count for kind, count in Counter(kinds).items() if _is_whole(kind)}
        kind = max(counts, key=counts.__getitem__, default=None)
        fits = [each == kind and kind is not None for each in kinds]
        self.embedded = np.array(fits, np.bool_)
        joined = bytearray()
        for analysis in compress(analyses, fits):
            if analysis is not None:
                joined += analysis.embedding
        halves = np.frombuffer(joined, "<f2").reshape(sum(fits), -1) if kind else _NO_SOUND
        usable = has_direction(halves)
        self.embedded[self.embedded] = usable
        halves = halves[usable]
        return SoundSpace(halves).place(halves)

    def _fill_sound(self, placed: Floats) -> None:
        self.sound[:, self.embedded] = placed.T
        lengths = np.sqrt(np.einsum("kn,kn->n", self.sound, self.sound))
        self.nearness_scale = 1 / np.maximum(lengths, np.float32(1e-6))

    def _new_artist_code(self, artist: str) -> int:
        name = artist.casefold().strip()
        return self._artist_codes.setdefault(name, len(self._artist_codes))

    def _code_of_genres(self, genres: tuple[str, ...]) -> int:
        code = self._code_of_tags.get(genres)
        if code is None:
            code = self._code_of_tags[genres] = self._new_code_of_genres(genres)
        return code

    def _new_code_of_genres(self, genres: tuple[str, ...]) -> int:
        codes = dict.fromkeys(self._genre_code(genre) for genre in genres)
        known = [code for code in codes if code != NOTHING][:GENRES_PER_SONG]
        combined = (*known, *[NOTHING] * (GENRES_PER_SONG - len(known)))
        return self._genre_set_codes.setdefault(combined, len(self._genre_set_codes))


def _of_several_files(recordings: Codes) -> dict[int, Rows]:
    """The rows of each recording that more than one row has."""
    order = np.argsort(recordings, kind="stable")
    codes, starts, counts = np.unique(recordings[order], return_index=True, return_counts=True)
    return {
        int(codes[place]): order[starts[place] : starts[place] + counts[place]]
        for place in np.flatnonzero(counts > 1)
    }


def _is_playable(song: Song) -> bool:
    return not song.missing and song.failure is None


def _is_whole(kind: tuple[str, int] | None) -> bool:
    """Whether an embedding has bytes, and as many as float16 numbers have."""
    return kind is not None and kind[1] > 0 and kind[1] % 2 == 0
