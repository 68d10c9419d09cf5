"""Export a trained network to the ONNX file."""

from pathlib import Path
from typing import Final

import onnx
import torch

from tui_player.models.music import NETWORK_VERSION
from tui_player.models.music.embedder import OUTPUTS, VERSION_KEY
from tui_player.models.music.spectrogram import BANDS
from tui_player.models.music.training.network import MusicCRNN
from tui_player.models.music.training.shipped import Calibration, Shipped
from tui_player.models.training.compact import store_weights_as_float16

OPSET: Final = 17
FRAMES: Final = 400
"""Frames of the example input for tracing; the exported file accepts any number."""


def export(network: MusicCRNN, calibration: Calibration, out: Path) -> None:
    """Write `network` with free batch and time axes and the version in the metadata."""
    axes = {name: {0: "batch"} for name in OUTPUTS}
    axes["log_mel"] = {0: "batch", 3: "frames"}
    torch.onnx.export(
        Shipped(network, calibration).eval(),
        (torch.rand(2, 1, BANDS, FRAMES),),
        str(out),
        input_names=["log_mel"],
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,  # the newer exporter fixes the batch of a GRU
    )
    model = onnx.load(str(out))
    onnx.helper.set_model_props(model, {VERSION_KEY: NETWORK_VERSION})
    onnx.save(model, str(out))
    store_weights_as_float16(out)
