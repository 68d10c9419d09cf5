import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.faces import Frame, portrait, write_picture
from tui_player.errors import VisionError
from tui_player.expression.reading import NoReading, Reading
from tui_player.webcam import WebcamReader, reader

PATIENCE_S = 60
"""Longest wait, seconds; only a failing test waits that long."""


class FakeCamera:
    """A camera that can be unplugged, plugged in and hang."""

    name = "fake"

    def __init__(self) -> None:
        self.plugged_in = True
        self.frame: Frame = portrait()
        self.opened = 0
        self.closed = threading.Event()
        self.hangs = threading.Event()
        self.is_hanging = threading.Event()
        self.goes_on = threading.Event()

    def open(self, _: str) -> "FakeCamera":
        if not self.plugged_in:
            raise VisionError("fake: not there")
        self.opened += 1
        self.closed.clear()
        return self

    def read(self) -> Frame | None:
        if self.hangs.is_set():
            self.is_hanging.set()
            self.goes_on.wait()
        return self.frame if self.plugged_in else None

    def close(self) -> None:
        self.closed.set()


class Readings:
    """Readings of the reader, in order."""

    def __init__(self) -> None:
        self._queue: queue.Queue[Reading] = queue.Queue()

    def __call__(self, reading: Reading) -> None:
        self._queue.put(reading)

    def wait_for(self, wanted: NoReading | None) -> Reading:
        """The next reading with the reason `wanted`; earlier others are dropped."""
        while True:
            reading = self._queue.get(timeout=PATIENCE_S)
            if reading.reason is wanted:
                return reading

    def drain(self) -> list[Reading]:
        drained = []
        while not self._queue.empty():
            drained.append(self._queue.get())
        return drained


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "FIRST_PAUSE_S", 0.01)
    monkeypatch.setattr(reader, "LONGEST_PAUSE_S", 0.02)


@pytest.fixture
def camera() -> Iterator[FakeCamera]:
    made = FakeCamera()
    yield made
    made.goes_on.set()


@pytest.fixture
def readings() -> Readings:
    return Readings()


@pytest.fixture
def start(camera: FakeCamera, readings: Readings) -> Iterator[Callable[[], WebcamReader]]:
    started: list[WebcamReader] = []

    def begin() -> WebcamReader:
        webcam = WebcamReader("0", readings, 100.0, opener=camera.open)
        started.append(webcam)
        webcam.start()
        return webcam

    yield begin
    for webcam in started:
        webcam.stop()


Start = Callable[[], WebcamReader]


def test_a_face_is_read_again_and_again(start: Start, readings: Readings) -> None:
    start()
    for _ in range(3):
        assert readings.wait_for(None).probabilities is not None


def test_no_camera_is_a_reading(start: Start, camera: FakeCamera, readings: Readings) -> None:
    camera.plugged_in = False
    start()
    assert readings.wait_for(NoReading.NO_CAMERA).probabilities is None


def test_a_camera_is_found_when_it_is_plugged_in(
    start: Start, camera: FakeCamera, readings: Readings
) -> None:
    camera.plugged_in = False
    start()
    readings.wait_for(NoReading.NO_CAMERA)
    camera.plugged_in = True
    assert readings.wait_for(None).probabilities is not None


def test_a_camera_that_was_unplugged_and_plugged_in_is_opened_again(
    start: Start, camera: FakeCamera, readings: Readings
) -> None:
    start()
    readings.wait_for(None)
    camera.plugged_in = False
    readings.wait_for(NoReading.NO_CAMERA)
    assert camera.closed.is_set()
    camera.plugged_in = True
    readings.wait_for(None)
    assert camera.opened == 2


def test_a_driver_that_fails_is_no_camera(
    start: Start, camera: FakeCamera, readings: Readings, caplog: pytest.LogCaptureFixture
) -> None:
    camera.frame = np.zeros((0, 0, 3), dtype=np.uint8)
    start()
    readings.wait_for(NoReading.NO_CAMERA)
    assert "reading the camera failed" in caplog.text
    camera.frame = portrait()
    readings.wait_for(None)


def test_without_networks_no_camera_is_opened_and_the_error_is_logged_once(
    start: Start,
    camera: FakeCamera,
    readings: Readings,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ImportError("No module named 'onnxruntime'")

    monkeypatch.setattr("tui_player.models.emotion.ExpressionReader", broken)
    start()
    for _ in range(3):
        readings.wait_for(NoReading.NO_CAMERA)
    assert camera.opened == 0
    assert caplog.text.count("reading the camera failed") == 1


def test_a_camera_that_was_turned_off_while_networks_load_stays_off(
    start: Start, camera: FakeCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    loading, goes_on = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> object:
        loading.set()
        goes_on.wait(PATIENCE_S)
        return object()

    monkeypatch.setattr("tui_player.models.emotion.ExpressionReader", slow)
    webcam = start()
    thread = webcam._thread
    assert thread is not None
    assert loading.wait(PATIENCE_S)
    webcam.stop()
    goes_on.set()
    thread.join(PATIENCE_S)
    assert camera.opened == 0


def test_stopping_closes_the_camera(start: Start, camera: FakeCamera, readings: Readings) -> None:
    webcam = start()
    readings.wait_for(None)
    webcam.stop()
    assert camera.closed.wait(PATIENCE_S)


def test_a_camera_that_hangs_does_not_hold_up_stopping(
    start: Start, camera: FakeCamera, readings: Readings
) -> None:
    webcam = start()
    readings.wait_for(None)
    camera.hangs.set()
    assert camera.is_hanging.wait(PATIENCE_S)
    webcam.stop()
    readings.drain()
    assert not camera.closed.is_set()
    camera.goes_on.set()
    assert camera.closed.wait(PATIENCE_S)
    assert readings.drain() == []


def test_it_can_be_started_again(start: Start, camera: FakeCamera, readings: Readings) -> None:
    webcam = start()
    webcam.start()
    readings.wait_for(None)
    webcam.stop()
    assert camera.closed.wait(PATIENCE_S)
    readings.drain()
    webcam.start()
    readings.wait_for(None)
    webcam.stop()
    webcam.stop()
    assert camera.opened == 2


def test_a_reading_below_the_least_confidence_is_unsure(
    camera: FakeCamera, readings: Readings
) -> None:
    webcam = WebcamReader("0", readings, 100.0, min_confidence=1.01, opener=camera.open)
    webcam.start()
    assert readings.wait_for(NoReading.UNSURE).box is not None
    webcam.stop()


def test_a_folder_of_faces_is_read_and_left_as_it_was(tmp_path: Path, readings: Readings) -> None:
    write_picture(tmp_path / "face.png", portrait())
    webcam = WebcamReader(str(tmp_path), readings, 100.0)
    webcam.start()
    readings.wait_for(None)
    webcam.stop()
    assert [path.name for path in tmp_path.iterdir()] == ["face.png"]
