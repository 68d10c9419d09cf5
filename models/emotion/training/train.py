"""Train the face network.

`python -m tui_player.models.emotion.training.train --data FER2013 --run DIR`

One seed, a checkpoint an epoch; the same command goes on where it stopped.
"""

import argparse
import copy
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from tui_player.models.emotion.training.augment import augment
from tui_player.models.emotion.training.dataset import NO_MAJORITY, Faces, load
from tui_player.models.emotion.training.network import EmotionCRNN

BATCH = 128
PEAK_LEARNING_RATE = 0.08
WEIGHT_DECAY = 5e-4
MOMENTUM = 0.9
WARM_UP = 0.1
LABEL_SMOOTHING = 0.1
EMA_DECAY = 0.998
SEED = 7


class Trainer:
    """The state of one run: network, moving average, optimiser, epoch."""

    def __init__(self, faces: Faces, epochs: int, run: Path) -> None:
        torch.manual_seed(SEED)
        self.run = run
        self.epochs = epochs
        self.epoch = 0
        self.images = torch.from_numpy(faces.images)[:, None]
        self.labels = torch.from_numpy(faces.labels.astype(np.int64))
        self.shares = torch.from_numpy(faces.vote_shares())
        self.network = EmotionCRNN().to(memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.network).eval()
        self.optimiser = torch.optim.SGD(
            self.network.parameters(),
            lr=PEAK_LEARNING_RATE,
            momentum=MOMENTUM,
            nesterov=True,
            weight_decay=WEIGHT_DECAY,
        )
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser,
            PEAK_LEARNING_RATE,
            total_steps=epochs * self.steps,
            pct_start=WARM_UP,
            cycle_momentum=False,
        )

    @property
    def steps(self) -> int:
        """Batches an epoch."""
        return len(self.images) // BATCH

    def train_epoch(self) -> float:
        """One pass over the training faces; the mean loss."""
        generator = torch.Generator().manual_seed(SEED + self.epoch)
        order = torch.randperm(len(self.images), generator=generator)
        self.network.train()
        total = 0.0
        for step in range(self.steps):
            rows = order[step * BATCH : (step + 1) * BATCH]
            faces = augment(self.images[rows].float(), generator)
            faces = faces.to(memory_format=torch.channels_last)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                fer2013, ferplus = self.network(faces)
            loss = _loss(fer2013.float(), ferplus.float(), self.labels[rows], self.shares[rows])
            self.optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
            self.optimiser.step()
            self.schedule.step()
            self._follow()
            total += loss.item()
        self.epoch += 1
        return total / self.steps

    def _follow(self) -> None:
        """Move the average towards the network, faster while the run is young."""
        done = self.schedule.last_epoch
        decay = min(EMA_DECAY, (1 + done) / (10 + done))
        with torch.no_grad():
            for mean, value in zip(
                self.average.state_dict().values(), self.network.state_dict().values(), strict=True
            ):
                if mean.dtype.is_floating_point:
                    mean.lerp_(value, 1 - decay)
                else:
                    mean.copy_(value)

    def save(self) -> None:
        """Write the checkpoint whole or not at all."""
        state = {
            "epoch": self.epoch,
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
        }
        part = self.run / "checkpoint.part"
        torch.save(state, part)
        part.replace(self.run / "checkpoint.pt")

    def resume(self) -> None:
        """Go on from the last checkpoint, if there is one."""
        path = self.run / "checkpoint.pt"
        if not path.exists():
            return
        state: dict[str, Any] = torch.load(path)
        self.epoch = state["epoch"]
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])


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
    trainer.resume()
    validation = faces.part("validation")
    while trainer.epoch < options.epochs:
        start = time.monotonic()
        loss = trainer.train_epoch()
        trainer.save()
        line = {"epoch": trainer.epoch, "loss": loss, "seconds": time.monotonic() - start}
        line |= accuracies(trainer.average, validation)
        with (options.run / "log.jsonl").open("a") as log:
            print(json.dumps(line), file=log)
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
