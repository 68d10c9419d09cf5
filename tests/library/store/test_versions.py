"""Libraries of earlier players open without loss, and can be written to.

The player of that day wrote each folder `data/library-DATE`. Format 1 has gained documents and
files since (acoustic fingerprints, archives), and an analysis has become one block of numbers.
"""

import shutil
from base64 import b64encode
from pathlib import Path

import pytest

from tests.library.store.archives import all_events
from tui_player.library.analysis import UNKNOWN_DEVIATIONS
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.song import Analysis, DurationMs, Song, SongId, Tags
from tui_player.library.sound_kind import SoundKind
from tui_player.library.store.store import Store

DATA = Path(__file__).parents[2] / "data"
EARLIER = sorted(path.name for path in DATA.glob("library-*"))

HEARD = Analysis.of(
    {
        "version": "music-1",
        "embedding": b64encode(bytes(range(256))).decode(),
        "genres": {"Rock": 0.5, "Jazz": 0.25},
        "quadrants": [0.4, 0.3, 0.2, 0.1],
        "valence": 0.25,
        "arousal": -0.5,
    }
)


def song(number: int, **changes: object) -> Song:
    return Song(
        id=SongId(number + 1),
        path=f"/music/{number}.ogg",
        size_bytes=100 + number,
        mtime_ns=200 + number,
        content_hash=f"{number:032x}",
        tags=Tags(
            title=f"Title {number}",
            artist="Somebody",
            genres=("Rock",),
            duration_ms=DurationMs(1000 * number + 1000),
        ),
        added_at=1000.0 + number,
        **{"analysis": HEARD, **changes},  # type: ignore[arg-type]
    )


SONGS = [
    song(0, rating=1),
    song(1, rating=-1, skips=1, last_played_at=2001.0),
    song(2, analysis=None, failure="can't be decoded"),
    song(3, plays=1, last_played_at=2002.0, missing=True),
]
EVENTS = [
    Feedback(FeedbackKind.LIKE, SongId(1), 2000.0, 0.5, -0.25),
    Feedback(FeedbackKind.SKIP, SongId(2), 2001.0, 0.5, -0.25, 0.125),
    Feedback(FeedbackKind.PLAY, SongId(4), 2002.0, heard_share=1.0),
    Feedback(FeedbackKind.DISLIKE, SongId(2), 2003.0),
]


@pytest.fixture(params=EARLIER)
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA / request.param, tmp_path / "library"))


def test_a_library_of_an_earlier_player_opens_unchanged(library: Path) -> None:
    for _ in range(2):
        with Store.open(library) as store:
            assert store.songs() == SONGS
            assert store.events() == all_events(library) == EVENTS
            assert store.folders() == ["/music"]
            assert store.notices == []


def test_an_analysis_of_an_earlier_player_is_read(library: Path) -> None:
    with Store.open(library) as store:
        heard = store.song(SongId(1)).analysis
    assert heard is not None
    assert heard.embedding == bytes(range(256))
    assert {name: share for name, share in heard.genres.items() if share} == {
        "Rock": 0.5,
        "Jazz": 0.25,
    }
    assert heard.quadrants == pytest.approx((0.4, 0.3, 0.2, 0.1), abs=1e-3)
    assert (heard.valence, heard.arousal) == (0.25, -0.5)
    assert heard.deviations == UNKNOWN_DEVIATIONS
    assert (heard.sound_kind, heard.tempo_bpm, heard.key) == (SoundKind.MUSIC, None, None)


def test_new_feedback_follows_the_old(library: Path) -> None:
    like = Feedback(FeedbackKind.LIKE, SongId(3), 3000.0)
    with Store.open(library) as store:
        store.record(like)
    with Store.open(library, read_only=True) as store:
        assert store.events() == [*EVENTS, like]
        assert store.song(SongId(3)).rating == 1


def test_a_damaged_snapshot_is_replaced_by_the_generation_before(library: Path) -> None:
    newest = max(library.glob("snapshot-*.json"))
    newest.write_text(newest.read_text().replace("Title 1", "Title 7"))
    with Store.open(library) as store:
        assert store.songs() == SONGS
        assert store.events() == EVENTS
        assert "damaged" in store.notices[0]
