"""Make the shipped face network anew: train it, export it, measure it.

`python -m tui_player.models.emotion.training --data FER2013 --run DIR`
"""

import argparse
from pathlib import Path

from tui_player.models.emotion.classifier import MODEL_FILE
from tui_player.models.emotion.training.dataset import load
from tui_player.models.emotion.training.evaluate import report
from tui_player.models.emotion.training.export import export
from tui_player.models.emotion.training.train import EPOCHS, NETWORKS, train


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="fer2013.npz, or a folder of csv")
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoint and log")
    parser.add_argument("--network", choices=NETWORKS, default="crnn", help="or one of the seeds")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--out", type=Path, default=MODEL_FILE)
    options = parser.parse_args()
    everything = load(options.data)
    train(everything, options.run, options.network, options.epochs)
    export(everything, options.run, options.network, options.out)
    report(everything, options.out, "validation")


if __name__ == "__main__":
    main()
