"""Make the shipped face network anew: train it, export it, measure it.

`python -m tui_player.models.emotion.training --data FER2013 --run DIR`

Each generation goes on from the weights of an earlier one, and learns from the labels and from the
answers of earlier ones; a mean of the last ones' weights ships. The same command goes on where it
stopped.
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
    """A network, made from those before it; they are counted from 1."""

    plan: Plan
    after: int | None = None
    """Whose weights it starts from."""
    leans_on: Sequence[int] = ()
    """Whose answers it learns from too."""


AT_THEIR_WORD: Final = Plan(epochs=26, learning_rate=0.03, share=0.35, folded=True)
"""How the labels are learnt in the end."""

GENERATIONS: Final = (
    Generation(Plan(epochs=80, learning_rate=0.1)),
    Generation(Plan(epochs=80, learning_rate=0.05), after=1, leans_on=(1,)),
    Generation(Plan(epochs=26, learning_rate=0.02), after=2, leans_on=(1, 2)),
    Generation(AT_THEIR_WORD, after=3, leans_on=(3,)),
    Generation(replace(AT_THEIR_WORD, tones=0.5), after=3, leans_on=(3,)),
)
"""The first three lean on each other and so learn what faces look like.

The fourth and the fifth take the labels at their word again, and learn what the people who gave
them say; the fifth also, what matters most to a mood.
"""
SHIPPED: Final = {4: 2.0, 5: 1.0}
"""The shares of generations in the weights that ship."""


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
            teachers=[runs[number - 1] / MODEL_FILE.name for number in generation.leans_on],
            start=runs[generation.after - 1] if generation.after else None,
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
