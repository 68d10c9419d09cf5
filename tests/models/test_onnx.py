"""onnxruntime must not collect data about the listener."""

import os
import subprocess
import sys
from pathlib import Path

from tui_player.models.emotion.classifier import MODEL_FILE

OPEN_AND_USE = """
import sys
from pathlib import Path
import numpy as np
from tui_player.models.onnx import open_session
open_session(Path(sys.argv[1])).run(None, {"faces": np.zeros((1, 1, 48, 48), np.float32)})
"""


def test_running_a_network_writes_no_file_to_the_home_folder(tmp_path: Path) -> None:
    hidden = ("ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    subprocess.run(
        [sys.executable, "-c", OPEN_AND_USE, str(MODEL_FILE)],
        env=environment | {"HOME": str(tmp_path)},
        check=True,
    )
    assert list(tmp_path.rglob("*")) == []
