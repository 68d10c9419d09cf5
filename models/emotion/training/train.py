"""Train the face network.

`python -m tui_player.models.emotion.training.train --data FER2013 --run DIR [--network NAME]`

The seed is fixed and each epoch writes a checkpoint; the same command resumes a stopped run.
`--teachers` takes ONNX files of earlier networks: the network learns from their predictions as well
as from the labels. `--start` takes the folder of an earlier run: training starts from its weights.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from tui_player.expression.classes import FER2013_CLASSES
from tui_player.models.emotion.training.augment import augment, strength_at
from tui_player.models.emotion.training.dataset import NO_MAJORITY, Faces, load
from tui_player.models.emotion.training.evaluate import TONE_OF_FER2013
from tui_player.models.emotion.training.network import EmotionCRNN
from tui_player.models.emotion.training.seeds import PlainCNN, PublishedCRNN
from tui_player.models.emotion.training.self_distillation import SelfDistillation, SoftTargets
from tui_player.models.emotion.training.teachers import SHARE, Teachers
from tui_player.models.training.precision import mixed_precision
from tui_player.models.training.residual import fold_scales
from tui_player.models.training.training_run import TrainingRun

EPOCHS = 80
BATCH = 128
PEAK_LEARNING_RATE = 0.1
WEIGHT_DECAY = 5e-4
MOMENTUM = 0.9
EMA_DECAY = 0.999
SEED = 7
NETWORKS: Final[dict[str, Callable[[], nn.Module]]] = {
    "crnn": EmotionCRNN,
    "plain-cnn": PlainCNN,
    "published-crnn": PublishedCRNN,
}


@dataclass(frozen=True)
class Plan:
    """Training settings of one network."""

    network: str = "crnn"
    epochs: int = EPOCHS
    teachers: Sequence[Path] = ()
    """ONNX files of earlier networks; their predictions are targets too."""
    share: float = SHARE
    """Share of the teachers' predictions in the original labels."""
    start: Path | None = None
    """Folder of an earlier run; its averaged weights are the initial weights."""
    folded: bool = False
    """Apply `fold_scales` to the initial weights."""
    learning_rate: float = PEAK_LEARNING_RATE
    """Peak learning rate."""
    tones: float = 0.0
    """Weight of the additional loss on positive, neutral and negative."""


class Trainer:
    """The faces with both kinds of labels, and the training run of one network."""

    def __init__(self, faces: Faces, run: Path, plan: Plan) -> None:
        self.seed = SEED + len(plan.teachers)
        torch.manual_seed(self.seed)
        self.images = torch.from_numpy(faces.images)[:, None]
        labels = torch.from_numpy(faces.labels.astype(np.int64))
        self.labels = functional.one_hot(labels, len(FER2013_CLASSES)).float()
        self.votes = torch.from_numpy(faces.vote_shares())
        self.soft_targets: SoftTargets = (
            Teachers(plan.teachers, faces.images, plan.share)
            if plan.teachers
            else SelfDistillation(len(faces))
        )
        self.epochs = plan.epochs
        self.tones = plan.tones
        learner = NETWORKS[plan.network]().to(memory_format=torch.channels_last)
        optimiser = torch.optim.SGD(
            learner.parameters(),
            lr=plan.learning_rate,
            momentum=MOMENTUM,
            nesterov=True,
            weight_decay=WEIGHT_DECAY,
        )
        steps = self.epochs * self.steps
        self.training_run = TrainingRun(run, learner, optimiser, steps, EMA_DECAY)
        if plan.start:
            self.training_run.start_from(plan.start)
        if plan.folded:
            fold_scales(self.training_run.network)
            fold_scales(self.training_run.average)

    @property
    def steps(self) -> int:
        """Steps (batches) per epoch."""
        return len(self.images) // BATCH

    def resume(self) -> None:
        """Resume from the last checkpoint, if there is one."""
        state = self.training_run.resume()
        if state:
            self.soft_targets.restore(state["opinions"])

    def save(self) -> None:
        """Write the checkpoint."""
        self.training_run.save(opinions=self.soft_targets.state())  # a checkpoint key

    def train_epoch(self) -> float:
        """Train one epoch over all faces and return the mean loss."""
        generator = torch.Generator().manual_seed(self.seed + self.training_run.epoch)
        order = torch.randperm(len(self.images), generator=generator)
        self.training_run.network.train()
        total = 0.0
        for step in range(self.steps):
            total += self._step(order[step * BATCH : (step + 1) * BATCH], generator)
        self.training_run.epoch += 1
        return total / self.steps

    def _step(self, rows: Tensor, generator: torch.Generator) -> float:
        progress = self.training_run.epoch / self.epochs
        faces = augment(self.images[rows].float(), generator, strength_at(progress))
        with mixed_precision():
            outputs = self.training_run.network(faces.to(memory_format=torch.channels_last))
        fer2013, ferplus = (output.float() for output in outputs)
        labels, votes = self.soft_targets.targets(
            rows, self.labels[rows], self.votes[rows], progress
        )
        voted = (self.votes[rows].sum(dim=1) > 0).float()
        crowd = -(votes * functional.log_softmax(ferplus, dim=1)).sum(dim=1)
        loss = functional.cross_entropy(fer2013, labels) + (crowd * voted).mean()
        if self.tones:
            loss = loss + self.tones * tone_loss(fer2013, labels)
        self.soft_targets.update(rows, fer2013, ferplus)
        self.training_run.step(loss)
        return loss.item()


def tone_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross-entropy on positive, neutral and negative, summed from the seven classes.

    `logits` and `labels` (probabilities) are [N, 7].
    """
    tones = functional.one_hot(torch.tensor(TONE_OF_FER2013)).float()
    likely = (logits.softmax(dim=1) @ tones).clamp(min=1e-6).log()
    return -((labels @ tones) * likely).sum(dim=1).mean()


def accuracies(network: nn.Module, faces: Faces) -> dict[str, float]:
    """Accuracy by both protocols, without averaging over the mirror image."""
    network.eval()
    fer2013, ferplus = [], []
    with torch.no_grad(), mixed_precision():
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


def train(everything: Faces, run: Path, plan: Plan) -> None:
    """Train by `plan` to its end; resume if the folder `run` has a checkpoint."""
    run.mkdir(parents=True, exist_ok=True)
    training = everything.part("train").distinct()
    trainer = Trainer(training, run, plan)
    training_run = trainer.training_run
    trainer.resume()
    validation = everything.part("validation")
    while training_run.epoch < plan.epochs:
        start = time.monotonic()
        loss = trainer.train_epoch()
        trainer.save()
        line = {"epoch": training_run.epoch, "loss": loss, "seconds": time.monotonic() - start}
        training_run.log(line | accuracies(training_run.average, validation))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="fer2013.npz, or a folder of csv")
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoint and log")
    parser.add_argument("--network", choices=NETWORKS, default="crnn")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--teachers", type=Path, nargs="*", default=(), help="ONNX files")
    parser.add_argument("--share", type=float, default=SHARE, help="of a label, that they replace")
    parser.add_argument("--start", type=Path, help="folder of the run whose weights to start from")
    parser.add_argument("--folded", action="store_true", help="with the norms' scales in those")
    parser.add_argument("--learning-rate", type=float, default=PEAK_LEARNING_RATE)
    parser.add_argument("--tones", type=float, default=0.0, help="weight of the three tones")
    options = parser.parse_args()
    plan = Plan(
        network=options.network,
        epochs=options.epochs,
        teachers=options.teachers,
        share=options.share,
        start=options.start,
        folded=options.folded,
        learning_rate=options.learning_rate,
        tones=options.tones,
    )
    train(load(options.data), options.run, plan)


if __name__ == "__main__":
    main()
