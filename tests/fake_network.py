"""A music network that hears by the file's name: importable, so that worker processes have it."""

import os
import signal
import time
from pathlib import Path

from tui_player.errors import AudioError
from tui_player.library.scan.analysis import Analyser
from tui_player.library.song import Analysis

VERSION = "fake-1"
NEWER_VERSION = "fake-2"


def analysis(version_heard: str = VERSION) -> Analysis:
    return Analysis(version_heard, b"\0\x3c", {"Rock": 0.5}, (0.4, 0.3, 0.2, 0.1), 0.5, -0.5)


def hear(path: str) -> Analysis:
    """Any bytes that begin as text does are no audio."""
    with Path(path).open("rb") as file:
        if file.read(4) == b"text":
            raise AudioError("is\nno audio")
    return analysis()


def hear_newer(path: str) -> Analysis:
    del path
    return analysis(NEWER_VERSION)


def hear_or_crash(path: str) -> Analysis:
    """Names with "crash" in them end the process, as a broken decoder does."""
    if "crash" in Path(path).name:
        os.abort()
    return hear(path)


def hear_or_be_ended(path: str) -> Analysis:
    """Names with "ended" in them are what the process is at when the system ends it."""
    if "ended" in Path(path).name:
        os.kill(os.getpid(), signal.SIGKILL)
    return hear(path)


def hear_with_a_bug(path: str) -> Analysis:
    raise ValueError(f"no such luck: {path}")


def hear_without_libraries(path: str) -> Analysis:
    raise ModuleNotFoundError(f"No module named 'onnxruntime' for {path}")


def hear_for_ever(path: str) -> Analysis:
    """Leaves its process id beside the song."""
    Path(path + ".pid").write_text(str(os.getpid()))
    time.sleep(600)
    return analysis()


NETWORK = Analyser(VERSION, hear)
NEWER_NETWORK = Analyser(NEWER_VERSION, hear_newer)
CRASHING_NETWORK = Analyser(VERSION, hear_or_crash)
ENDED_NETWORK = Analyser(VERSION, hear_or_be_ended)
BUGGY_NETWORK = Analyser(VERSION, hear_with_a_bug)
MISSING_NETWORK = Analyser(VERSION, hear_without_libraries)
HANGING_NETWORK = Analyser(VERSION, hear_for_ever)
