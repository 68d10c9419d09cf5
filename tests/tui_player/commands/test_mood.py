from pathlib import Path

import cv2
import numpy as np

from tests.tui_player.conftest import CommandLine
from tui_player.commands.mood import as_json, as_text
from tui_player.expression.reading import NoReading, Reading

HAPPY = Reading((0.0, 0.0, 0.0, 0.75, 0.0, 0.125, 0.125), None, (10, 20, 30, 40))
NO_FACE = Reading(None, NoReading.NO_FACE)


def test_a_json_row_has_its_documented_fields_in_order() -> None:
    row = as_json("face.png", 12, HAPPY)
    assert list(row) == ["path", "frame", "box", "probabilities", "label", "confidence"]
    assert (row["frame"], row["box"], row["label"]) == (12, [10, 20, 30, 40], "happy")
    names = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]
    assert list(row["probabilities"]) == names
    assert row["confidence"] == 0.75


def test_without_a_face_the_json_fields_are_null() -> None:
    row = as_json("wall.png", 0, NO_FACE)
    assert (row["box"], row["probabilities"], row["label"]) == (None, None, None)
    assert row["confidence"] == 0.0


def test_text_output_shows_the_expression_or_the_reason_without_one() -> None:
    assert as_text("a.mp4", 5, HAPPY) == "a.mp4 5: looks happy (75%; surprise 12%, neutral 12%)"
    assert as_text("wall.png", 0, NO_FACE) == "wall.png 0: no face"


def test_an_unreadable_picture_is_named_and_the_others_are_read(
    tui_player: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not much of a picture")
    cv2.imwrite(str(tmp_path / "grey.png"), np.full((120, 160, 3), 128, np.uint8))
    outcome = tui_player("mood", str(tmp_path / "broken.jpg"), str(tmp_path / "grey.png"), "--json")
    assert outcome.status == 1
    assert outcome.err.startswith(f"tui-player: {tmp_path / 'broken.jpg'}: ")
    assert outcome.err.count("\n") == 1
    assert [row["label"] for row in outcome.objects] == [None]
