"""Writers of a library are killed, and their disk fails; see benchmarks/crash.py."""

import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).parents[3] / "benchmarks" / "crash.py"


def test_no_acknowledged_change_is_lost_when_writers_are_killed() -> None:
    command = [sys.executable, str(PROGRAM), "--rounds", "20", "--seed", "7"]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "20 of 20 rounds: nothing acknowledged lost" in said.stdout, said.stderr
