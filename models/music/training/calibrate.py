"""How sure the network may say it is: `python -m tui_player.models.music.training.calibrate`.

A temperature for each output (Guo et al. 2017, arXiv 1706.04599), fitted on the validation fold of
a run that `train --validate FOLD` made by the same recipe as the shipped one. It changes no order.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from tui_player.models.music.training.dataset import (
    HELD_OUT_FOLD,
    NO_QUADRANT,
    load_clips,
    log_mels,
    split_by_artist,
)
from tui_player.models.music.training.export import load_student
from tui_player.models.music.training.targets import SIGNS

TEMPERATURES: Final = np.geomspace(0.5, 8.0, 200).tolist()


def best_temperature(losses: Sequence[float]) -> float:
    """The one of `TEMPERATURES` with the least loss."""
    return round(TEMPERATURES[int(np.argmin(losses))], 3)


def fit(logits: dict[str, Tensor], quadrant: Tensor, genre: Tensor) -> dict[str, float]:
    """Temperature by output, from logits and labels of clips that the network never saw."""
    mood = quadrant != NO_QUADRANT
    signs = torch.tensor(SIGNS)[quadrant[mood]]
    known = ~genre.isnan()
    return {
        "quadrant": best_temperature(
            [
                functional.cross_entropy(logits["quadrant"][mood] / t, quadrant[mood]).item()
                for t in TEMPERATURES
            ]
        ),
        "valence_arousal": _best_binary(logits["valence_arousal"][mood], signs),
        "genre": _best_binary(logits["genre"][known], genre[known]),
    }


def _best_binary(logits: Tensor, labels: Tensor) -> float:
    loss = functional.binary_cross_entropy_with_logits
    return best_temperature([loss(logits / t, labels).item() for t in TEMPERATURES])


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of fourq and emotify")
    parser.add_argument("--run", type=Path, required=True, help="folder of the run with --validate")
    parser.add_argument("--cache", type=Path, required=True, help="folder that keeps log-mels")
    parser.add_argument("--validate", type=int, required=True, help="the fold it left out")
    parser.add_argument("--out", type=Path, required=True, help="JSON file to write")
    options = parser.parse_args()
    clips, _ = split_by_artist(load_clips(options.data), HELD_OUT_FOLD)
    _, judged = split_by_artist(clips, options.validate)
    student = load_student(options.run)
    with torch.inference_mode():
        said = [
            student(torch.from_numpy(mel.astype(np.float32))[None, None])
            for mel in log_mels(judged, options.cache)
        ]
    logits = {name: torch.cat([one[name] for one in said]) for name in said[0]}
    quadrant = torch.tensor([clip.quadrant for clip in judged])
    genre = torch.tensor([clip.genres for clip in judged])
    temperatures = fit(logits, quadrant, genre)
    options.out.write_text(json.dumps(temperatures) + "\n", encoding="utf-8")
    print(json.dumps(temperatures))


if __name__ == "__main__":
    main()
