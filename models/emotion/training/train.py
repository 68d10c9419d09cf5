"""Train the face network.

`python -m tui_player.models.emotion.training.train --data FER2013 --run DIR`

One seed, a checkpoint an epoch; the same command goes on where it stopped.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from tui_player.models.emotion.training.augment import augment
from tui_player.models.emotion.training.dataset import NO_MAJORITY, Faces, load
from tui_player.models.emotion.training.network import EmotionCRNN
from tui_player.models.training.course import Course

BATCH = 128
PEAK_LEARNING_RATE = 0.08
WEIGHT_DECAY = 5e-4
MOMENTUM = 0.9
LABEL_SMOOTHING = 0.1
EMA_DECAY = 0.998
SEED = 7


class Trainer:
    """Faces and both kinds of labels, and the course that a network takes through them."""

    def __init__(self, faces: Faces, epochs: int, run: Path) -> None:
        torch.manual_seed(SEED)
        self.images = torch.from_numpy(faces.images)[:, None]
        self.labels = torch.from_numpy(faces.labels.astype(np.int64))
        self.shares = torch.from_numpy(faces.vote_shares())
        network = EmotionCRNN().to(memory_format=torch.channels_last)
        optimiser = torch.optim.SGD(
            network.parameters(),
            lr=PEAK_LEARNING_RATE,
            momentum=MOMENTUM,
            nesterov=True,
            weight_decay=WEIGHT_DECAY,
        )
        self.course = Course(run, network, optimiser, epochs * self.steps, EMA_DECAY)

    @property
    def steps(self) -> int:
        """Batches an epoch."""
        return len(self.images) // BATCH

    def train_epoch(self) -> float:
        """One pass over the training faces; the mean loss."""
        generator = torch.Generator().manual_seed(SEED + self.course.epoch)
        order = torch.randperm(len(self.images), generator=generator)
        self.course.network.train()
        total = 0.0
        for step in range(self.steps):
            rows = order[step * BATCH : (step + 1) * BATCH]
            faces = augment(self.images[rows].float(), generator)
            faces = faces.to(memory_format=torch.channels_last)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                fer2013, ferplus = self.course.network(faces)
            loss = _loss(fer2013.float(), ferplus.float(), self.labels[rows], self.shares[rows])
            self.course.step(loss)
            total += loss.item()
        self.course.epoch += 1
        return total / self.steps


def _loss(fer2013: Tensor, ferplus: Tensor, labels: Tensor, shares: Tensor) -> Tensor:
    """Cross-entropy with the original label plus that with the crowd's shares."""
    original = functional.cross_entropy(fer2013, labels, label_smoothing=LABEL_SMOOTHING)
    voted = shares.sum(dim=1) > 0
    crowd = -(shares * functional.log_softmax(ferplus, dim=1)).sum(dim=1)[voted].mean()
    return original + crowd


def accuracies(network: nn.Module, faces: Faces) -> dict[str, float]:
    """Share of right answers by both protocols, without the mirror image."""
    network.eval()
    fer2013, ferplus = [], []
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for chunk in torch.from_numpy(faces.images)[:, None].float().split(256):
            one, other = network(chunk.to(memory_format=torch.channels_last))
            fer2013.append(one.argmax(1).numpy())
            ferplus.append(other.argmax(1).numpy())
    majority = faces.majority()
    clear = majority != NO_MAJORITY
    return {
        "original": float((np.concatenate(fer2013) == faces.labels).mean()),
        "ferplus": float((np.concatenate(ferplus) == majority)[clear].mean()),
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="fer2013.npz, or a folder of csv")
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoint and log")
    parser.add_argument("--epochs", type=int, default=24)
    options = parser.parse_args()
    options.run.mkdir(parents=True, exist_ok=True)
    faces = load(options.data)
    trainer = Trainer(faces.part("train"), options.epochs, options.run)
    course = trainer.course
    course.resume()
    validation = faces.part("validation")
    while course.epoch < options.epochs:
        start = time.monotonic()
        loss = trainer.train_epoch()
        course.save()
        line = {"epoch": course.epoch, "loss": loss, "seconds": time.monotonic() - start}
        course.log(line | accuracies(course.average, validation))


if __name__ == "__main__":
    main()
