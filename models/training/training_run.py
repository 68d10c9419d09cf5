"""A resumable training run: optimiser steps, moving average, checkpoint and log."""

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn

WARM_UP: Final = 0.1
"""Share of the steps with a rising learning rate."""
MAX_GRADIENT_NORM: Final = 5.0
CHECKPOINT: Final = "checkpoint.pt"


class TrainingRun:
    """One network, its moving average and a one-cycle schedule (arXiv 1708.07120)."""

    def __init__(
        self,
        folder: Path,
        network: nn.Module,
        optimiser: torch.optim.Optimizer,
        steps: int,
        ema_decay: float,
    ) -> None:
        """`steps`: optimiser steps in total; `folder`: place of the checkpoint and the log.

        The schedule is one cosine cycle (Smith & Topin 2018).
        """
        self.folder = folder
        self.epoch = 0
        """Number of finished epochs."""
        self.network = network
        self.average = copy.deepcopy(network).eval()
        self._optimiser = optimiser
        self._ema_decay = ema_decay
        self._schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimiser,
            optimiser.param_groups[0]["lr"],
            total_steps=steps,
            pct_start=WARM_UP,
            cycle_momentum=False,
        )

    def step(self, loss: Tensor) -> None:
        """Take one optimiser step on `loss`."""
        self._optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), MAX_GRADIENT_NORM)
        self._optimiser.step()
        self._schedule.step()
        self._follow()

    def _follow(self) -> None:
        """Update the moving average; its decay is lower in the first steps."""
        done = self._schedule.last_epoch
        decay = min(self._ema_decay, (1 + done) / (10 + done))
        with torch.no_grad():
            for mean, value in zip(
                self.average.state_dict().values(), self.network.state_dict().values(), strict=True
            ):
                if mean.dtype.is_floating_point:
                    mean.lerp_(value, 1 - decay)
                else:
                    mean.copy_(value)

    def save(self, **more: object) -> None:
        """Write the checkpoint and the values `more` atomically."""
        state = {
            "epoch": self.epoch,
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "schedule": self._schedule.state_dict(),
            **more,
        }
        part = self.folder / "checkpoint.part"
        torch.save(state, part)
        part.replace(self.folder / CHECKPOINT)

    def resume(self) -> dict[str, Any]:
        """Load the last checkpoint and return it; return an empty dict if there is none."""
        path = self.folder / CHECKPOINT
        if not path.exists():
            return {}
        state: dict[str, Any] = torch.load(path)
        self.epoch = state["epoch"]
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._schedule.load_state_dict(state["schedule"])
        return state

    def start_from(self, run: Path) -> None:
        """Load the averaged weights of the finished run in folder `run`; steps start at zero.

        This is a warm restart (Loshchilov & Hutter 2017, arXiv 1608.03983).
        """
        weights = torch.load(run / CHECKPOINT)["average"]
        self.network.load_state_dict(weights)
        self.average.load_state_dict(weights)

    def log(self, line: Mapping[str, float]) -> None:
        """Append a line to the log file and print it."""
        text = json.dumps(line)
        with (self.folder / "log.jsonl").open("a") as log:
            print(text, file=log)
        print(text, flush=True)
