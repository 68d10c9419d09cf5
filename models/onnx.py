"""Networks run by onnxruntime."""

import os
from pathlib import Path
from typing import Any, Final

ONLY_FATAL: Final = 4
"""onnxruntime's log level: it would write on the terminal that the interface draws on."""

NOTHING_SENT: Final = ("ORT_DISABLE_TELEMETRY", "1")
"""From 1.32 on onnxruntime would keep a number of this computer and send what it does to its
makers. It reads this once, while it is imported; afterwards it is too late to say no."""


def open_session(model: Path) -> Any:
    """An `onnxruntime.InferenceSession` on one thread: two are no faster for these sizes.

    The only way to onnxruntime here.
    """
    os.environ.update([NOTHING_SENT])
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = ONLY_FATAL
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
