import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from tui_player.commands.support.frames import Frame, read_frames
from tui_player.errors import VisionError

FRAMES_PER_SECOND = 10.0


def picture(shade: int) -> Frame:
    return np.full((48, 64, 3), shade, np.uint8)


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """A video of two seconds that grows brighter; OpenCV takes its name for a pattern."""
    path = tmp_path / "shot%02d.avi"
    plain = tmp_path / "plain.avi"
    code = cv2.VideoWriter.fourcc(*"MJPG")
    writer = cv2.VideoWriter(str(plain), code, FRAMES_PER_SECOND, (64, 48))
    for shade in range(0, 200, 10):
        writer.write(picture(shade))
    writer.release()
    return plain.rename(path)


def test_a_picture_is_frame_0(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "grey.png"), picture(120))
    frames = list(read_frames(str(tmp_path / "grey.png"), 2.0))
    assert [index for index, _ in frames] == [0]
    assert frames[0][1].shape == (48, 64, 3)


def test_a_picture_may_have_a_name_that_is_not_utf_8(tmp_path: Path) -> None:
    path = os.fsdecode(bytes(tmp_path) + b"/caf\xe9.png")
    Path(path).write_bytes(cv2.imencode(".png", picture(9))[1].tobytes())
    assert len(list(read_frames(path, 2.0))) == 1


def test_a_video_is_sampled_evenly(video: Path) -> None:
    frames = list(read_frames(str(video), 2.0))
    assert [index for index, _ in frames] == [0, 5, 10, 15]
    assert [round(frame.mean(), -1) for _, frame in frames] == [0, 50, 100, 150]


def test_every_frame_of_a_video_can_be_read(video: Path) -> None:
    assert [index for index, _ in read_frames(str(video), None)] == list(range(20))


@pytest.mark.parametrize("content", [b"", b"no picture at all", b"\x89PNG\r\n\x1a\n"])
def test_an_invalid_picture_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(content)
    with pytest.raises(VisionError) as refusal:
        list(read_frames(str(path), 2.0))
    assert "\n" not in str(refusal.value)


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(VisionError, match="No such file"):
        list(read_frames(str(tmp_path / "none.png"), 2.0))
    with pytest.raises(VisionError, match="not a regular file"):
        list(read_frames(str(tmp_path), 2.0))


def test_a_file_too_large_for_a_picture_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "holiday.mp4"
    path.touch()
    os.truncate(path, 3 << 30)
    with pytest.raises(VisionError, match="neither a picture nor a video"):
        list(read_frames(str(path), None))
