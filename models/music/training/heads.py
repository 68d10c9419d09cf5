"""What small heads make of the teacher's own ears, without a student between them.

`python -m tui_player.models.music.training.heads --data DIR --lessons LESSONS`; what `teacher`
writes must be there. Five folds by artist, under two minutes in all; one JSON object of the fold
that the shipped network is judged on, and one of all five.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from tui_player.models.music.genres import GENRES, QUADRANT_NAMES
from tui_player.models.music.hearing import Hearing
from tui_player.models.music.training.dataset import (
    FELT,
    FOLDS,
    HELD_OUT_FOLD,
    NO_QUADRANT,
    Clip,
    load_clips,
    mood_words,
)
from tui_player.models.music.training.figures import Heard, joined, near_in_emotify, report
from tui_player.models.music.training.network import EMBEDDING, SHARPNESS, shipped
from tui_player.models.music.training.targets import Labels, by_label, labels_of
from tui_player.models.music.training.teacher import load_lesson

EPOCHS: Final = 40
BATCH: Final = 64
PATCHES: Final = 9
"""Of 3 s: as many as a window has."""
PEAK_LEARNING_RATE: Final = 2e-3
WEIGHT_DECAY: Final = 0.1
DROPOUT: Final = 0.3
SEED: Final = 7
WEIGHTS: Final = {"quadrant": 1.0, "valence_arousal": 0.5, "genre": 2.0, "moods": 2.0, "felt": 0.6}
ALIKE_GENRE: Final = 0.3
ALIKE_MOOD: Final = 0.15
SOFTNESS: Final = 0.1


class Heads(nn.Module):
    """Answers from mean and deviation over a clip's patches."""

    def __init__(self, heard: Tensor, moods: int) -> None:
        """`heard` [all patches, F] tells how what is heard is spread."""
        super().__init__()
        self.register_buffer("mean", heard.mean(dim=0))
        self.register_buffer("deviation", heard.std(dim=0) + 1e-3)
        self.dropout = nn.Dropout(DROPOUT)
        self.embedding = nn.Linear(2 * heard.shape[1], EMBEDDING)
        asked = {
            "quadrant": len(QUADRANT_NAMES),
            "valence_arousal": 2,
            "genre": len(GENRES),
            "moods": moods,
            "felt": len(FELT),
        }
        self.answers = nn.ModuleDict(
            {name: nn.Linear(EMBEDDING, size) for name, size in asked.items()}
        )

    def forward(self, patches: Tensor) -> dict[str, Tensor]:
        """`patches` [N, P, F] -> the embedding, of length 1, and by name logits or plain values."""
        seen = (patches - self.mean) / self.deviation
        pooled = torch.cat([seen.mean(dim=1), seen.std(dim=1)], dim=1)
        embedding = functional.normalize(self.embedding(self.dropout(pooled)), dim=1)
        asked = self.dropout(SHARPNESS * embedding)
        said = {name: answer(asked) for name, answer in self.answers.items()}
        return {"embedding": embedding} | said


class Table:
    """All clips with what the teacher hears in them."""

    def __init__(self, clips: Sequence[Clip], lessons: Path) -> None:
        self.clips = clips
        self.words = mood_words(clips)
        self.labels = labels_of(clips, self.words)
        self.folds = torch.tensor([clip.fold for clip in clips])
        self._heard = [
            torch.from_numpy(load_lesson(lessons, clip, 0).heard.astype(np.float32))
            for clip in clips
        ]

    def all_patches(self, rows: Tensor) -> Tensor:
        """[all patches, F]"""
        return torch.cat([self._heard[row] for row in rows])

    def random_patches(self, rows: Tensor, generator: torch.Generator) -> Tensor:
        """[N, PATCHES, F], drawn with repetition."""
        heard = [self._heard[row] for row in rows]
        drawn = [torch.randint(len(one), (PATCHES,), generator=generator) for one in heard]
        return torch.stack([one[places] for one, places in zip(heard, drawn, strict=True)])

    def first_patches(self) -> Tensor:
        """[N, PATCHES, F]; of a shorter clip the first ones again."""
        return torch.stack([one[torch.arange(PATCHES) % len(one)] for one in self._heard])


def trained(table: Table, fold: int) -> Heads:
    """Heads that never met the artists of `fold`."""
    torch.manual_seed(SEED)
    generator = torch.Generator().manual_seed(SEED)
    rows = torch.nonzero(table.folds != fold)[:, 0]
    heads = Heads(table.all_patches(rows), len(table.words))
    optimiser = torch.optim.AdamW(heads.parameters(), weight_decay=WEIGHT_DECAY)
    steps = EPOCHS * (len(rows) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, PEAK_LEARNING_RATE, total_steps=steps)
    for _ in range(EPOCHS):
        order = rows[torch.randperm(len(rows), generator=generator)]
        for batch in order[: len(rows) // BATCH * BATCH].split(BATCH):
            said = heads(table.random_patches(batch, generator))
            optimiser.zero_grad()
            _loss(said, table.labels.of(batch)).backward()
            optimiser.step()
            schedule.step()
    return heads.eval()


def _loss(said: dict[str, Tensor], labels: Labels) -> Tensor:
    parts = by_label(said, labels)
    total = torch.stack([WEIGHTS[name] * part for name, part in parts.items()]).sum()
    genres = labels.genre.nan_to_num()
    known = labels.quadrant != NO_QUADRANT
    of_a_mood = (labels.quadrant[:, None] == labels.quadrant) & known[:, None] & known
    total += ALIKE_GENRE * _alike(said["embedding"], genres @ genres.T > 0)
    return total + ALIKE_MOOD * _alike(said["embedding"], of_a_mood)


def _alike(embedding: Tensor, alike: Tensor) -> Tensor:
    """Supervised contrast (Khosla et al. 2020, arXiv 2004.11362): `alike` [N, N] lie together."""
    itself = torch.eye(len(embedding), dtype=torch.bool)
    cosines = (embedding @ embedding.T / SOFTNESS).masked_fill(itself, -1e9)
    likely = cosines - cosines.logsumexp(dim=1, keepdim=True)
    alike = alike & ~itself
    count = alike.sum(dim=1)
    mean = (likely * alike).sum(dim=1) / count.clamp(min=1)
    return -(mean * (count > 0)).sum() / (count > 0).sum().clamp(min=1)


def judged(table: Table, fold: int) -> Heard:
    """What heads that never met them say of the fold's clips."""
    heads = trained(table, fold)
    with torch.inference_mode():
        said = heads(table.first_patches())
    embedding, genres, quadrants, valence_arousal = shipped(said)
    embeddings = embedding.numpy()
    rows = torch.nonzero(table.folds == fold)[:, 0].tolist()
    hearings = [
        Hearing(
            embedding=embeddings[row],
            genres=dict(zip(GENRES, genres[row].tolist(), strict=True)),
            quadrants=tuple(quadrants[row].tolist()),
            valence=float(valence_arousal[row, 0]),
            arousal=float(valence_arousal[row, 1]),
            duration_s=0.0,
            sound=b"",
            version="heads",
        )
        for row in rows
    ]
    felt = said["felt"].double().numpy()[rows]
    heard = Heard([table.clips[row] for row in rows], hearings, felt)
    emotify = [row for row, clip in enumerate(table.clips) if clip.quadrant == NO_QUADRANT]
    among = [table.clips[row] for row in emotify]
    return replace(heard, near=near_in_emotify(heard, among, embeddings[emotify]))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of fourq and emotify")
    parser.add_argument("--lessons", type=Path, required=True, help="folder that `teacher` wrote")
    options = parser.parse_args()
    table = Table(load_clips(options.data), options.lessons)
    folds = [judged(table, fold) for fold in range(FOLDS)]
    for heard in (folds[HELD_OUT_FOLD], joined(folds)):
        print(json.dumps(report(heard)), flush=True)


if __name__ == "__main__":
    main()
