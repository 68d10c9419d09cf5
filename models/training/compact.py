"""Halve the size of an ONNX file."""

from pathlib import Path
from typing import Final

import numpy as np
import onnx
from onnx import numpy_helper

MIN_VALUES: Final = 1024
"""Smaller tensors stay float32: biases and constants of the graph's nodes."""


def store_weights_as_float16(path: Path) -> None:
    """Store the large weights of the ONNX file at `path` as float16.

    A Cast node turns each one back into float32. The runtime does this once, when it loads the
    file. The network still computes in float32, with weights rounded to 11 bits.
    """
    model = onnx.load(path)
    casts = []
    for weight in model.graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype == np.float32 and values.size >= MIN_VALUES:
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
