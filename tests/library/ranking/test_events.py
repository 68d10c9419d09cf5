import numpy as np
import pytest

from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.ranking.events import KINDS, LATEST_EVENTS, Events
from tui_player.library.song import SongId

LIKE = Feedback(FeedbackKind.LIKE, SongId(7), 100.0, 0.5, -0.25)
SKIP = Feedback(FeedbackKind.SKIP, SongId(2**63), 200.0, heard_share=0.125)


@pytest.mark.parametrize("at_once", [0, 1, 2])
def test_events_are_a_list_and_columns_at_once(at_once: int) -> None:
    everything = [LIKE, SKIP]
    events = Events(everything[:at_once])
    for event in everything[at_once:]:
        events.append(event)
    assert list(events) == events[:] == [LIKE, SKIP]
    assert events[-1] is SKIP
    columns = events.columns
    assert columns["song_id"].tolist() == [7, 2**63]
    assert [KINDS[kind] for kind in columns["kind"]] == [LIKE.kind, SKIP.kind]
    assert columns["at"].tolist() == [100, 200]
    np.testing.assert_array_equal(columns["valence"], [0.5, np.nan])
    np.testing.assert_array_equal(columns["arousal"], [-0.25, np.nan])
    np.testing.assert_array_equal(columns["heard_share"], [np.nan, 0.125])


def test_only_the_latest_events_are_in_columns() -> None:
    events = Events([LIKE] * LATEST_EVENTS)
    events.append(SKIP)
    assert len(events) == LATEST_EVENTS + 1
    assert len(events.columns) == LATEST_EVENTS
    assert events.columns["at"][-1] == SKIP.at


def test_events_in_columns_are_not_copied() -> None:
    events = Events([LIKE])
    assert Events.of(events) is events
    assert list(Events.of([SKIP])) == [SKIP]
