"""Reproduce the shipped face network: train, export and evaluate it.

`python -m tui_player.models.emotion.training --data FER2013 --run DIR`

Each generation starts from the weights of an earlier one. It learns from the labels and from the
predictions of earlier generations. The shipped weights are a mean of the last generations' weights.
The same command resumes a stopped run.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tui_player.models.emotion.classifier import MODEL_FILE
from tui_player.models.emotion.training.dataset import load
from tui_player.models.emotion.training.evaluate import report
from tui_player.models.emotion.training.export import export
from tui_player.models.emotion.training.soup import mean_of
from tui_player.models.emotion.training.train import NETWORKS, Plan, train


@dataclass(frozen=True)
class Generation:
    """One training run that builds on earlier generations; generations are counted from 1."""

    plan: Plan
    starts_from: int | None = None
    """The generation whose weights it starts from."""
    teachers: Sequence[int] = ()
    """The generations whose predictions are used as targets too."""


LABEL_FOCUSED: Final = Plan(epochs=26, learning_rate=0.03, share=0.35, folded=True)
"""Plan of the last generations: the labels weigh more than the teachers."""

GENERATIONS: Final = (
    Generation(Plan(epochs=80, learning_rate=0.1)),
    Generation(Plan(epochs=80, learning_rate=0.05), starts_from=1, teachers=(1,)),
    Generation(Plan(epochs=26, learning_rate=0.02), starts_from=2, teachers=(1, 2)),
    Generation(LABEL_FOCUSED, starts_from=3, teachers=(3,)),
    Generation(replace(LABEL_FOCUSED, tones=0.5), starts_from=3, teachers=(3,)),
)
"""The first three learn mostly from predictions: their own or those of earlier generations.

The fourth and the fifth give the original labels more weight, to learn the annotators' judgement.
The fifth also has a loss on positive, neutral and negative, the part most important for a mood.
"""
SHIPPED: Final = {4: 2.0, 5: 1.0}
"""Weights of the generations in the mean that ships."""


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
    generations = GENERATIONS[: options.generations]
    runs = [options.run / f"generation-{number + 1}" for number in range(len(generations))]
    for run, generation in zip(runs, generations, strict=True):
        plan = replace(
            generation.plan,
            network=options.network,
            epochs=options.epochs or generation.plan.epochs,
            teachers=[runs[number - 1] / MODEL_FILE.name for number in generation.teachers],
            start=runs[generation.starts_from - 1] if generation.starts_from else None,
        )
        if not (run / MODEL_FILE.name).exists():
            train(everything, run, plan)
            export(everything, run, options.network, run / MODEL_FILE.name)
    if len(generations) == len(GENERATIONS):
        runs.append(options.run / "shipped")
        mean_of({runs[number - 1]: share for number, share in SHIPPED.items()}, runs[-1])
    export(everything, runs[-1], options.network, options.out)
    report(everything, options.out, "validation")


if __name__ == "__main__":
    main()
