"""Looking at the listener: frame sources, and the thread that reads them beside the interface."""

from tui_player.webcam.reader import WebcamReader
from tui_player.webcam.sources import FrameSource, open_source

__all__ = ["FrameSource", "WebcamReader", "open_source"]
