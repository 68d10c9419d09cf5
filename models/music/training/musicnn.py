"""The tagging networks that the package musicnn carries, in torch, to teach the small network with.

Pons & Serra 2019 (arXiv 1909.06654; ISC licence): one kind with long and wide filters, one like
VGG, each trained on the Million Song Dataset (MSD, some 200,000 songs) and on MagnaTagATune (MTT).
"""

from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from tui_player.models.music.spectrogram import COMPRESSION

NETWORKS: Final = ("MSD_musicnn", "MSD_vgg", "MTT_musicnn", "MTT_vgg")
SAMPLE_RATE_HZ: Final = 16_000
FFT_SIZE: Final = 512
HOP: Final = 256
PATCH_FRAMES: Final = 187
PATCH_S: Final = PATCH_FRAMES * HOP / SAMPLE_RATE_HZ
EPSILON: Final = 1e-3
"""Of TensorFlow's batch normalisation."""
VGG_LAYERS: Final = 5

Weights = dict[str, Tensor]


def convert(model: Path, out: Path) -> None:
    """The variables of a TensorFlow 1 checkpoint (folder `model`) as a plain npz."""
    import tensorflow as tf  # type: ignore[import-untyped, unused-ignore]

    reader = tf.compat.v1.train.NewCheckpointReader(f"{model}/")
    names = [name for name in reader.get_variable_to_shape_map() if "Adam" not in name]
    with out.open("wb") as file:
        np.savez(file, **{name: reader.get_tensor(name) for name in names})


def load_weights(path: Path) -> Weights:
    """What `convert` wrote; kernels in torch's order [out, in, time, band]."""
    with np.load(path, allow_pickle=False) as archive:
        weights = {name: torch.from_numpy(archive[name]) for name in archive.files}
    for name, value in weights.items():
        if name.endswith("kernel") and value.ndim == 4:
            weights[name] = value.permute(3, 2, 0, 1).contiguous()
    return weights


def patches_of(samples: NDArray[np.float32]) -> Tensor:
    """The networks' own input: [P, 187, 96], patch after patch, the rest at the end left out."""
    from librosa.feature import melspectrogram

    mel = melspectrogram(
        y=samples, sr=SAMPLE_RATE_HZ, n_fft=FFT_SIZE, hop_length=HOP, n_mels=96
    ).astype(np.float16)  # as musicnn does
    frames = torch.from_numpy(np.log10(COMPRESSION * mel.astype(np.float32) + 1).T)
    count = len(frames) // PATCH_FRAMES
    return frames[: count * PATCH_FRAMES].reshape(count, PATCH_FRAMES, -1)


def listen(patches: Tensor, weights: Weights) -> tuple[Tensor, Tensor]:
    """`patches` [P, 187, 96] -> the layer before the tags [P, 200 or 256], tag logits [P, 50]."""
    return (_listen_vgg if "1CNN/kernel" in weights else _listen_musicnn)(patches, weights)


def _listen_vgg(patches: Tensor, weights: Weights) -> tuple[Tensor, Tensor]:
    """Five 3x3 convolutions, pooled."""
    maps = _normalised(patches[:, None], 0, weights).contiguous(memory_format=torch.channels_last)
    for number in range(1, VGG_LAYERS + 1):
        kernel, bias = weights[f"{number}CNN/kernel"], weights[f"{number}CNN/bias"]
        maps = functional.relu(functional.conv2d(maps, kernel, bias, padding=1))
        maps = _normalised(maps, number, weights)
        if number == 1:
            maps = functional.max_pool2d(maps, (4, 1), 2)
        else:
            maps = functional.max_pool2d(maps, 4 if number == VGG_LAYERS else 2)
    flat = maps.permute(0, 2, 3, 1).flatten(1)  # TensorFlow's order: channels last
    return flat, flat @ weights["dense/kernel"] + weights["dense/bias"]


def _listen_musicnn(patches: Tensor, weights: Weights) -> tuple[Tensor, Tensor]:
    maps = _front(patches[:, None], weights)
    layers = [maps]
    for number in range(3):
        layers.append(_middle(layers[-1], number, weights, residual=number > 0))
    features = torch.cat(layers, dim=1)  # [P, 753, 187]
    pooled = torch.stack([features.amax(2), features.mean(2)], dim=2).flatten(1)
    pooled = _normalised(pooled, 9, weights)
    dense = functional.relu(pooled @ weights["dense/kernel"] + weights["dense/bias"])
    penultimate = _normalised(dense, 10, weights)
    return penultimate, penultimate @ weights["dense_1/kernel"] + weights["dense_1/bias"]


def _front(picture: Tensor, weights: Weights) -> Tensor:
    """Filters over timbre (wide in frequency) and over rhythm (long in time): [P, 561, 187]."""
    picture = _normalised(picture, 0, weights)
    maps = []
    for number in range(5):
        name = f"conv2d{_suffix(number)}"
        maps.append(_one_channel(picture, weights[f"{name}/kernel"], weights[f"{name}/bias"]))
        maps[-1] = _normalised(functional.relu(maps[-1]), number + 1, weights).amax(3)
    return torch.cat(maps, dim=1)


def _one_channel(picture: Tensor, kernel: Tensor, bias: Tensor) -> Tensor:
    """[P, 1, 187, 96] by a large `kernel` [O, 1, t, b]; time keeps its length, bands don't.

    A kernel's longer side is laid out as channels first, which is several times faster.
    """
    before = (kernel.shape[2] - 1) // 2
    padded = functional.pad(picture, (0, 0, before, kernel.shape[2] - 1 - before))
    longer = 3 if kernel.shape[3] > 1 else 2
    channels = padded[:, 0].unfold(longer - 1, kernel.shape[longer], 1).permute(0, 3, 1, 2)
    shape = (len(kernel), kernel.shape[longer], *((kernel.shape[2], 1) if longer == 3 else (1, 1)))
    laid_out = kernel.transpose(1, longer).reshape(shape)
    return functional.conv2d(channels, laid_out, bias)


def _middle(sequence: Tensor, number: int, weights: Weights, *, residual: bool) -> Tensor:
    """A convolution over 7 steps of [P, C, 187]; its kernel spans all C channels as if bands."""
    padded = functional.pad(sequence.transpose(1, 2)[:, None], (0, 0, 3, 3))
    maps = _convolved(padded, 5 + number, weights)[..., 0]
    return maps + sequence if residual else maps


def _convolved(picture: Tensor, number: int, weights: Weights) -> Tensor:
    name = f"conv2d{_suffix(number)}"
    maps = functional.conv2d(picture, weights[f"{name}/kernel"], weights[f"{name}/bias"])
    return _normalised(functional.relu(maps), number + 1, weights)


def _normalised(values: Tensor, number: int, weights: Weights) -> Tensor:
    name = f"batch_normalization{_suffix(number)}"
    return functional.batch_norm(
        values,
        weights[f"{name}/moving_mean"],
        weights[f"{name}/moving_variance"],
        weights[f"{name}/gamma"],
        weights[f"{name}/beta"],
        eps=EPSILON,
    )


def _suffix(number: int) -> str:
    """TensorFlow numbers its layers from the second on."""
    return f"_{number}" if number else ""
