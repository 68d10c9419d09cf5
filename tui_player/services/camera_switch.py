"""The camera's switch, and its state in words."""

from collections.abc import Callable
from threading import Thread

from tui_player.expression.reading import NoReading, Reading
from tui_player.mood.settings import MoodSettings
from tui_player.run_options import CAMERA_OFF
from tui_player.webcam import WebcamReader

DEFAULT_CAMERA = "0"


def named_source(option: str | None) -> str | None:
    """The source given by `--camera`; None for `off` or no option. Naming one is consent."""
    return None if option == CAMERA_OFF else option


class CameraSwitch:
    """Starts and stops the camera's reader. The camera is used only while it is on."""

    def __init__(
        self, spec: str, on_reading: Callable[[Reading], None], settings: MoodSettings
    ) -> None:
        self.spec = spec
        """The source: a camera's number, a video file or a folder of pictures."""
        self._on_reading = on_reading
        self._settings = settings
        self._reader: WebcamReader | None = None

    @property
    def is_on(self) -> bool:
        """Whether the camera is on."""
        return self._reader is not None

    def turn_on(self) -> None:
        """Start reading."""
        if self._reader is None:
            self._reader = WebcamReader(
                self.spec,
                self._on_reading,
                self._settings.readings_per_second,
                min_confidence=self._settings.min_confidence,
            )
            self._reader.start()

    def turn_off(self) -> None:
        """Stop reading and release the camera. A thread does it, in case the camera hangs."""
        if self._reader is not None:
            Thread(target=self._reader.stop, name="camera off", daemon=True).start()
            self._reader = None

    def describe(self, last: Reading | None) -> str:
        """The state in words for the top line."""
        if not self.is_on:
            return "camera off"
        if last is None or last.reason is NoReading.CAMERA_OFF:
            return "camera starting"
        if last.reason is NoReading.NO_CAMERA:
            return "camera missing or busy"
        return "camera on"
