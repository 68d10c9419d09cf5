"""Write the ONNX file: `python -m tui_player.models.music.training.export --help`."""

import argparse
import json
from pathlib import Path
from typing import Final

import onnx
import torch

from tui_player.models.music.embedder import MODEL, OUTPUTS, VERSION_KEY
from tui_player.models.music.spectrogram import BANDS
from tui_player.models.music.training.network import Shipped, Student

OPSET: Final = 17


def export(student: Student, temperatures: dict[str, float], out: Path, version: str) -> None:
    """Write `student` with batch and time left open, and `version` in the file's metadata."""
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
    onnx.helper.set_model_props(model, {VERSION_KEY: version})
    onnx.save(model, str(out))


def load_student(run: Path) -> Student:
    """The moving average of the last checkpoint of a run."""
    state = torch.load(run / "checkpoint.pt")
    student = Student(**state["sizes"])
    student.load_state_dict(state["average"])
    return student.eval()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder of the training run")
    parser.add_argument("--calibration", type=Path, required=True, help="JSON by `calibrate`")
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--version", required=True, help="songs are heard anew when it changes")
    options = parser.parse_args()
    temperatures = json.loads(options.calibration.read_text(encoding="utf-8"))
    export(load_student(options.run), temperatures, options.out, options.version)


if __name__ == "__main__":
    main()
