"""`tui-player mood`: reads expressions in pictures and videos."""

import argparse
from typing import TYPE_CHECKING, Any, Final

from tui_player.commands.support.output import complain, say, say_json, silent_libraries
from tui_player.commands.support.status import DONE, SOME_FAILED
from tui_player.errors import VisionError
from tui_player.expression.classes import FER2013_CLASSES

if TYPE_CHECKING:
    from tui_player.commands.support.context import Context
    from tui_player.expression.reading import Reading
    from tui_player.models.emotion import ExpressionReader

DESCRIPTION: Final = "Say what the faces in pictures and videos look like."
EPILOG: Final = """\
A picture gives one line (frame 0). A video gives two lines for each second, or one for each frame
with --every-frame. Nothing is stored. The box is [x, y, width, height] in pixels. Without a face,
the box, the probabilities and the label are null, and the confidence is 0. If it is unclear which
of several faces is meant, only the box is given: that of the largest face.
JSON a line: {"path", "frame", "box", "probabilities": {class: p}, "label", "confidence"}.

An expression is what a face looks like, not how somebody feels.

examples:
  tui-player mood portrait.jpg
  tui-player mood faces/*.png --json
  tui-player mood --every-frame talk.mp4
"""
FRAMES_PER_SECOND: Final = 2.0
"""Frames read from a second of video; the player reads the camera at the same rate."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `mood`."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a picture or a video")
    parser.add_argument(
        "--every-frame", action="store_true", help="read every frame of a video, not two a second"
    )


def run(arguments: argparse.Namespace, context: "Context") -> int:
    """Read each file; exit status 1 if one can't be read."""
    from tui_player.models.emotion import ExpressionReader

    per_second = None if arguments.every_frame else FRAMES_PER_SECOND
    reader = ExpressionReader()
    status = DONE
    for path in arguments.files:
        try:
            _read_file(reader, path, per_second, context.json)
        except VisionError as error:
            complain(f"{path}: {error}")
            status = SOME_FAILED
    return status


def _read_file(
    reader: "ExpressionReader", path: str, per_second: float | None, as_json_lines: bool
) -> None:
    from tui_player.commands.support.frames import read_frames

    frames = read_frames(path, per_second)
    while True:
        with silent_libraries():
            index, frame = next(frames, (0, None))
        if frame is None:
            return
        reading = reader.read(frame)
        if as_json_lines:
            say_json(as_json(path, index, reading))
        else:
            say(as_text(path, index, reading))


def as_json(path: str, frame: int, reading: "Reading") -> dict[str, Any]:
    """One reading as a JSON object."""
    probabilities = _by_class(reading)
    return {
        "path": path,
        "frame": frame,
        "box": None if reading.box is None else [int(value) for value in reading.box],
        "probabilities": {name: round(p, 6) for name, p in probabilities.items()}
        if probabilities
        else None,
        "label": max(probabilities, key=probabilities.__getitem__) if probabilities else None,
        "confidence": round(max(probabilities.values()), 6) if probabilities else 0.0,
    }


def _by_class(reading: "Reading") -> dict[str, float]:
    """Probability of each class; empty if there is no reading."""
    if reading.probabilities is None:
        return {}
    return {name: float(p) for name, p in zip(FER2013_CLASSES, reading.probabilities, strict=True)}


def as_text(path: str, frame: int, reading: "Reading") -> str:
    """One reading as a line of text."""
    probabilities = sorted(_by_class(reading).items(), key=lambda entry: -entry[1])
    if not probabilities:
        return f"{path} {frame}: {reading.reason}"
    others = ", ".join(f"{name} {p:.0%}" for name, p in probabilities[1:3])
    return f"{path} {frame}: looks {probabilities[0][0]} ({probabilities[0][1]:.0%}; {others})"
