"""From a training run to the ONNX file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import onnx
import torch

from tui_player.models.music import NETWORK_VERSION
from tui_player.models.music.embedder import OUTPUTS, VERSION_KEY
from tui_player.models.music.spectrogram import BANDS
from tui_player.models.music.training.network import Shipped, Student
from tui_player.models.training.compact import store_weights_as_float16
from tui_player.models.training.course import CHECKPOINT

OPSET: Final = 17


def export(student: Student, temperatures: Mapping[str, float], out: Path) -> None:
    """Write `student` with batch and time left open, and the version in the file's metadata."""
    network = Shipped(student, temperatures).eval().to(memory_format=torch.contiguous_format)
    axes = {name: {0: "batch"} for name in OUTPUTS}
    axes["log_mel"] = {0: "batch", 3: "frames"}
    torch.onnx.export(
        network,
        (torch.rand(2, 1, BANDS, 250),),
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


def load_student(run: Path) -> Student:
    """The moving average of the last checkpoint of a run."""
    state = torch.load(run / CHECKPOINT)
    student = Student(**state["sizes"])
    student.load_state_dict(state["average"])
    return student.eval()
