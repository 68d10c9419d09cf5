"""Frame sources (camera, video, pictures), and the thread that reads expressions from them."""

from tui_player.webcam.reader import WebcamReader
from tui_player.webcam.sources import FrameSource, open_source

__all__ = ["FrameSource", "WebcamReader", "open_source"]
