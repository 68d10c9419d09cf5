"""A training run that can be stopped and resumed: steps, moving average, checkpoint, log."""

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn

WARM_UP: Final = 0.1
"""Share of the steps in which the learning rate rises."""
LONGEST_GRADIENT: Final = 5.0
CHECKPOINT: Final = "checkpoint.pt"


class Course:
    """One network on one cosine (Smith & Topin 2018, arXiv 1708.07120), with its moving average."""

    def __init__(
        self,
        run: Path,
        network: nn.Module,
        optimiser: torch.optim.Optimizer,
        steps: int,
        ema_decay: float,
    ) -> None:
        """`steps` in all; `run` is the folder of the checkpoint and the log."""
        self.run = run
        self.epoch = 0
        """Epochs done."""
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
        """One step down the gradient of `loss`."""
        self._optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), LONGEST_GRADIENT)
        self._optimiser.step()
        self._schedule.step()
        self._follow()

    def _follow(self) -> None:
        """Move the average towards the network, faster while the run is young."""
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
        """Write the checkpoint, with what export needs to know besides, whole or not at all."""
        state = {
            "epoch": self.epoch,
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "schedule": self._schedule.state_dict(),
            **more,
        }
        part = self.run / "checkpoint.part"
        torch.save(state, part)
        part.replace(self.run / CHECKPOINT)

    def resume(self) -> dict[str, Any]:
        """Go on from the last checkpoint, if there is one; what was saved with it."""
        path = self.run / CHECKPOINT
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
        """Take the averaged weights that the finished `run` ended with; steps count from zero.

        A warm restart (Loshchilov & Hutter 2017, arXiv 1608.03983).
        """
        weights = torch.load(run / CHECKPOINT)["average"]
        self.network.load_state_dict(weights)
        self.average.load_state_dict(weights)

    def log(self, line: Mapping[str, float]) -> None:
        """Append a line to the run's log, and print it."""
        text = json.dumps(line)
        with (self.run / "log.jsonl").open("a") as log:
            print(text, file=log)
        print(text, flush=True)
