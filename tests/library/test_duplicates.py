import numpy as np
import pytest

from tui_player.library.duplicates import ACOUSTIC_FINGERPRINT_BYTES, recording_groups
from tui_player.library.song import Analysis, DurationMs, Song, SongId, Tags


def song(number: int, fingerprint: bytes, seconds: float = 200.0) -> Song:
    analysis = Analysis("1", b"", {}, (0.25, 0.25, 0.25, 0.25), 0.0, 0.0, fingerprint)
    tags = Tags(f"song {number}", duration_ms=DurationMs(round(1000 * seconds)))
    return Song(SongId(number), f"/{number}", 1, 1, "", tags, analysis)


def fingerprints(count: int, seed: int = 1) -> list[bytes]:
    random = np.random.default_rng(seed)
    return [random.bytes(ACOUSTIC_FINGERPRINT_BYTES) for _ in range(count)]


def damaged(fingerprint: bytes, share: float, seed: int = 2) -> bytes:
    bits = np.unpackbits(np.frombuffer(fingerprint, np.uint8))
    flipped = np.random.default_rng(seed).random(len(bits)) < share
    return np.packbits(bits ^ flipped).tobytes()


@pytest.mark.parametrize("share", [0.0, 0.1, 0.2])
def test_files_of_one_recording_are_grouped(share: float) -> None:
    one, other = fingerprints(2)
    songs = [song(0, one), song(1, other), song(2, damaged(one, share)), song(3, one)]
    assert recording_groups(songs).tolist() == [0, 1, 0, 0]


def test_another_duration_is_another_recording() -> None:
    (one,) = fingerprints(1)
    assert recording_groups([song(0, one), song(1, one, 240.0), song(2, one, 202.0)]).tolist() == [
        0,
        1,
        0,
    ]


def test_a_song_without_a_full_fingerprint_has_no_duplicates() -> None:
    songs = [song(0, b""), song(1, b""), song(2, b"short"), song(3, b"short")]
    assert recording_groups(songs).tolist() == [0, 1, 2, 3]
    assert recording_groups([]).tolist() == []


def test_fingerprint_words_that_many_songs_share_group_no_songs() -> None:
    random = np.random.default_rng(3)
    hiss = [b"\0" * 16 + random.bytes(112) for _ in range(100)]
    assert (
        len(set(recording_groups([song(number, one) for number, one in enumerate(hiss)]).tolist()))
        == 100
    )


def test_a_large_library_of_different_songs_has_no_duplicates() -> None:
    assert (
        len(set(recording_groups([song(n, s) for n, s in enumerate(fingerprints(3000))]).tolist()))
        == 3000
    )
