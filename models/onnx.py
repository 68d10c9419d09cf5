"""Networks run by onnxruntime."""

import os
from pathlib import Path
from typing import Any, Final

FATAL_ONLY: Final = 4
"""Log level of onnxruntime. Its warnings would disturb the interface on the same terminal."""

NO_TELEMETRY: Final = ("ORT_DISABLE_TELEMETRY", "1")
"""Turns off onnxruntime's telemetry (version 1.32 and later), which stores a machine id and sends
usage data. onnxruntime reads the variable only once, during its import."""


def open_session(model: Path) -> Any:
    """Open an `onnxruntime.InferenceSession` with one thread: two are no faster for these sizes.

    All code of this package opens its networks here.
    """
    os.environ.update([NO_TELEMETRY])
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = FATAL_ONLY
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
