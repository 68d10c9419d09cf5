"""Train the music network: `python -m tui_player.models.music.training.train --data DIR --run DIR`.

One seed, a checkpoint an epoch; the same command goes on where it stopped. The artists of
`HELD_OUT_FOLD` are never read. With `--validate FOLD` another fold is left out too, and judged.
"""

import argparse
import copy
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from tui_player.models.music.training.augment import augment, random_cut, resampled
from tui_player.models.music.training.dataset import (
    FELT,
    HELD_OUT_FOLD,
    NO_QUADRANT,
    Clip,
    load_clips,
    log_mels,
    mood_words,
    split_by_artist,
)
from tui_player.models.music.training.network import Student
from tui_player.models.music.training.targets import Teacher, labels_of, loss

BATCH: Final = 32
PEAK_LEARNING_RATE: Final = 2e-3
WEIGHT_DECAY: Final = 0.02
WARM_UP: Final = 0.1
EMA_DECAY: Final = 0.995
SEED: Final = 7
JUDGE_EVERY: Final = 5
"""Epochs between two looks at the validation fold."""


class Trainer:
    """The state of one run: network, moving average, optimiser, epoch."""

    def __init__(
        self,
        clips: Sequence[Clip],
        mels: Sequence[NDArray[np.float16]],
        teacher: Teacher | None,
        epochs: int,
        run: Path,
    ) -> None:
        torch.manual_seed(SEED)
        words = mood_words(clips)
        self.run = run
        self.epochs = epochs
        self.epoch = 0
        self.mels = mels
        self.labels = labels_of(clips, words)
        self.teacher = teacher
        self.sizes = {
            "moods": len(words),
            "felt": len(FELT),
            "teacher": teacher.size if teacher else 1,
        }
        self.network = Student(**self.sizes).to(memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.network).eval()
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(), lr=PEAK_LEARNING_RATE, weight_decay=WEIGHT_DECAY
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
        return max(1, len(self.mels) // BATCH)

    def train_epoch(self) -> float:
        """A window of each training clip; the mean loss."""
        generator = torch.Generator().manual_seed(SEED + self.epoch)
        order = torch.randperm(len(self.mels), generator=generator)
        self.network.train()
        total = 0.0
        for step in range(self.steps):
            rows = order[step * BATCH : (step + 1) * BATCH]
            windows, heard = self._batch(rows, generator)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                said = self.network(windows)
            said = {name: values.float() for name, values in said.items()}
            batch_loss = loss(said, self.labels.rows(rows), heard)
            self.optimiser.zero_grad()
            batch_loss.backward()
            nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
            self.optimiser.step()
            self.schedule.step()
            self._follow()
            total += batch_loss.item()
        self.epoch += 1
        return total / self.steps

    def _batch(self, rows: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor | None]:
        """A random window [1, 96, T] of each clip of `rows`, and what the teacher heard in it."""
        windows, heard = [], []
        for row in rows.tolist():
            mel = self.mels[row]
            cut = random_cut(mel.shape[1], generator)
            window = torch.from_numpy(mel[:, cut.start : cut.stop].astype(np.float32))
            windows.append(resampled(window))
            if self.teacher:
                heard.append(self.teacher.heard(row, cut))
        return augment(torch.stack(windows), generator)[:, None], torch.stack(
            heard
        ) if heard else None

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
            "sizes": self.sizes,
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


def accuracies(
    network: nn.Module, clips: Sequence[Clip], mels: Sequence[NDArray[np.float16]]
) -> dict[str, float]:
    """Share of right quadrants, and of right signs of valence and arousal, over whole clips."""
    network.eval()
    hits = []
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for clip, mel in zip(clips, mels, strict=True):
            if clip.quadrant != NO_QUADRANT:
                said = network(torch.from_numpy(mel.astype(np.float32))[None, None])
                valence, arousal = (said["valence_arousal"][0] > 0).tolist()
                right = said["quadrant"].argmax().item() == clip.quadrant
                positive, excited = clip.quadrant in (0, 3), clip.quadrant in (0, 1)
                hits.append((right, valence == positive, arousal == excited))
    quadrant, valence, arousal = np.array(hits).mean(axis=0).tolist()
    return {"quadrant": quadrant, "valence": valence, "arousal": arousal}


def _log(run: Path, line: dict[str, float]) -> None:
    with (run / "log.jsonl").open("a") as log:
        print(json.dumps(line), file=log)
    print(json.dumps(line), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of fourq and emotify")
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoint and log")
    parser.add_argument("--cache", type=Path, required=True, help="folder that keeps log-mels")
    parser.add_argument("--teacher", type=Path, help="folder of the teacher's features")
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("--validate", type=int, help="fold to leave out and judge (1..4)")
    return parser.parse_args()


def main() -> None:
    """Command line."""
    options = _options()
    options.run.mkdir(parents=True, exist_ok=True)
    clips, _ = split_by_artist(load_clips(options.data), HELD_OUT_FOLD)
    judged: list[Clip] = []
    if options.validate is not None:
        clips, judged = split_by_artist(clips, options.validate)
    teacher = Teacher(clips, options.teacher) if options.teacher else None
    mels = log_mels(clips, options.cache)
    judged_mels = log_mels(judged, options.cache)
    trainer = Trainer(clips, mels, teacher, options.epochs, options.run)
    trainer.resume()
    while trainer.epoch < options.epochs:
        start = time.monotonic()
        line = {"epoch": trainer.epoch + 1, "loss": trainer.train_epoch()}
        trainer.save()
        line["seconds"] = time.monotonic() - start
        if judged and trainer.epoch % JUDGE_EVERY == 0:
            line |= accuracies(trainer.average, judged, judged_mels)
        _log(options.run, line)


if __name__ == "__main__":
    main()
