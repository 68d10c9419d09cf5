"""Train the heads on the backbone features and labels of the clips."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from tui_player.models.music.training.backbone import Backbone
from tui_player.models.music.training.dataset import NO_QUADRANT, mood_words
from tui_player.models.music.training.features import ClipFeatures
from tui_player.models.music.training.labels import Labels, labels_of, losses_by_output
from tui_player.models.music.training.network import Ensemble, Head, MusicCRNN, Outputs

EPOCHS: Final = 40
BATCH: Final = 64
PATCHES: Final = 9
"""Patches of 3 s in a training window."""
PEAK_LEARNING_RATE: Final = 2e-3
WEIGHT_DECAY: Final = 0.1
HEADS: Final = 4
SEED: Final = 7
"""Seed of the first head; each further head adds one."""
WEIGHTS: Final = {"quadrant": 1.0, "valence_arousal": 0.5, "genre": 2.0, "moods": 2.0, "felt": 0.6}
"""Weights of the losses. The binary losses are small, as most labels are negative."""
GENRE_CONTRAST: Final = 0.3
MOOD_CONTRAST: Final = 0.15
CONTRAST_TEMPERATURE: Final = 0.1
NETWORK: Final = "network.pt"


class Clips:
    """Backbone features and labels of clips."""

    def __init__(self, clip_features: Sequence[ClipFeatures]) -> None:
        clips = [one.clip for one in clip_features]
        features = [one.features for one in clip_features]
        self.words = mood_words(clips)
        self.labels = labels_of(clips, self.words)
        self.all_patches = torch.cat(features)
        """[all patches, F]"""
        self._lengths = torch.tensor([len(patches) for patches in features])
        self._features = pad_sequence(features, batch_first=True)

    def __len__(self) -> int:
        return len(self._features)

    def random_windows(self, rows: Tensor, generator: torch.Generator) -> Tensor:
        """[N, PATCHES, F], one window for each of the clips `rows`.

        Patches are drawn at random with replacement: the clips are too few for learning an order.
        """
        chance = torch.rand(len(rows), PATCHES, generator=generator)
        places = (chance * self._lengths[rows, None]).long()
        return self._features[rows[:, None], places]


def trained(clips: Clips) -> Ensemble:
    """Train an ensemble on `clips`."""
    ensemble = Ensemble([_trained_head(clips, SEED + number) for number in range(HEADS)]).eval()
    generator = torch.Generator().manual_seed(SEED)
    with torch.inference_mode():
        ensemble.fit_directions(clips.random_windows(torch.arange(len(clips)), generator))
    return ensemble


def _trained_head(clips: Clips, seed: int) -> Head:
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    head = Head(len(clips.words))
    head.standardise(clips.all_patches)
    optimiser = torch.optim.AdamW(head.parameters(), weight_decay=WEIGHT_DECAY)
    steps = EPOCHS * (len(clips) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, PEAK_LEARNING_RATE, total_steps=steps)
    for _ in range(EPOCHS):
        order = torch.randperm(len(clips), generator=generator)
        for rows in order[: len(clips) // BATCH * BATCH].split(BATCH):
            embedding, branches = head.branches(clips.random_windows(rows, generator))
            labels = clips.labels.of(rows)
            loss = torch.stack([_branch_loss(branch, labels) for branch in branches]).sum()
            optimiser.zero_grad()
            (loss + _contrastive_loss(embedding, labels)).backward()
            optimiser.step()
            schedule.step()
    return head


def _branch_loss(outputs: Outputs, labels: Labels) -> Tensor:
    parts = losses_by_output(outputs, labels)
    return torch.stack([WEIGHTS[name] * part for name, part in parts.items()]).sum()


def _contrastive_loss(embedding: Tensor, labels: Labels) -> Tensor:
    """Contrastive loss on the embedding: clips of one genre or one quadrant should be close."""
    genres = labels.genre.nan_to_num()
    known = labels.quadrant != NO_QUADRANT
    of_a_mood = (labels.quadrant[:, None] == labels.quadrant) & known[:, None] & known
    by_genre = _supervised_contrast(embedding, genres @ genres.T > 0)
    return GENRE_CONTRAST * by_genre + MOOD_CONTRAST * _supervised_contrast(embedding, of_a_mood)


def _supervised_contrast(embedding: Tensor, alike: Tensor) -> Tensor:
    """Supervised contrastive loss (Khosla et al. 2020, arXiv 2004.11362); `alike` is [N, N]."""
    itself = torch.eye(len(embedding), dtype=torch.bool)
    cosines = (embedding @ embedding.T / CONTRAST_TEMPERATURE).masked_fill(itself, -1e9)
    likely = cosines - cosines.logsumexp(dim=1, keepdim=True)
    alike = alike & ~itself
    count = alike.sum(dim=1)
    mean = (likely * alike).sum(dim=1) / count.clamp(min=1)
    return -(mean * (count > 0)).sum() / (count > 0).sum().clamp(min=1)


def save_network(network: MusicCRNN, words: Sequence[str], run: Path) -> None:
    """Write the network to the folder `run`."""
    torch.save({"moods": len(words), "weights": network.state_dict()}, run / NETWORK)


def load_network(run: Path) -> MusicCRNN:
    """Load the network that `save_network` wrote to the folder `run`."""
    state = torch.load(run / NETWORK)
    ensemble = Ensemble([Head(state["moods"]) for _ in range(HEADS)])
    network = MusicCRNN(Backbone(), ensemble)
    network.load_state_dict(state["weights"])
    return network.eval()
