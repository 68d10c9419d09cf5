"""Run OpenCV single-threaded and silent."""

import os

import cv2


def tame() -> None:
    """Limit OpenCV to one thread and turn off its messages.

    Small frames are no faster on more threads. OpenCV and its FFmpeg print warnings, which would
    disturb the interface on the same terminal.
    """
    cv2.setNumThreads(1)
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
