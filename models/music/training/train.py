"""Teach readers what the labels say of the clips that the ears heard."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from tui_player.models.music.training.backbone import Ears
from tui_player.models.music.training.dataset import NO_QUADRANT, mood_words
from tui_player.models.music.training.features import Lesson
from tui_player.models.music.training.labels import Labels, by_label, labels_of
from tui_player.models.music.training.network import Answers, Committee, MusicCRNN, Reader

EPOCHS: Final = 40
BATCH: Final = 64
PATCHES: Final = 9
"""Of 3 s, in a window to learn from."""
PEAK_LEARNING_RATE: Final = 2e-3
WEIGHT_DECAY: Final = 0.1
READERS: Final = 4
SEED: Final = 7
"""Of the first reader; the next one's is one more."""
WEIGHTS: Final = {"quadrant": 1.0, "valence_arousal": 0.5, "genre": 2.0, "moods": 2.0, "felt": 0.6}
"""Of the losses; the binary ones are small by themselves, since most answers are no."""
ALIKE_GENRE: Final = 0.3
ALIKE_MOOD: Final = 0.15
SOFTNESS: Final = 0.1
NETWORK: Final = "network.pt"


class Clips:
    """What the ears hear in clips, with the clips' labels."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        clips = [lesson.clip for lesson in lessons]
        heard = [lesson.heard for lesson in lessons]
        self.words = mood_words(clips)
        self.labels = labels_of(clips, self.words)
        self.all_patches = torch.cat(heard)
        """[all patches, F]"""
        self._lengths = torch.tensor([len(patches) for patches in heard])
        self._heard = pad_sequence(heard, batch_first=True)

    def __len__(self) -> int:
        return len(self._heard)

    def random_windows(self, rows: Tensor, generator: torch.Generator) -> Tensor:
        """[N, PATCHES, F], of each clip.

        Patches are drawn by chance, with repetition: clips are too few to learn from their order.
        """
        chance = torch.rand(len(rows), PATCHES, generator=generator)
        places = (chance * self._lengths[rows, None]).long()
        return self._heard[rows[:, None], places]


def trained(clips: Clips) -> Committee:
    """Readers that know `clips` alone."""
    committee = Committee([_reader(clips, SEED + number) for number in range(READERS)]).eval()
    generator = torch.Generator().manual_seed(SEED)
    with torch.inference_mode():
        committee.agree(clips.random_windows(torch.arange(len(clips)), generator))
    return committee


def _reader(clips: Clips, seed: int) -> Reader:
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    reader = Reader(len(clips.words))
    reader.standardise(clips.all_patches)
    optimiser = torch.optim.AdamW(reader.parameters(), weight_decay=WEIGHT_DECAY)
    steps = EPOCHS * (len(clips) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, PEAK_LEARNING_RATE, total_steps=steps)
    for _ in range(EPOCHS):
        order = torch.randperm(len(clips), generator=generator)
        for rows in order[: len(clips) // BATCH * BATCH].split(BATCH):
            embedding, opinions = reader.opinions(clips.random_windows(rows, generator))
            labels = clips.labels.of(rows)
            wrong = torch.stack([_loss(opinion, labels) for opinion in opinions]).sum()
            optimiser.zero_grad()
            (wrong + _apart(embedding, labels)).backward()
            optimiser.step()
            schedule.step()
    return reader


def _loss(said: Answers, labels: Labels) -> Tensor:
    parts = by_label(said, labels)
    return torch.stack([WEIGHTS[name] * part for name, part in parts.items()]).sum()


def _apart(embedding: Tensor, labels: Labels) -> Tensor:
    """How far what is of one genre or of one mood lies apart."""
    genres = labels.genre.nan_to_num()
    known = labels.quadrant != NO_QUADRANT
    of_a_mood = (labels.quadrant[:, None] == labels.quadrant) & known[:, None] & known
    by_genre = _alike(embedding, genres @ genres.T > 0)
    return ALIKE_GENRE * by_genre + ALIKE_MOOD * _alike(embedding, of_a_mood)


def _alike(embedding: Tensor, alike: Tensor) -> Tensor:
    """Supervised contrast (Khosla et al. 2020, arXiv 2004.11362): `alike` [N, N] lie together."""
    itself = torch.eye(len(embedding), dtype=torch.bool)
    cosines = (embedding @ embedding.T / SOFTNESS).masked_fill(itself, -1e9)
    likely = cosines - cosines.logsumexp(dim=1, keepdim=True)
    alike = alike & ~itself
    count = alike.sum(dim=1)
    mean = (likely * alike).sum(dim=1) / count.clamp(min=1)
    return -(mean * (count > 0)).sum() / (count > 0).sum().clamp(min=1)


def save_network(network: MusicCRNN, words: Sequence[str], run: Path) -> None:
    """Keep it in the folder `run`."""
    torch.save({"moods": len(words), "weights": network.state_dict()}, run / NETWORK)


def load_network(run: Path) -> MusicCRNN:
    """What `save_network` kept."""
    state = torch.load(run / NETWORK)
    committee = Committee([Reader(state["moods"]) for _ in range(READERS)])
    network = MusicCRNN(Ears(), committee)
    network.load_state_dict(state["weights"])
    return network.eval()
