import os
from pathlib import Path

import numpy as np
import pytest

from tests.faces import Frame, portrait, write_picture, write_video
from tui_player.errors import VisionError
from tui_player.webcam import open_source
from tui_player.webcam.pictures import PicturesSource, pictures_in
from tui_player.webcam.video import VideoSource


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def grey(level: int) -> Frame:
    return np.full((48, 64, 3), level, dtype=np.uint8)


def level(frame: Frame | None) -> int:
    """Index of a frame; the frames 0, 1, 2... have the grey levels 20, 40, 60..."""
    assert frame is not None
    return round(float(frame.mean()) / 20) - 1


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """Ten frames at five a second."""
    frames = [grey(20 * (index + 1)) for index in range(10)]
    return write_video(tmp_path / "ten.avi", frames, 5)


def test_a_video_shows_the_frame_of_the_moment(video: Path, clock: Clock) -> None:
    source = VideoSource(video, clock)
    assert level(source.read()) == 0
    clock.now += 0.5
    assert level(source.read()) == 2
    assert level(source.read()) == 2
    clock.now += 0.95
    assert level(source.read()) == 7
    source.close()


def test_a_video_begins_again_at_its_end(video: Path, clock: Clock) -> None:
    source = VideoSource(video, clock)
    clock.now += 2.1
    assert level(source.read()) == 0
    clock.now += 0.5
    assert level(source.read()) == 2
    source.close()


def test_a_video_goes_on_where_it_was_after_the_machine_slept(video: Path, clock: Clock) -> None:
    source = VideoSource(video, clock)
    clock.now += 1.1
    assert level(source.read()) == 5
    clock.now += 7200
    assert level(source.read()) == 5
    clock.now -= 9000
    assert level(source.read()) == 5
    source.close()


def test_a_video_that_is_deleted_while_it_plays_is_lost(video: Path, clock: Clock) -> None:
    source = VideoSource(video, clock)
    video.unlink()
    clock.now += 3
    with pytest.raises((VisionError, OSError)):
        source.read()
    source.close()


def test_pictures_follow_each_other_by_name_in_a_loop(tmp_path: Path, clock: Clock) -> None:
    for name, value in (("b.png", 40), ("a.png", 20), ("c.PNG", 60)):
        write_picture(tmp_path / name, grey(value))
    source = PicturesSource("pictures", pictures_in(tmp_path), clock)
    shown = []
    for _ in range(4):
        shown.append(level(source.read()))
        clock.now += 1
    assert shown == [0, 1, 2, 0]


def test_a_damaged_picture_is_skipped(tmp_path: Path, clock: Clock) -> None:
    write_picture(tmp_path / "a.png", grey(20))
    (tmp_path / "b.png").write_bytes((tmp_path / "a.png").read_bytes()[:40])
    (tmp_path / "c.jpg").write_bytes(b"")
    write_picture(tmp_path / "d.png", grey(40))
    source = PicturesSource("pictures", pictures_in(tmp_path), clock)
    shown = []
    for _ in range(4):
        shown.append(level(source.read()))
        clock.now += 1
    assert shown == [0, 1, 1, 1]


def test_each_kind_of_source_is_recognised(tmp_path: Path, video: Path) -> None:
    picture = write_picture(tmp_path / "face.jpg", portrait())
    for spec in (video, picture, tmp_path):
        source = open_source(str(spec))
        assert source.name == str(spec)
        frame = source.read()
        assert frame is not None
        assert frame.ndim == 3
        source.close()


def test_file_names_that_are_not_utf_8_or_look_like_patterns_can_be_opened(tmp_path: Path) -> None:
    frames = [grey(20), grey(40)]
    names = [b"caf\xe9.avi", b"take%02d.avi", b"http:.avi"]
    for name in names:
        made = write_video(tmp_path / "made.avi", frames, 5)
        odd = os.fsencode(tmp_path) + b"/" + name
        made.rename(os.fsdecode(odd))
        source = open_source(os.fsdecode(odd))
        assert level(source.read()) == 0
        source.close()


@pytest.mark.parametrize("content", [b"", b"RIFF" + bytes(500), b"not a video"])
def test_a_file_that_is_no_video_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.avi"
    path.write_bytes(content)
    with pytest.raises(VisionError, match=r"broken\.avi: neither a picture nor a video") as caught:
        open_source(str(path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("spec", ["nowhere.mp4", "99999", "rtsp://example.org/x", "a\0b", ""])
def test_a_missing_source_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spec: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(VisionError):
        open_source(spec)


def test_a_missing_camera_is_named() -> None:
    with pytest.raises(VisionError, match="camera 987"):
        open_source("987")


def test_a_folder_without_readable_pictures_is_named(tmp_path: Path) -> None:
    with pytest.raises(VisionError, match="no pictures"):
        open_source(str(tmp_path))
    (tmp_path / "a.png").write_bytes(b"nothing")
    with pytest.raises(VisionError, match="no picture that can be read"):
        open_source(str(tmp_path))
