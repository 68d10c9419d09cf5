"""Tests of the saved session."""

from pathlib import Path

import pytest

from tui_player.session.saved_session import SavedSession, load_saved_session, save_session


def test_a_saved_session_is_loaded_unchanged(tmp_path: Path) -> None:
    place = SavedSession(
        current_id=7, position_ms=4200, by_hand_ids=[3, 1], muted=True, strategy="calm"
    )
    save_session(tmp_path / "session.json", place)
    assert load_saved_session(tmp_path / "session.json") == place


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"muted": "yes"}'])
def test_a_damaged_file_gives_a_fresh_session(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "session.json"
    path.write_bytes(content)
    assert load_saved_session(path) == SavedSession()


def test_values_of_the_wrong_type_are_ignored(tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    path.write_text(
        '{"volume_percent": 40, "current_id": "x", "by_hand_ids": [1, "two"],'
        ' "earlier_corrections": [1, {"sad": 0.5, "happy": "x"}]}'
    )
    place = load_saved_session(path)
    assert place.earlier_corrections == [{"sad": 0.5}]
    assert (place.volume_percent, place.current_id, place.by_hand_ids) == (40, None, [1])


def test_consent_to_the_camera_is_never_assumed(tmp_path: Path) -> None:
    assert load_saved_session(tmp_path / "none.json").camera_allowed is False
