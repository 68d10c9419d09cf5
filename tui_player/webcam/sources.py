"""Frame sources: a camera, a video file or pictures. Frames are never stored."""

import re
from typing import TYPE_CHECKING, Protocol

from tui_player.errors import VisionError, error_text
from tui_player.paths import typed_path

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CAMERA = re.compile(r"(?:/dev/video)?([0-9]{1,3})")


class FrameSource(Protocol):
    """A source that gives its current frame."""

    name: str
    """Name for the listener."""

    def read(self) -> "NDArray[np.uint8] | None":
        """The current frame [H, W, 3], BGR, or None. Raises `VisionError` if the source is lost."""

    def close(self) -> None:
        """Close the source; a camera's light goes off."""


def open_source(spec: str) -> FrameSource:
    """Open a camera by number, a video or picture file, or a folder of pictures.

    Raises `VisionError` if it can't be read.
    """
    from tui_player.models.emotion import opencv
    from tui_player.webcam.camera import CameraSource
    from tui_player.webcam.pictures import PicturesSource, is_picture, pictures_in
    from tui_player.webcam.video import VideoSource

    opencv.tame()
    camera = CAMERA.fullmatch(spec)
    if camera:
        return CameraSource(int(camera.group(1)))
    path = typed_path(spec)
    try:
        if path.is_dir():
            return PicturesSource(spec, pictures_in(path))
        if not path.is_file():
            raise VisionError(f"{spec}: no such camera, file or folder")
        return PicturesSource(spec, [path]) if is_picture(path) else VideoSource(path)
    except (OSError, ValueError) as error:
        raise VisionError(f"{spec}: can't be read: {error_text(error)}") from error
