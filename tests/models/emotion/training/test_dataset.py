from pathlib import Path

import numpy as np
import pytest

from tui_player.models.emotion.training.dataset import NO_MAJORITY, Faces, load

VOTES_HEADER = (
    "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF"
)
VOTES = [
    [10, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [5, 5, 0, 0, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 10],
    [0, 0, 4, 6, 0, 0, 0, 0, 0, 0],
]


def faces(votes_valid: tuple[bool, ...] = (True, True, True, True)) -> Faces:
    images = np.zeros((4, 48, 48), dtype=np.uint8)
    images[1:3] = 9
    return Faces(
        images=images,
        labels=np.array([6, 3, 0, 4], dtype=np.uint8),
        votes=np.array(VOTES, dtype=np.uint8),
        votes_valid=np.array(votes_valid),
        split=np.array(["train", "train", "validation", "validation"]),
    )


def test_the_majority_is_an_emotion_with_more_than_half_of_the_votes() -> None:
    assert faces().majority().tolist() == [0, NO_MAJORITY, NO_MAJORITY, 3]


def test_votes_of_another_picture_are_ignored() -> None:
    some = faces(votes_valid=(False, True, True, True))
    assert some.majority()[0] == NO_MAJORITY
    assert some.vote_shares()[0].sum() == 0


def test_copies_are_faces_with_equal_pixels() -> None:
    validation, train = faces().part("validation"), faces().part("train")
    assert validation.is_copy_of(train).tolist() == [True, True]
    assert faces().is_repeat().tolist() == [False, False, True, True]


def test_the_public_csv_files_are_read(tmp_path: Path) -> None:
    pixels = " ".join(["7"] * 48 * 48)
    (tmp_path / "fer2013.csv").write_text(
        f"emotion,pixels,Usage\n3,{pixels},Training\n6,{pixels},PublicTest\n"
    )
    (tmp_path / "fer2013new.csv").write_text(
        f"{VOTES_HEADER}\n"
        "Training,fer0000000.png,1,9,0,0,0,0,0,0,0,0\n"
        "PublicTest,,0,0,0,0,0,0,0,0,0,0\n"
    )
    read = load(tmp_path)
    assert read.split.tolist() == ["train", "validation"]
    assert read.labels.tolist() == [3, 6]
    assert read.images.shape == (2, 48, 48)
    assert read.majority().tolist() == [1, NO_MAJORITY]
    assert read.votes_valid.tolist() == [True, False]


def test_csv_files_of_different_length_are_refused(tmp_path: Path) -> None:
    pixels = " ".join(["7"] * 48 * 48)
    (tmp_path / "fer2013.csv").write_text(f"emotion,pixels,Usage\n3,{pixels},Training\n")
    (tmp_path / "fer2013new.csv").write_text(f"{VOTES_HEADER}\n")
    with pytest.raises(ValueError, match="has 0 rows"):
        load(tmp_path)
