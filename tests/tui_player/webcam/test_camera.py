from typing import Any

import cv2
import numpy as np
import pytest

from tui_player.errors import VisionError
from tui_player.webcam.camera import CameraSource


class FakeCapture:
    """A fake of OpenCV's capture whose driver keeps four old frames."""

    def __init__(self, index: int) -> None:
        self.opened = index == 0
        self.grabbed = 0
        self.settings: dict[int, float] = {}
        self.gone = False

    def isOpened(self) -> bool:
        return self.opened

    def set(self, what: int, value: float) -> bool:
        self.settings[what] = value
        return True

    def grab(self) -> bool:
        self.grabbed += 1
        return not self.gone

    def retrieve(self) -> tuple[bool, Any]:
        return True, np.full((480, 640, 3), self.grabbed, dtype=np.uint8)

    def release(self) -> None:
        self.opened = False


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> CameraSource:
    monkeypatch.setattr(cv2, "VideoCapture", FakeCapture)
    return CameraSource(0)


def capture_of(camera: CameraSource) -> Any:
    return camera._capture


def test_old_frames_in_the_driver_are_skipped(camera: CameraSource) -> None:
    frame = camera.read()
    assert frame is not None
    assert frame[0, 0, 0] == 5


def test_the_camera_is_set_to_a_small_picture(camera: CameraSource) -> None:
    settings = capture_of(camera).settings
    assert settings[cv2.CAP_PROP_FRAME_WIDTH] == 640
    assert settings[cv2.CAP_PROP_FRAME_HEIGHT] == 480


def test_an_unplugged_camera_gives_no_frame(camera: CameraSource) -> None:
    capture_of(camera).gone = True
    assert camera.read() is None


def test_closing_releases_the_camera(camera: CameraSource) -> None:
    camera.close()
    assert not capture_of(camera).opened


@pytest.mark.usefixtures("camera")
def test_a_busy_camera_is_an_error_in_one_line() -> None:
    with pytest.raises(VisionError, match="camera 1: not there, in use by another program"):
        CameraSource(1)
