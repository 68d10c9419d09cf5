"""Make the shipped face network anew: train it, export it, measure it.

`python -m tui_player.models.emotion.training --data FER2013 --run DIR`

Each generation learns from the labels, and all but the first from the answers of earlier ones; the
last one ships.
"""

import argparse
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tui_player.models.emotion.classifier import MODEL_FILE
from tui_player.models.emotion.training.dataset import load
from tui_player.models.emotion.training.evaluate import report
from tui_player.models.emotion.training.export import export
from tui_player.models.emotion.training.train import NETWORKS, Plan, train


@dataclass(frozen=True)
class Generation:
    """How one is trained."""

    epochs: int
    learning_rate: float
    """At its peak."""
    start: int | None = None
    """Number of the generation whose weights are the first ones; None: from nothing."""
    teachers: tuple[int, ...] = ()
    """Numbers of those whose answers are learnt from."""


GENERATIONS: Final = (
    Generation(80, 0.1),
    Generation(80, 0.05, start=1, teachers=(1,)),
    Generation(26, 0.02, start=2, teachers=(1, 2)),
    Generation(60, 0.1, teachers=(3,)),
    Generation(36, 0.03, start=4, teachers=(3, 4)),
)
"""The first three are one lineage; the fourth begins another, and the last learns from both."""


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="fer2013.npz, or a folder of csv")
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoints and logs")
    parser.add_argument("--network", choices=NETWORKS, default="crnn", help="or one of the seeds")
    parser.add_argument("--epochs", type=int, help="of each generation, instead of its own")
    parser.add_argument("--generations", type=int, default=len(GENERATIONS))
    parser.add_argument("--out", type=Path, default=MODEL_FILE)
    options = parser.parse_args()
    everything = load(options.data)
    runs, models = [], []
    for number, generation in enumerate(GENERATIONS[: options.generations], start=1):
        run = options.run / f"generation-{number}"
        plan = Plan(
            options.network,
            options.epochs or generation.epochs,
            [models[teacher - 1] for teacher in generation.teachers],
            None if generation.start is None else runs[generation.start - 1],
            generation.learning_rate,
        )
        train(everything, run, plan)
        runs.append(run)
        models.append(run / MODEL_FILE.name)
        export(everything, run, options.network, models[-1])
    shutil.copy(models[-1], options.out)
    report(everything, options.out, "validation")


if __name__ == "__main__":
    main()
