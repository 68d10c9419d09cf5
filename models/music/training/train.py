"""Train the heads on the backbone features and labels of the clips."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from tui_player.models.music.training.backbone import Backbone
from tui_player.models.music.training.clips.dataset import NO_QUADRANT, Clip, mood_words
from tui_player.models.music.training.clips.features import ClipFeatures
from tui_player.models.music.training.clips.labels import Labels, labels_of, losses_by_output
from tui_player.models.music.training.kinds import Kinds
from tui_player.models.music.training.network import Ensemble, Head, MusicCRNN, Outputs
from tui_player.models.music.training.probe import Probe, fitted_probe

EPOCHS: Final = 40
BATCH: Final = 64
PATCHES: Final = 9
"""Patches of 3 s in a training window."""
PEAK_LEARNING_RATE: Final = 2e-3
WEIGHT_DECAY: Final = 0.1
HEADS: Final = 4
RARITY: Final = 0.1
"""Exponent of a collection's size: a clip is drawn in proportion to size ** -RARITY."""
SEED: Final = 7
"""Seed of the first head; each further head adds one."""
WEIGHTS: Final = {
    "quadrant": 1.0,
    "valence_arousal": 0.5,
    "genre": 2.0,
    "moods": 2.0,
    "felt": 0.6,
}
"""Weights of the losses. The binary losses are small, as most labels are negative."""
KIND_EPOCHS: Final = 30
KIND_RARITY: Final = 0.25
GENRE_CONTRAST: Final = 0.3
MOOD_CONTRAST: Final = 0.15
CONTRAST_TEMPERATURE: Final = 0.1
NETWORK: Final = "network.pt"


class Clips:
    """Backbone features and labels of clips, each in several variants."""

    def __init__(self, variants: Sequence[Sequence[ClipFeatures]], rarity: float = RARITY) -> None:
        """`variants` have the same clips in the same order: first unchanged, then changed.

        A clip is drawn in proportion to the size of its collection to the power of -`rarity`.
        """
        self.clips = [one.clip for one in variants[0]]
        self.words = mood_words(self.clips)
        self.labels = labels_of(self.clips, self.words)
        self.weights = sampling_weights(self.clips, rarity)
        features = [one.features for clips in variants for one in clips]
        self.all_patches = torch.cat(features)
        """[all patches, F]"""
        self.variants = len(variants)
        self.pooled = torch.stack([patches.mean(dim=0) for patches in features])
        """[variants * clips, F], mean over time."""
        self._lengths = torch.tensor([len(patches) for patches in features])
        self._features = pad_sequence(features, batch_first=True)

    def __len__(self) -> int:
        return len(self.clips)

    def random_windows(
        self, rows: Tensor, generator: torch.Generator, variants: int | None = None
    ) -> Tensor:
        """[N, PATCHES, F], one window for each of the clips `rows`, each of a random variant.

        Patches are drawn at random with replacement: the clips are too few for learning an order.
        `variants` limits the variants to the first ones.
        """
        variant = torch.randint(variants or self.variants, (len(rows),), generator=generator)
        places = variant * len(self) + rows
        chance = torch.rand(len(rows), PATCHES, generator=generator)
        patches = (chance * self._lengths[places, None]).long()
        return self._features[places[:, None], patches]


def sampling_weights(clips: Sequence[Clip], rarity: float) -> Tensor:
    """[N]; a large collection weighs more than a small one, but less than by its size."""
    collections = [f"{clip.collection} {clip.kind}" for clip in clips]
    counts = Counter(collections)
    return torch.tensor([counts[name] ** -rarity for name in collections])


def trained(variants: Sequence[Sequence[ClipFeatures]], heads: int = HEADS) -> Ensemble:
    """Train an ensemble on clips in several variants; music alone teaches heads and probe."""
    music = Clips([[one for one in clips if one.clip.kind == "music"] for clips in variants])
    probe = fitted_probe(
        music.pooled,
        music.labels.signs.repeat(music.variants, 1),
        music.weights.repeat(music.variants),
    )
    kinds = _trained_kinds(Clips(variants, KIND_RARITY))
    trained_heads = [_trained_head(music, SEED + number) for number in range(heads)]
    ensemble = Ensemble(trained_heads, probe, kinds)
    generator = torch.Generator().manual_seed(SEED)
    with torch.inference_mode():
        rows = torch.arange(len(music))
        ensemble.eval().fit_likeness(music.random_windows(rows, generator, variants=1))
    return ensemble


def _trained_kinds(clips: Clips) -> Kinds:
    torch.manual_seed(SEED)
    generator = torch.Generator().manual_seed(SEED)
    kinds = Kinds()
    kinds.standardise(clips.all_patches)
    optimiser = torch.optim.AdamW(kinds.parameters(), weight_decay=WEIGHT_DECAY)
    steps = KIND_EPOCHS * (len(clips) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, PEAK_LEARNING_RATE, total_steps=steps)
    for _ in range(steps):
        rows = torch.multinomial(clips.weights, BATCH, generator=generator)
        logits = kinds(clips.random_windows(rows, generator))
        optimiser.zero_grad()
        functional.binary_cross_entropy_with_logits(logits, clips.labels.kind[rows]).backward()
        optimiser.step()
        schedule.step()
    return kinds


def _trained_head(clips: Clips, seed: int) -> Head:
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    head = Head(len(clips.words))
    head.standardise(clips.all_patches)
    optimiser = torch.optim.AdamW(head.parameters(), weight_decay=WEIGHT_DECAY)
    steps = EPOCHS * (len(clips) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, PEAK_LEARNING_RATE, total_steps=steps)
    for _ in range(steps):
        rows = torch.multinomial(clips.weights, BATCH, generator=generator)
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
    ensemble = Ensemble([Head(state["moods"]) for _ in range(HEADS)], Probe(), Kinds())
    network = MusicCRNN(Backbone(), ensemble)
    network.load_state_dict(state["weights"])
    return network.eval()
