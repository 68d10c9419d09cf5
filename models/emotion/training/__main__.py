"""Make the shipped face network anew: train it, export it, measure it.

`python -m tui_player.models.emotion.training --data FER2013 --run DIR`

Each generation starts from the weights of the one before it, and learns from the labels and from
the answers of earlier ones; the last one ships.
"""

import argparse
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Final

from tui_player.models.emotion.classifier import MODEL_FILE
from tui_player.models.emotion.training.dataset import load
from tui_player.models.emotion.training.evaluate import report
from tui_player.models.emotion.training.export import export
from tui_player.models.emotion.training.train import NETWORKS, Plan, train

GENERATIONS: Final = (
    (0, Plan(epochs=80, learning_rate=0.1)),
    (1, Plan(epochs=80, learning_rate=0.05)),
    (2, Plan(epochs=26, learning_rate=0.02)),
    (1, Plan(epochs=26, learning_rate=0.03, share=0.35)),
)
"""How many of those before it each leans on, the latest first, and how it is trained otherwise.

The first three lean on each other and so learn what faces look like; the fourth takes the labels at
their word again, and learns what the people who gave them say.
"""


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
    models: list[Path] = []
    start: Path | None = None
    generations = GENERATIONS[: options.generations]
    for number, (teachers, recipe) in enumerate(generations, start=1):
        run = options.run / f"generation-{number}"
        plan = replace(
            recipe,
            network=options.network,
            epochs=options.epochs or recipe.epochs,
            teachers=models[len(models) - teachers :],
            start=start,
        )
        train(everything, run, plan)
        models.append(run / MODEL_FILE.name)
        export(everything, run, options.network, models[-1])
        start = run
    shutil.copy(models[-1], options.out)
    report(everything, options.out, "validation")


if __name__ == "__main__":
    main()
