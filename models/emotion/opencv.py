"""OpenCV, made to keep to itself."""

import os

import cv2


def tame() -> None:
    """One thread, and no printing: the music and the screen need the rest of the machine.

    Small frames are no faster on more threads, and OpenCV and its FFmpeg write warnings on the
    terminal that the interface draws on.
    """
    cv2.setNumThreads(1)
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
