"""The tagging network of the package musicnn, the source of the backbone's weights.

`MSD_musicnn` of Pons & Serra 2019 (arXiv 1909.06654; ISC licence) has filters over timbre and over
time. It was trained on the Million Song Dataset (some 200,000 songs). Nine in ten of its filters
are dead: all their weights are 0. This module removes them. The features change by at most 1e-6 and
the network becomes ten times as fast.

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
"""Frames in one patch, the network's input: 3 s."""
EPSILON: Final = 1e-3
"""Epsilon of TensorFlow's batch normalisation."""
FRONT: Final = range(5)
"""Numbers of the convolutions on the log-mel patch."""
MIDDLE: Final = range(5, 8)
"""Numbers of the convolutions over time that follow the front."""
DEAD: Final = 1e-3
"""A filter is dead if its norm, relative to the largest norm, is not above this."""

Weights = dict[str, Tensor]


def convert(model: Path, out: Path) -> None:
    """Convert a TensorFlow 1 checkpoint (folder `model`) to an npz file."""
    import tensorflow as tf  # type: ignore[import-untyped, unused-ignore]

    reader = tf.compat.v1.train.NewCheckpointReader(f"{model}/")
    names = [name for name in reader.get_variable_to_shape_map() if "Adam" not in name]
    with out.open("wb") as file:
        np.savez(file, **{name: reader.get_tensor(name) for name in names})


def load_weights(path: Path) -> Weights:
    """Load the file of `convert` without dead filters; kernels are [out, in, time, band]."""
    with np.load(path, allow_pickle=False) as archive:
        weights = {name: torch.from_numpy(archive[name]) for name in archive.files}
    for name, value in weights.items():
        if name.endswith("kernel") and value.ndim == 4:
            weights[name] = value.permute(3, 2, 0, 1).contiguous()
    return without_dead_filters(weights)


def without_dead_filters(weights: Weights) -> Weights:
    """Remove dead filters. Their output is constant, so it becomes part of a bias."""
    alive, constant = [], []
    for number in FRONT:
        kernel, bias = convolution_of(number, weights)
        lengths = kernel.flatten(1).norm(dim=1)
        alive.append(lengths > DEAD * lengths.max())
        constant.append(_normalised(functional.relu(bias)[None], number + 1, weights)[0])
    pruned = dict(weights)
    for number, kept in zip(FRONT, alive, strict=True):
        kernel, bias = convolution_of(number, weights)
        pruned[f"{_layer(number)}/kernel"], pruned[f"{_layer(number)}/bias"] = (
            kernel[kept],
            bias[kept],
        )
        pruned |= _part_of_normalisation(number + 1, kept, weights)
    return pruned | _after(torch.cat(alive), torch.cat(constant), weights)


def _after(alive: Tensor, constant: Tensor, weights: Weights) -> Weights:
    """Weights of the layers after the front, for the remaining channels only."""
    name = _layer(MIDDLE[0])
    dense = weights["dense/kernel"]
    others = torch.ones(len(dense) // 2 - len(alive), dtype=torch.bool)
    # each channel's maximum, then its mean, side by side
    pooled = torch.cat([alive, others]).repeat_interleave(2)
    outputs = torch.cat([constant, torch.zeros(len(others))]).repeat_interleave(2)
    unchanging = torch.where(pooled, 0, _normalised(outputs[None], 9, weights)[0])
    return {
        f"{name}/kernel": weights[f"{name}/kernel"][
            ..., alive
        ],  # weights of dead channels are 0 too
        "dense/kernel": dense[pooled],
        "dense/bias": weights["dense/bias"] + unchanging @ dense,
    } | _part_of_normalisation(9, pooled, weights)


def _part_of_normalisation(number: int, kept: Tensor, weights: Weights) -> Weights:
    name = f"batch_normalization{_suffix(number)}"
    return {key: value[kept] for key, value in weights.items() if key.startswith(f"{name}/")}


def patches_of(log_mel: Tensor) -> Tensor:
    """[N, 96, T] -> [N, P, 187, 96]; repeats a short window, drops the remainder of a long one."""
    frames = log_mel.shape[2]
    # the second summand is 0 if the window is at least as long as a patch
    count = frames // PATCH_FRAMES + (PATCH_FRAMES - 1) // frames
    places = torch.arange(count * PATCH_FRAMES) % frames
    return log_mel[:, :, places].transpose(1, 2).unflatten(1, (-1, PATCH_FRAMES))


def convolution_of(number: int, weights: Weights) -> tuple[Tensor, Tensor]:
    """Kernel and bias of a layer."""
    return weights[f"{_layer(number)}/kernel"], weights[f"{_layer(number)}/bias"]


def affine_of(number: int, weights: Weights) -> tuple[Tensor, Tensor]:
    """Factor and summand of a batch normalisation with fixed statistics."""
    name = f"batch_normalization{_suffix(number)}"
    variance = weights[f"{name}/moving_variance"]
    factor = weights[f"{name}/gamma"] / torch.sqrt(variance + EPSILON)
    return factor, weights[f"{name}/beta"] - weights[f"{name}/moving_mean"] * factor


def dense_of(weights: Weights) -> tuple[Tensor, Tensor]:
    """Kernel [200, 512] and bias of the dense layer merged with the normalisation before it.

    Its input has the maximum of each channel over time, then the mean of each channel.
    """
    kernel = weights["dense/kernel"]  # input: maximum and mean of each channel side by side
    factor, summand = affine_of(9, weights)
    bias = weights["dense/bias"] + summand @ kernel
    return (kernel * factor[:, None]).unflatten(0, (-1, 2)).transpose(0, 1).flatten(0, 1).T, bias


def _normalised(values: Tensor, number: int, weights: Weights) -> Tensor:
    return scaled(values, *affine_of(number, weights))


def scaled(values: Tensor, factor: Tensor, summand: Tensor) -> Tensor:
    """Apply a factor and a summand per channel to `values` [N, C, ...]."""
    shape = (-1, *[1] * (values.ndim - 2))
    return values * factor.view(shape) + summand.view(shape)


def _layer(number: int) -> str:
    return f"conv2d{_suffix(number)}"


def _suffix(number: int) -> str:
    """TensorFlow adds a number to the names of layers, except to the first."""
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
