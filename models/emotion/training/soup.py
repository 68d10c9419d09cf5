"""Average the weights of several runs with the same initial weights.

`python -m tui_player.models.emotion.training.soup --runs DIR=SHARE ... --run DIR`

A model soup (Wortsman et al. 2022, arXiv 2203.05482): networks fine-tuned from the same
weights lie in one basin of the loss. Their mean is about as accurate as an ensemble of all of
them, at the cost of one network.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from tui_player.models.training.training_run import CHECKPOINT


def mean_of(parts: Mapping[Path, float], run: Path) -> None:
    """Write to the folder `run` the mean of the averaged weights of the runs in `parts`.

    `parts` maps each run's folder to its share. The epochs are the sum over all runs.
    """
    states = {path: torch.load(path / CHECKPOINT) for path in parts}
    total = sum(parts.values())
    shares = [(states[path]["average"], share / total) for path, share in parts.items()]
    mean = {name: _mean([(state[name], share) for state, share in shares]) for name in shares[0][0]}
    epochs = sum(state["epoch"] for state in states.values())
    run.mkdir(parents=True, exist_ok=True)
    torch.save({"epoch": epochs, "average": mean}, run / CHECKPOINT)


def _mean(values: list[tuple[Tensor, float]]) -> Tensor:
    first, _ = values[0]
    if not first.dtype.is_floating_point:
        return first
    return torch.stack([share * value for value, share in values]).sum(dim=0)


def _part(text: str) -> tuple[Path, float]:
    path, _, share = text.rpartition("=")
    return Path(path), float(share)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=_part, nargs="+", required=True, metavar="DIR=SHARE")
    parser.add_argument("--run", type=Path, required=True, help="folder to write")
    options = parser.parse_args()
    mean_of(dict(options.runs), options.run)


if __name__ == "__main__":
    main()
