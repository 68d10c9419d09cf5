"""Export the network: `python -m tui_player.models.emotion.training.export --run DIR --data NPZ`.

The graph takes raw grey faces and returns calibrated probabilities, without further processing.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from tui_player.models.emotion.classes import FACE_SIZE_PX
from tui_player.models.emotion.classifier import MODEL_FILE
from tui_player.models.emotion.training.dataset import NO_MAJORITY, Faces, load
from tui_player.models.emotion.training.train import NETWORKS
from tui_player.models.training.compact import store_weights_as_float16

OPSET = 17


class MirrorAveraged(nn.Module):
    """Averages the logits over each face and its mirror image."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, faces: Tensor) -> tuple[Tensor, Tensor]:
        """`faces` [N, 1, 48, 48], 0..255 -> logits [N, 7] and [N, 8]."""
        fer2013, ferplus = self.network(torch.cat([faces, faces.flip(3)]))
        return fer2013.unflatten(0, (2, -1)).mean(0), ferplus.unflatten(0, (2, -1)).mean(0)


class Calibrated(nn.Module):
    """Probabilities from mirror-averaged logits, each output divided by its temperature."""

    def __init__(self, logits: MirrorAveraged, fer2013: float, ferplus: float) -> None:
        super().__init__()
        self.logits = logits
        self.temperatures = (fer2013, ferplus)

    def forward(self, faces: Tensor) -> tuple[Tensor, Tensor]:
        """`faces` [N, 1, 48, 48], 0..255 -> probabilities [N, 7] and [N, 8]."""
        fer2013, ferplus = self.logits(faces)
        by_fer2013, by_ferplus = self.temperatures
        return (fer2013 / by_fer2013).softmax(1), (ferplus / by_ferplus).softmax(1)


def fit_temperature(logits: Tensor, labels: Tensor) -> float:
    """The temperature with the least negative log-likelihood (Guo et al., arXiv 1706.04599)."""
    log_temperature = torch.zeros((), requires_grad=True)
    optimiser = torch.optim.LBFGS([log_temperature], max_iter=50)

    def loss() -> Tensor:
        optimiser.zero_grad()
        value = functional.cross_entropy(logits / log_temperature.exp(), labels)
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return log_temperature.exp().item()


def calibrated(network: nn.Module, faces: Faces) -> Calibrated:
    """`network` with temperatures fitted on `faces`.

    The first output is fitted to the original labels, the second to the FER+ majority: the same two
    protocols as in the evaluation.
    """
    averaged = MirrorAveraged(network).eval()
    chunks = torch.from_numpy(faces.images)[:, None].float().split(256)
    with torch.no_grad():
        outputs = [averaged(chunk) for chunk in chunks]
    fer2013 = torch.cat([one for one, _ in outputs])
    ferplus = torch.cat([other for _, other in outputs])
    majority = faces.majority()
    clear = torch.from_numpy(majority != NO_MAJORITY)
    return Calibrated(
        averaged,
        fit_temperature(fer2013, torch.from_numpy(faces.labels.astype(np.int64))),
        fit_temperature(ferplus[clear], torch.from_numpy(majority)[clear]),
    )


def write_onnx(module: nn.Module, path: Path) -> None:
    """Write `module` atomically as one ONNX file."""
    part = path.with_suffix(".part")
    torch.onnx.export(
        module,
        (torch.zeros(2, 1, FACE_SIZE_PX, FACE_SIZE_PX),),
        part,
        input_names=["faces"],
        output_names=["fer2013", "ferplus"],
        dynamic_axes={"faces": {0: "N"}, "fer2013": {0: "N"}, "ferplus": {0: "N"}},
        opset_version=OPSET,
        dynamo=False,  # the newer exporter freezes the batch size of a GRU
    )
    store_weights_as_float16(part)
    part.replace(path)


def export(everything: Faces, run: Path, network: str, out: Path) -> None:
    """Calibrate the network of the folder `run`, write it to `out` and print its facts."""
    learner = NETWORKS[network]()
    checkpoint = torch.load(run / "checkpoint.pt")
    learner.load_state_dict(checkpoint["average"])
    validation = everything.part("validation")
    # confidence is higher on faces from training, which would bias the calibration
    unseen = validation.where(~validation.is_copy_of(everything.part("train")))
    module = calibrated(learner.eval(), unseen).eval()
    write_onnx(module, out)
    facts = {
        "epoch": checkpoint["epoch"],
        "temperature_fer2013": round(module.temperatures[0], 4),
        "temperature_ferplus": round(module.temperatures[1], 4),
        "megabytes": round(out.stat().st_size / 1e6, 2),
    }
    print(json.dumps(facts))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder with checkpoint.pt")
    parser.add_argument("--data", type=Path, required=True, help="fer2013.npz, or a folder of csv")
    parser.add_argument("--network", choices=NETWORKS, default="crnn")
    parser.add_argument("--out", type=Path, default=MODEL_FILE)
    options = parser.parse_args()
    export(load(options.data), options.run, options.network, options.out)


if __name__ == "__main__":
    main()
