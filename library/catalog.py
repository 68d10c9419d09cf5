"""The library in memory as arrays, so that ranking never loops over songs.

N songs, D embedding dimensions, G genres that the network knows.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.library.recordings import groups
from tui_player.library.song import Analysis, Song, SongId

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]

GENRES_PER_SONG: Final = 4
"""Tagged genres kept of a song; the few files with more list the main ones first."""

NOTHING: Final = 0
"""Code of "no artist" and "no genre"."""


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
    embeddings: Floats
    """[N, D], rows of length 1; zero where there is none."""
    embedded: Mask
    """[N]; whether the row of `embeddings` says something."""
    valence_arousal: Floats
    """[N, 2]; zero where not analysed."""
    analysed: Mask
    """[N]"""
    artists: Codes
    """[N]; `artist_code` of each song's artist."""
    genres: Codes
    """[N, GENRES_PER_SONG]; indices into `genre_names` of the tagged genres, then `NOTHING`."""
    genre_names: list[str]
    """Casefolded; tagged ones and the network's. The first is empty and stands for `NOTHING`."""
    heard_genres: Floats
    """[N, G]; the network's probabilities, zero where not analysed."""
    heard_genre_codes: Codes
    """[G]; indices into `genre_names` of the columns of `heard_genres`."""
    last_played_at: Doubles
    """[N]; Unix time, seconds; minus infinity where never."""
    ratings: NDArray[np.int8]
    """[N]; 1 liked, -1 disliked, 0 neither."""
    times_heard: Codes
    """[N]; plays and skips together."""
    recordings: Codes
    """[N]; the first row with the same recording, mostly the song's own."""

    def __init__(self, songs: Iterable[Song]) -> None:
        self._build([song for song in songs if _is_playable(song)])

    @classmethod
    def of(cls, songs: Sequence[Song]) -> "Catalog":
        """The catalog of the songs that are neither missing nor broken."""
        return cls(songs)

    def __len__(self) -> int:
        return len(self.songs)

    def replace(self, song: Song) -> None:
        """Take over a song that changed: rated, played, analysed, gone.

        A song that the catalog does not hold stays outside: new ones want a new catalog. Cheap, but
        for the first analysed song of a library, which gives the arrays their widths.
        """
        row = self.row_of.get(song.id)
        if row is None:
            return
        if self._embedding_kind is None and song.analysis is not None and _is_whole(song.analysis):
            self._build([*self.songs[:row], song, *self.songs[row + 1 :]])
            return
        before = self.embeddings[row].astype(np.float64)
        self.songs[row] = song
        self._fill(slice(row, row + 1), [song])
        self._embedding_sum += self.embeddings[row] - before

    def artist_code(self, artist: str) -> int:
        """The code of an artist's name, `NOTHING` for one that no song has."""
        return self._artist_codes.get(artist.casefold().strip(), NOTHING)

    def files_of(self, row: int) -> NDArray[np.intp]:
        """The rows with the same recording as this one, itself among them."""
        return self._files.get(int(self.recordings[row]), np.array([row]))

    @property
    def duplicates(self) -> Iterable[NDArray[np.intp]]:
        """The rows of each recording that has several."""
        return self._files.values()

    @property
    def centre(self) -> Doubles:
        """[D]; mean embedding, the point that similarities are seen from."""
        return self._embedding_sum / max(1, int(np.count_nonzero(self.embedded)))

    def seen_from_centre(self, rows: Sequence[int] | Codes | NDArray[np.intp]) -> Floats:
        """[M, D]: embeddings of some songs from the mean song, of length 1, 0 where not known.

        Seen from the origin all songs would be alike: embeddings share a large common part.
        """
        seen = self.embeddings[rows] - self.centre.astype(np.float32)
        seen[~self.embedded[rows]] = 0
        seen /= np.linalg.norm(seen, axis=1, keepdims=True) + np.float32(1e-6)
        return seen

    def _build(self, songs: list[Song]) -> None:
        analyses = [song.analysis for song in songs if song.analysis is not None]
        kinds = Counter(_kind_of(analysis) for analysis in analyses if _is_whole(analysis))
        self._embedding_kind = kinds.most_common(1)[0][0] if kinds else None
        heard = sorted(set().union(*(analysis.genres for analysis in analyses)))
        self._allocate(len(songs), self._embedding_kind[1] // 2 if self._embedding_kind else 0)
        self._name_genres(heard, len(songs))
        self.songs = songs
        self.row_of = {song.id: row for row, song in enumerate(songs)}
        self.recordings = groups(songs)
        codes, counts = np.unique(self.recordings, return_counts=True)
        together = np.split(np.argsort(self.recordings, kind="stable"), np.cumsum(counts)[:-1])
        several = np.flatnonzero(counts > 1)
        self._files = {int(codes[place]): together[place] for place in several}
        if songs:
            self._fill(slice(None), songs)
        self._embedding_sum: Doubles = self.embeddings.sum(axis=0, dtype=np.float64)

    def _allocate(self, count: int, dimensions: int) -> None:
        self.ids = np.zeros(count, np.uint64)
        self.playable = np.zeros(count, np.bool_)
        self.embeddings = np.zeros((count, dimensions), np.float32)
        self.embedded = np.zeros(count, np.bool_)
        self.valence_arousal = np.zeros((count, 2), np.float32)
        self.analysed = np.zeros(count, np.bool_)
        self.artists = np.zeros(count, np.int32)
        self.genres = np.zeros((count, GENRES_PER_SONG), np.int32, order="F")
        self.last_played_at = np.zeros(count, np.float64)
        self.ratings = np.zeros(count, np.int8)
        self.times_heard = np.zeros(count, np.int32)

    def _name_genres(self, heard: list[str], count: int) -> None:
        self._artist_codes = {"": NOTHING}
        self.genre_names = [""]
        self._genre_codes = {"": NOTHING}
        self._heard_names = heard
        self.heard_genre_codes = np.array([self._genre_code(name) for name in heard], np.int32)
        self.heard_genres = np.zeros((count, len(heard)), np.float32)

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
        self.genres[rows] = [self._genre_row(song.tags.genres) for song in songs]
        self.last_played_at[rows] = [
            -np.inf if song.last_played_at is None else song.last_played_at for song in songs
        ]
        self.ratings[rows] = [song.rating for song in songs]
        self.times_heard[rows] = [song.plays + song.skips for song in songs]
        self._fill_analyses(rows, [song.analysis for song in songs])

    def _fill_analyses(self, rows: slice, analyses: list[Analysis | None]) -> None:
        """An embedding of another network or length can't be compared, and is left out."""
        self.analysed[rows] = [analysis is not None for analysis in analyses]
        self.valence_arousal[rows] = [
            (0.0, 0.0) if analysis is None else (analysis.valence, analysis.arousal)
            for analysis in analyses
        ]
        heard = ({} if analysis is None else analysis.genres for analysis in analyses)
        shares = (map(genres.get, self._heard_names, repeat(0.0)) for genres in heard)
        flat = np.fromiter(chain.from_iterable(shares), np.float32)
        self.heard_genres[rows] = flat.reshape(len(analyses), len(self._heard_names))
        fitting = [
            analysis.embedding if analysis and _kind_of(analysis) == self._embedding_kind else b""
            for analysis in analyses
        ]
        is_known = np.array([len(embedding) > 0 for embedding in fitting], np.bool_)
        known = np.frombuffer(b"".join(fitting), "<f2")
        self.embedded[rows] = is_known
        self.embeddings[rows] = 0
        if len(known):
            self.embeddings[rows][is_known] = known.reshape(-1, self.embeddings.shape[1])
        self._settle(rows)

    def _new_artist_code(self, artist: str) -> int:
        name = artist.casefold().strip()
        return self._artist_codes.setdefault(name, len(self._artist_codes))

    def _genre_row(self, genres: tuple[str, ...]) -> list[int]:
        codes = dict.fromkeys(self._genre_code(genre) for genre in genres)
        known = [code for code in codes if code != NOTHING][:GENRES_PER_SONG]
        return known + [NOTHING] * (GENRES_PER_SONG - len(known))

    def _settle(self, rows: slice) -> None:
        """Embeddings of length 1; what is not a number counts as not known."""
        embeddings = self.embeddings[rows]
        lengths = np.sqrt(np.einsum("nd,nd->n", embeddings, embeddings))
        known = self.embedded[rows] & np.isfinite(lengths) & (lengths > 0)
        self.embedded[rows] = known
        embeddings[~known] = 0
        embeddings /= np.where(known, lengths, 1)[:, None]
        places = self.valence_arousal[rows]
        self.analysed[rows] &= np.isfinite(places).all(axis=1)
        places[~self.analysed[rows]] = 0
        np.nan_to_num(self.heard_genres[rows], copy=False, nan=0, posinf=0, neginf=0)


def _is_playable(song: Song) -> bool:
    return not song.missing and song.failure is None


def _kind_of(analysis: Analysis) -> tuple[str, int]:
    """What two embeddings must share to be comparable: the network, and the length in bytes."""
    return analysis.version, len(analysis.embedding)


def _is_whole(analysis: Analysis) -> bool:
    """Whether there are bytes, and as many as float16 numbers have."""
    return len(analysis.embedding) > 0 and len(analysis.embedding) % 2 == 0
