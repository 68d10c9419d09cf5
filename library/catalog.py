"""The library in memory as arrays, so that ranking needs no loop over songs.

N songs, K components of an `EmbeddingSpace`, G genres of the network.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import compress
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.library.analysis import UNKNOWN_DEVIATIONS, UNKNOWN_QUADRANTS
from tui_player.library.analysis_numbers import (
    AROUSAL,
    AROUSAL_DEVIATION,
    FIRST_GENRE,
    NOISE,
    SPEECH,
    VALENCE,
    VALENCE_DEVIATION,
    pack,
)
from tui_player.library.duplicates import recording_groups
from tui_player.library.embedding_space import EmbeddingSpace, has_direction
from tui_player.library.relative_places import relative_places
from tui_player.library.song import Analysis, Song, SongId
from tui_player.library.sound_kind import NOT_MUSIC, SoundKind, is_spoken
from tui_player.library.stable_random import uniform
from tui_player.models.music import GENRES

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Codes = NDArray[np.int32]
Rows = NDArray[np.intp]
"""Indices of songs. numpy indexes with this integer type without a copy."""
Mask = NDArray[np.bool_]

_NO_EMBEDDINGS: Final = np.zeros((0, 0), np.float16)

GENRES_PER_SONG: Final = 4
"""Tagged genres kept per song. The few files with more list the main genres first."""

NO_CODE: Final = 0
"""Code for "no artist" and "no genre"."""

UNKNOWN_ROW: Final = -1
"""Row of a song that is not in the catalog."""

NOT_ANALYSED: Final = pack((*UNKNOWN_QUADRANTS, 0, 0, *UNKNOWN_DEVIATIONS, 0, 0, 0), {})
"""Numbers of a song without analysis."""

MS_A_MINUTE: Final = 60_000

LEAST_DEVIATION: Final = 0.05
LARGEST_DEVIATION: Final = 1.0


class Catalog:
    """The playable songs; each song is one row of every array. Not thread-safe."""

    songs: list[Song]
    row_of: dict[SongId, int]
    ids: NDArray[np.uint64]
    """[N]"""
    playable: Mask
    """[N]; false for a song that went missing or failed after the catalog was built."""
    features: Floats
    """[K + G, N]; `embeddings`, then `predicted_genres`. Each feature is contiguous in memory, so
    that a product over all songs reads memory in order."""
    embeddings: Floats
    """[K, N], projected by `EmbeddingSpace`; zero if unknown."""
    inverse_norms: Floats
    """[N]; 1 / length of each column of `embeddings`."""
    embedded: Mask
    """[N]; whether the song has a column in `embeddings`."""
    valence: Floats
    """[N]; zero if not analysed."""
    arousal: Floats
    """[N]; zero if not analysed."""
    places: Floats
    """[2, N]; valence and arousal, half of them relative to the library (`relative_places`)."""
    deviations: Floats
    """[2, N]; standard deviations of the true valence and arousal."""
    analysed: Mask
    """[N]"""
    speech: Mask
    """[N]; whether the file holds speech instead of music."""
    noise: Mask
    """[N]; whether the file holds noise or nature instead of music."""
    minutes: Floats
    """[N]; length by the tags; 0 if it is unknown."""
    artists: Rows
    """[N]; `artist_code` of each song's artist."""
    genre_sets: Codes
    """[S, GENRES_PER_SONG]; the distinct combinations of tagged genres, as indices into
    `genre_names`, padded with `NO_CODE`. The first combination is empty."""
    genre_set: Rows
    """[N]; each song's row of `genre_sets`."""
    genre_names: list[str]
    """Casefolded names of tagged and predicted genres. The first is empty, for `NO_CODE`."""
    predicted_genres: Floats
    """[G, N]; the network's probabilities; zero if not analysed."""
    predicted_genre_codes: Codes
    """[G]; indices into `genre_names` of the rows of `predicted_genres`."""
    last_played_at: Doubles
    """[N]; Unix time, seconds; minus infinity if never played."""
    ratings: NDArray[np.int8]
    """[N]; 1 liked, -1 disliked, 0 neither."""
    recordings: Codes
    """[N]; the first row with the same recording; a song without duplicates has its own row."""

    def __init__(self, songs: Iterable[Song]) -> None:
        self._random_numbers: dict[int, Floats] = {}
        """Random numbers of the latest seed."""
        self._build([song for song in songs if _is_playable(song)])

    @classmethod
    def of(cls, songs: Sequence[Song]) -> "Catalog":
        """Build a catalog of the songs that are neither missing nor broken."""
        return cls(songs)

    def __len__(self) -> int:
        return len(self.songs)

    def start_cool_down(self, song_id: SongId, at: float) -> None:
        """Start a song's cool-down at `at` (Unix time), unless it was played later."""
        row = self.row_of.get(song_id)
        if row is not None and (self.songs[row].last_played_at or 0.0) < at:
            self.replace(replace(self.songs[row], last_played_at=at))

    def replace(self, song: Song) -> None:
        """Update a song that was rated, played, analysed or lost.

        A song that is not in the catalog is ignored; new songs need a new catalog. A changed
        analysis rebuilds everything, because it moves the mean embedding. Other changes are cheap.
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
        """One more than the highest artist code."""
        return len(self._artist_codes)

    def artist_code(self, artist: str) -> int:
        """Code of an artist's name; `NO_CODE` if no song has this artist."""
        return self._artist_codes.get(artist.casefold().strip(), NO_CODE)

    def rows_of(self, ids: NDArray[np.uint64]) -> Rows:
        """[M] ids -> [M] rows; `UNKNOWN_ROW` for a song that is not in the catalog."""
        if not self.songs:
            return np.full(len(ids), UNKNOWN_ROW, np.intp)
        places = np.searchsorted(self._sorted_ids, ids).clip(max=len(self) - 1)
        return np.where(self._sorted_ids[places] == ids, self._by_id[places], UNKNOWN_ROW)

    def other_files_of(self, row: int) -> list[int]:
        """Other rows with the same recording; usually none."""
        files = self._files.get(int(self.recordings[row]))
        return [] if files is None else [file for file in files.tolist() if file != row]

    def mean_of_tags(self, values: Floats) -> Floats:
        """[N]; the mean of `values` [number of genre names] over each song's tagged genres.

        A song without tagged genres gets 0. `values[NO_CODE]` must be 0.
        """
        counts = np.maximum((self.genre_sets != NO_CODE).sum(axis=1), 1)
        of_sets: Floats = (values[self.genre_sets].sum(axis=1) / counts).astype(np.float32)
        return of_sets[self.genre_set]

    def random_numbers(self, seed: int) -> Floats:
        """[N] uniform in [0, 1): a random number per song, cached for the latest seed."""
        if seed not in self._random_numbers:
            self._random_numbers = {seed: uniform(self.ids, seed)}
        return self._random_numbers[seed]

    @property
    def duplicates(self) -> Collection[Rows]:
        """Groups of rows with the same recording, two or more rows each."""
        return self._files.values()

    def directions(self, rows: Sequence[int] | Codes | Rows) -> Floats:
        """[M, K]: normalised embeddings of `rows`; zero if unknown."""
        directions = self.embeddings[:, rows]
        directions *= self.inverse_norms[rows]
        return directions.T

    def _build(self, songs: list[Song]) -> None:
        analyses = [song.analysis for song in songs]
        self._name_genres()
        embeddings = self._project(analyses)
        self._allocate(len(songs), embeddings.shape[1])
        self._fill_embeddings(embeddings)
        self.songs = songs
        self.row_of = {song.id: row for row, song in enumerate(songs)}
        self.recordings = recording_groups(songs)
        self._files = _of_several_files(self.recordings)
        if songs:
            self._fill(slice(None), songs)
            self._fill_analyses(analyses)
        self._random_numbers.clear()
        self._by_id = np.argsort(self.ids)
        self._sorted_ids = self.ids[self._by_id]

    def _allocate(self, count: int, directions: int) -> None:
        self.features = np.zeros((directions + len(GENRES), count), np.float32)
        self.embeddings = self.features[:directions]
        self.predicted_genres = self.features[directions:]
        self.ids = np.zeros(count, np.uint64)
        self.playable = np.zeros(count, np.bool_)
        self.places = np.zeros((2, count), np.float32)
        self.valence, self.arousal = self.places
        self.deviations = np.zeros((2, count), np.float32)
        self.analysed = np.zeros(count, np.bool_)
        self.speech = np.zeros(count, np.bool_)
        self.noise = np.zeros(count, np.bool_)
        self.minutes = np.zeros(count, np.float32)
        self.artists = np.zeros(count, np.intp)
        self.genre_set = np.zeros(count, np.intp)
        self.last_played_at = np.zeros(count, np.float64)
        self.ratings = np.zeros(count, np.int8)

    def _name_genres(self) -> None:
        self._artist_codes = {"": NO_CODE}
        self.genre_names = [""]
        self._genre_codes = {"": NO_CODE}
        self._code_of_tags: dict[tuple[str, ...], int] = {}
        self._genre_set_codes: dict[tuple[int, ...], int] = {(NO_CODE,) * GENRES_PER_SONG: 0}
        self.genre_sets = np.array(list(self._genre_set_codes), np.int32)
        codes = [self._genre_code(name) for name in GENRES]
        self.predicted_genre_codes = np.array(codes, np.int32)

    def _genre_code(self, genre: str) -> int:
        name = genre.casefold().strip()
        code = self._genre_codes.setdefault(name, len(self.genre_names))
        if code == len(self.genre_names):
            self.genre_names.append(name)
        return code

    def _fill(self, rows: slice, songs: Sequence[Song]) -> None:
        """Write these rows of the arrays that come from tags and feedback."""
        self.ids[rows] = [song.id for song in songs]
        self.playable[rows] = [_is_playable(song) for song in songs]
        self.minutes[rows] = [(song.tags.duration_ms or 0) / MS_A_MINUTE for song in songs]
        self.artists[rows] = [self._new_artist_code(song.artist) for song in songs]
        self.genre_set[rows] = [self._code_of_genres(song.tags.genres) for song in songs]
        self.genre_sets = np.array(list(self._genre_set_codes), np.int32)
        self.last_played_at[rows] = [
            -np.inf if song.last_played_at is None else song.last_played_at for song in songs
        ]
        self.ratings[rows] = [song.rating for song in songs]

    def _fill_analyses(self, analyses: list[Analysis | None]) -> None:
        """Write the arrays that come from analyses. NaN and infinity count as unknown."""
        blocks = bytearray()
        for analysis in analyses:
            blocks += analysis.numbers if analysis else NOT_ANALYSED
        numbers = np.frombuffer(blocks, "<f2").reshape(len(analyses), -1).T
        self.predicted_genres[:] = numbers[FIRST_GENRE:]
        np.nan_to_num(self.predicted_genres, copy=False, nan=0, posinf=0, neginf=0)
        places = numbers[[VALENCE, AROUSAL]].astype(np.float32)
        self.analysed[:] = [analysis is not None for analysis in analyses]
        self.analysed &= np.isfinite(places).all(axis=0)
        places[:, ~self.analysed] = 0
        self.valence, self.arousal = places
        deviations = numbers[[VALENCE_DEVIATION, AROUSAL_DEVIATION]].astype(np.float32)
        np.nan_to_num(deviations, copy=False, nan=UNKNOWN_DEVIATIONS[0])
        self.deviations = deviations.clip(LEAST_DEVIATION, LARGEST_DEVIATION)
        for row in np.flatnonzero((numbers[[SPEECH, NOISE]] >= NOT_MUSIC).any(axis=0)):
            kind = self.songs[row].kind
            self.speech[row] = kind is SoundKind.SPEECH
            self.noise[row] = kind is SoundKind.NOISE
        self.speech |= self._spoken_sets()[self.genre_set]
        self.noise &= ~self.speech
        music = self.analysed & ~self.speech & ~self.noise
        self.places = relative_places(places, music)

    def _spoken_sets(self) -> Mask:
        """[S]; whether a combination of tagged genres says that the file holds speech."""
        names = [[self.genre_names[code] for code in codes] for codes in self.genre_sets.tolist()]
        return np.array([is_spoken(each) for each in names], np.bool_)

    def _project(self, analyses: list[Analysis | None]) -> Floats:
        """[M, K]: projected embeddings of the M songs that are `embedded`.

        Only the most common kind of embedding is used; other networks or lengths are left out.
        """
        kinds = [analysis.embedding_kind if analysis else None for analysis in analyses]
        counts = {kind: count for kind, count in Counter(kinds).items() if _is_whole(kind)}
        kind = max(counts, key=counts.__getitem__, default=None)
        fits = [each == kind and kind is not None for each in kinds]
        self.embedded = np.array(fits, np.bool_)
        joined = bytearray()
        for analysis in compress(analyses, fits):
            if analysis is not None:
                joined += analysis.embedding
        halves = np.frombuffer(joined, "<f2").reshape(sum(fits), -1) if kind else _NO_EMBEDDINGS
        usable = has_direction(halves)
        self.embedded[self.embedded] = usable
        halves = halves[usable]
        return EmbeddingSpace(halves).project(halves)

    def _fill_embeddings(self, projected: Floats) -> None:
        self.embeddings[:, self.embedded] = projected.T
        lengths = np.sqrt(np.einsum("kn,kn->n", self.embeddings, self.embeddings))
        self.inverse_norms = 1 / np.maximum(lengths, np.float32(1e-6))

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
        known = [code for code in codes if code != NO_CODE][:GENRES_PER_SONG]
        combined = (*known, *[NO_CODE] * (GENRES_PER_SONG - len(known)))
        return self._genre_set_codes.setdefault(combined, len(self._genre_set_codes))


def _of_several_files(recordings: Codes) -> dict[int, Rows]:
    """Rows of each recording with more than one row, by its first row."""
    order = np.argsort(recordings, kind="stable")
    codes, starts, counts = np.unique(recordings[order], return_index=True, return_counts=True)
    return {
        int(codes[place]): order[starts[place] : starts[place] + counts[place]]
        for place in np.flatnonzero(counts > 1)
    }


def _is_playable(song: Song) -> bool:
    return not song.missing and song.failure is None


def _is_whole(kind: tuple[str, int] | None) -> bool:
    """Whether the embedding's length is a positive multiple of 2 bytes (float16)."""
    return kind is not None and kind[1] > 0 and kind[1] % 2 == 0
