"""The shared clips as a scanned library, with the labels from their tables.

    tui-player --home HOME scan DATA/fourq DATA/emotify

makes the library; DATA is a folder of the sets 4Q and Emotify.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tui_player.library.scan.analysis import analysis_of
from tui_player.library.song import Song, Tags
from tui_player.library.store.store import Store
from tui_player.models.music.embedder import MODEL, hear_file
from tui_player.models.music.genres import GENRES
from tui_player.models.music.training.clips.dataset import NO_QUADRANT, Clip, load_clips
from tui_player.paths import Paths

RESAMPLES = 2000
SEED = 7


@dataclass(frozen=True)
class Labelled:
    """A song as the player knows it, and its row in the table."""

    song: Song
    clip: Clip

    @property
    def has_quadrant(self) -> bool:
        """Whether the table has a quadrant. Only 4Q's clips have one."""
        return self.clip.quadrant != NO_QUADRANT

    @property
    def genres(self) -> tuple[str, ...]:
        """The table's genres."""
        return tuple(
            name for name, share in zip(GENRES, self.clip.genres, strict=True) if share == 1
        )

    @property
    def tagged(self) -> Song:
        """The song tagged with the table's artist and genres."""
        return replace(self.song, tags=Tags(artist=self.clip.artist, genres=self.genres))


def command_line(description: str | None) -> argparse.ArgumentParser:
    """The command line of every evaluation on the clips."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of fourq and emotify")
    parser.add_argument("--home", type=Path, required=True, help="of a player that scanned them")
    return parser


def load(data: Path, home: Path) -> list[Labelled]:
    """Every analysed clip, in the order of the tables."""
    library = Paths.under(home).library
    if not library.exists():
        sys.exit(f"first: tui-player --home {home} scan {data}/fourq {data}/emotify")
    with Store.open(library, read_only=True) as store:
        songs = {Path(song.path).stem: song for song in store.songs() if song.analysis}
    clips = load_clips(data)
    return [Labelled(songs[clip.path.stem], clip) for clip in clips if clip.path.stem in songs]


def analysed_out_of_fold(clips: Sequence[Labelled], runs: Path) -> list[Labelled]:
    """`clips`, each analysed by a network not trained on its artist.

    The network of fold K is in `runs`/fold-K. It was not trained on the artists of fold K.
    `python -m tui_player.models.music.training` writes `runs`.
    """
    return [
        replace(
            one, song=replace(one.song, analysis=analysis_of(hear_file(one.song.path, network)))
        )
        for one in clips
        for network in [runs / f"fold-{one.clip.fold}" / MODEL.name]
    ]


def interval(values: NDArray[np.float64], groups: list[str]) -> list[float]:
    """Mean and 95 % by bootstrap over groups, such as artists, of dependent values."""
    random = np.random.default_rng(SEED)
    names = sorted(set(groups))
    rows = [np.flatnonzero(np.array(groups) == name) for name in names]
    means = []
    for _ in range(RESAMPLES):
        drawn = random.integers(len(rows), size=len(rows))
        means.append(values[np.concatenate([rows[number] for number in drawn])].mean())
    low, high = np.quantile(means, (0.025, 0.975)).tolist()
    return [round(float(value), 4) for value in (values.mean(), low, high)]
