"""Networks run by onnxruntime."""

from pathlib import Path
from typing import Any, Final

ONLY_FATAL: Final = 4
"""onnxruntime's log level: it would write on the terminal that the interface draws on."""


def open_session(model: Path) -> Any:
    """An `onnxruntime.InferenceSession` on one thread: two are no faster for these sizes."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = ONLY_FATAL
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
