"""The tagging network that the package musicnn carries, whose ears the small network has.

`MSD_musicnn` of Pons & Serra 2019 (arXiv 1909.06654; ISC licence): filters over timbre and over
time, trained on the Million Song Dataset (some 200,000 songs). Nine in ten of its filters died in
training, all their weights being 0: they are left out here, which changes what is heard by no more
than 1e-6 and makes it ten times as fast.

`pip download --no-deps musicnn==0.1.0`, unzip; then, with TensorFlow (for this step only),

    python -m tui_player.models.music.training.musicnn --models musicnn --out WEIGHTS
"""

import argparse
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

NETWORK: Final = "MSD_musicnn"
PATCH_FRAMES: Final = 187
"""3 s: what the network hears at once."""
EPSILON: Final = 1e-3
"""Of TensorFlow's batch normalisation."""
FRONT: Final = range(5)
"""The convolutions that look at the picture."""
MIDDLE: Final = range(5, 8)
"""Those that read what the first ones saw, over time."""
DEAD: Final = 1e-3
"""Length of a filter's weights, against the longest, below which it is dead."""

Weights = dict[str, Tensor]


def convert(model: Path, out: Path) -> None:
    """The variables of a TensorFlow 1 checkpoint (folder `model`) as a plain npz."""
    import tensorflow as tf  # type: ignore[import-untyped, unused-ignore]

    reader = tf.compat.v1.train.NewCheckpointReader(f"{model}/")
    names = [name for name in reader.get_variable_to_shape_map() if "Adam" not in name]
    with out.open("wb") as file:
        np.savez(file, **{name: reader.get_tensor(name) for name in names})


def load_weights(path: Path) -> Weights:
    """What `convert` wrote, without the dead; kernels in torch's order [out, in, time, band]."""
    with np.load(path, allow_pickle=False) as archive:
        weights = {name: torch.from_numpy(archive[name]) for name in archive.files}
    for name, value in weights.items():
        if name.endswith("kernel") and value.ndim == 4:
            weights[name] = value.permute(3, 2, 0, 1).contiguous()
    return without_dead_filters(weights)


def without_dead_filters(weights: Weights) -> Weights:
    """The same network: what a dead filter says is always the same, so it becomes a bias."""
    alive, constant = [], []
    for number in FRONT:
        kernel, bias = convolution_of(number, weights)
        lengths = kernel.flatten(1).norm(dim=1)
        alive.append(lengths > DEAD * lengths.max())
        constant.append(_normalised(functional.relu(bias)[None], number + 1, weights)[0])
    lively = dict(weights)
    for number, living in zip(FRONT, alive, strict=True):
        kernel, bias = convolution_of(number, weights)
        lively[f"{_layer(number)}/kernel"], lively[f"{_layer(number)}/bias"] = (
            kernel[living],
            bias[living],
        )
        lively |= _part_of_normalisation(number + 1, living, weights)
    return lively | _after(torch.cat(alive), torch.cat(constant), weights)


def _after(alive: Tensor, constant: Tensor, weights: Weights) -> Weights:
    """What reads the front's channels, reading the living ones alone."""
    name = _layer(MIDDLE[0])
    dense = weights["dense/kernel"]
    others = torch.ones(len(dense) // 2 - len(alive), dtype=torch.bool)
    # each channel's maximum, then its mean, side by side
    pooled = torch.cat([alive, others]).repeat_interleave(2)
    said = torch.cat([constant, torch.zeros(len(others))]).repeat_interleave(2)
    unchanging = torch.where(pooled, 0, _normalised(said[None], 9, weights)[0])
    return {
        f"{name}/kernel": weights[f"{name}/kernel"][..., alive],  # for the dead they are 0 too
        "dense/kernel": dense[pooled],
        "dense/bias": weights["dense/bias"] + unchanging @ dense,
    } | _part_of_normalisation(9, pooled, weights)


def _part_of_normalisation(number: int, kept: Tensor, weights: Weights) -> Weights:
    name = f"batch_normalization{_suffix(number)}"
    return {key: value[kept] for key, value in weights.items() if key.startswith(f"{name}/")}


def patches_of(log_mel: Tensor) -> Tensor:
    """[N, 96, T] -> [N, P, 187, 96]; a shorter window is repeated, the rest at the end left out."""
    frames = log_mel.shape[2]
    # the second summand is 0 where the window is as long as a patch
    count = frames // PATCH_FRAMES + (PATCH_FRAMES - 1) // frames
    places = torch.arange(count * PATCH_FRAMES) % frames
    return log_mel[:, :, places].transpose(1, 2).unflatten(1, (-1, PATCH_FRAMES))


def convolution_of(number: int, weights: Weights) -> tuple[Tensor, Tensor]:
    """Kernel and bias of a layer."""
    return weights[f"{_layer(number)}/kernel"], weights[f"{_layer(number)}/bias"]


def affine_of(number: int, weights: Weights) -> tuple[Tensor, Tensor]:
    """What a batch normalisation comes to, its statistics being fixed: a factor and a summand."""
    name = f"batch_normalization{_suffix(number)}"
    variance = weights[f"{name}/moving_variance"]
    factor = weights[f"{name}/gamma"] / torch.sqrt(variance + EPSILON)
    return factor, weights[f"{name}/beta"] - weights[f"{name}/moving_mean"] * factor


def dense_of(weights: Weights) -> tuple[Tensor, Tensor]:
    """Kernel [200, 512] and bias of the dense layer with the normalisation before it.

    It reads each channel's maximum over time, then each channel's mean.
    """
    kernel = weights["dense/kernel"]  # reads maximum and mean of each channel side by side
    factor, summand = affine_of(9, weights)
    bias = weights["dense/bias"] + summand @ kernel
    return (kernel * factor[:, None]).unflatten(0, (-1, 2)).transpose(0, 1).flatten(0, 1).T, bias


def _normalised(values: Tensor, number: int, weights: Weights) -> Tensor:
    return scaled(values, *affine_of(number, weights))


def scaled(values: Tensor, factor: Tensor, summand: Tensor) -> Tensor:
    """`values` [N, C, ...] with a factor and a summand a channel."""
    shape = (-1, *[1] * (values.ndim - 2))
    return values * factor.view(shape) + summand.view(shape)


def _layer(number: int) -> str:
    return f"conv2d{_suffix(number)}"


def _suffix(number: int) -> str:
    """TensorFlow numbers its layers from the second on."""
    return f"_{number}" if number else ""


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, required=True, help="musicnn's folder")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    options = parser.parse_args()
    convert(options.models / NETWORK, options.out)


if __name__ == "__main__":
    main()
