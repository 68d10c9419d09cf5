"""A network's file at half its size."""

from pathlib import Path
from typing import Final

import numpy as np
import onnx
from onnx import numpy_helper

SMALLEST: Final = 1024
"""Numbers; smaller tensors stay as they are: biases, and what the graph's own nodes need."""


def store_weights_as_float16(path: Path) -> None:
    """Keep the large weights of the ONNX file at `path` as float16.

    A node casts each back to float32, which the runtime does once, as it loads the file: the
    network computes in float32 as before, with weights rounded to 11 bits.
    """
    model = onnx.load(path)
    casts = []
    for weight in model.graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype == np.float32 and values.size >= SMALLEST:
            name = weight.name
            weight.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.float16"))
            casts.append(
                onnx.helper.make_node("Cast", [weight.name], [name], to=onnx.TensorProto.FLOAT)
            )
    for cast in reversed(casts):
        model.graph.node.insert(0, cast)
    onnx.checker.check_model(model)
    part = path.with_suffix(".part")
    onnx.save(model, part)
    part.replace(path)
