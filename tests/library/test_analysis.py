"""An analysis keeps its values in one block of numbers, and reads documents of earlier players."""

import json
import struct
from base64 import b64decode, b64encode
from typing import Any

import pytest

from tui_player.library.analysis import UNKNOWN_DEVIATIONS, Analysis, key_and_tempo
from tui_player.library.sound_kind import SoundKind
from tui_player.models.music import GENRES

HEARD = Analysis(
    "music-6",
    b"\0\x3c",
    {"Rock": 0.75, "Polka": 0.5},
    (0.4, 0.3, 0.2, 0.1),
    0.25,
    -0.5,
    b"print",
    deviations=(0.3, 0.2),
    speech=0.6,
    noise=0.1,
    tempo_bpm=121.3,
    key="F# minor",
)
EARLIER: dict[str, Any] = {
    "version": "music-4",
    "embedding": "ADw=",
    "genres": {"Rock": 0.75, "Polka": 0.5},
    "quadrants": [0.4, 0.3, 0.2, 0.1],
    "valence": 0.25,
    "arousal": -0.5,
}


def test_all_values_survive_json() -> None:
    read = Analysis.of(json.loads(json.dumps(HEARD.document)))
    assert read == HEARD
    assert (read.version, read.embedding, read.acoustic_fingerprint) == (
        "music-6",
        b"\0\x3c",
        b"print",
    )
    assert read.quadrants == pytest.approx((0.4, 0.3, 0.2, 0.1), abs=1e-3)
    assert (read.valence, read.arousal) == (0.25, -0.5)
    assert read.deviations == pytest.approx((0.3, 0.2), abs=1e-3)
    assert (read.speech, read.noise) == pytest.approx((0.6, 0.1), abs=1e-3)
    assert read.tempo_bpm == pytest.approx(121.3, abs=0.05)
    assert read.key == "F# minor"


def test_genres_are_those_of_the_network() -> None:
    assert {name: share for name, share in HEARD.genres.items() if share} == {"Rock": 0.75}
    assert tuple(HEARD.genres) == GENRES


def test_a_stranger_can_decode_the_numbers_by_the_documented_layout() -> None:
    block = b64decode(HEARD.document["numbers"])
    values = struct.unpack(f"<{len(block) // 2}e", block)
    assert values[4:6] == (0.25, -0.5)
    assert values[10] == pytest.approx(121.3, abs=0.05)
    assert values[11 + GENRES.index("Rock")] == 0.75


def test_a_document_of_an_earlier_player_is_read() -> None:
    earlier = Analysis.of(EARLIER)
    earlier.validate()
    assert earlier.genres["Rock"] == 0.75
    assert earlier.quadrants == pytest.approx((0.4, 0.3, 0.2, 0.1), abs=1e-3)
    assert (earlier.valence, earlier.arousal) == (0.25, -0.5)
    assert earlier.deviations == UNKNOWN_DEVIATIONS
    assert earlier.sound_kind is SoundKind.MUSIC
    assert (earlier.tempo_bpm, earlier.key) == (None, None)


def test_what_an_earlier_player_reads_keeps_its_form() -> None:
    """It reads version, embedding and fingerprint, and analyses the song anew."""
    assert {"version", "embedding", "sound"} <= HEARD.document.keys()
    assert b64decode(HEARD.document["embedding"]) == HEARD.embedding


@pytest.mark.parametrize("length", [0, 10, 200])
def test_a_block_of_another_network_is_read_as_far_as_it_goes(length: int) -> None:
    block = b64encode(HEARD.numbers.ljust(200, b"\x3c")[:length]).decode()
    analysis = Analysis.of({**HEARD.document, "numbers": block})
    analysis.validate()
    assert analysis.valence == (0.25 if length >= 10 else 0.0)
    assert len(analysis.genres) == len(GENRES)


@pytest.mark.parametrize(
    ("speech", "noise", "kind"),
    [
        (0.79, 0.2, SoundKind.MUSIC),
        (0.5, 0.5, SoundKind.MUSIC),
        (0.81, 0.0, SoundKind.SPEECH),
        (0.0, 0.81, SoundKind.NOISE),
        (0.81, 0.9, SoundKind.NOISE),
        (0.9, 0.81, SoundKind.SPEECH),
    ],
)
def test_a_file_is_speech_or_noise_from_good_odds_on(
    speech: float, noise: float, kind: SoundKind
) -> None:
    heard = Analysis("1", b"", {}, (0.25,) * 4, 0.0, 0.0, speech=speech, noise=noise)
    assert heard.sound_kind is kind


@pytest.mark.parametrize(
    ("key", "tempo_bpm", "text"),
    [("A minor", 119.7, "A minor, 120 bpm"), ("C major", None, "C major"), (None, None, "")],
)
def test_key_and_tempo_are_told_where_they_are_known(
    key: str | None, tempo_bpm: float | None, text: str
) -> None:
    assert key_and_tempo(key, tempo_bpm) == text
