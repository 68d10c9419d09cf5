"""Judge networks on artists that they never met: `... training.evaluate --data DIR --runs RUNS`.

RUNS is what `python -m tui_player.models.music.training` left: a folder a fold. Clips go the
listener's way: decoded, cut in windows, heard by onnxruntime. With `--shipped` only fold 0 is
judged, by the network that ships.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from tui_player.models.music.audio import decode
from tui_player.models.music.embedder import MODEL, hear
from tui_player.models.music.spectrogram import log_mel
from tui_player.models.music.training.dataset import (
    FOLDS,
    HELD_OUT_FOLD,
    NO_QUADRANT,
    Clip,
    load_clips,
)
from tui_player.models.music.training.evaluation.figures import (
    Heard,
    joined,
    near_in_emotify,
    report,
)
from tui_player.models.music.training.network import MusicCRNN
from tui_player.models.music.training.train import load_network
from tui_player.models.music.windows import Windows


def heard_by_fold(clips: Sequence[Clip], runs: Path, folds: Sequence[int]) -> Heard:
    """The clips of `folds`, each heard by the network that was trained without its artist."""
    return joined([_heard_of_fold(clips, runs / f"fold-{fold}", fold) for fold in folds])


def _heard_of_fold(clips: Sequence[Clip], run: Path, fold: int) -> Heard:
    network = load_network(run)
    judged, hearings, felt = [], [], []
    emotify, embeddings = [], []
    for clip in clips:
        of_emotify = clip.quadrant == NO_QUADRANT
        if clip.fold != fold and not of_emotify:
            continue
        windows = _decoded(str(clip.path))
        hearing = hear(windows, run / MODEL.name)
        if of_emotify:
            emotify.append(clip)
            embeddings.append(hearing.embedding)
        if clip.fold == fold:
            judged.append(clip)
            hearings.append(hearing)
            felt.append(_felt(network, windows))
    heard = Heard(judged, hearings, np.array(felt))
    return replace(heard, near=near_in_emotify(heard, emotify, np.stack(embeddings)))


@lru_cache(maxsize=512)
def _decoded(path: str) -> Windows:
    """Kept, since every fold's network hears all of Emotify."""
    return decode(path)


def _felt(network: MusicCRNN, windows: Windows) -> NDArray[np.float64]:
    """The nine emotions, which the network foretells but does not ship."""
    with torch.inference_mode():
        said = [
            network(torch.from_numpy(log_mel(samples))[None, None])["felt"][0]
            for samples in windows.samples
        ]
    felt: NDArray[np.float64] = torch.stack(said).mean(dim=0).double().numpy()
    return felt


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of fourq and emotify")
    parser.add_argument("--runs", type=Path, required=True, help="folder of the folds' runs")
    parser.add_argument("--shipped", action="store_true", help="only the file that ships")
    options = parser.parse_args()
    folds = [HELD_OUT_FOLD] if options.shipped else range(FOLDS)
    print(json.dumps(report(heard_by_fold(load_clips(options.data), options.runs, folds))))


if __name__ == "__main__":
    main()
