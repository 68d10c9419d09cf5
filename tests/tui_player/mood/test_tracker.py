import pytest

from tui_player.expression.classes import COORDINATES, FER2013_CLASSES
from tui_player.expression.reading import NoReading, Reading
from tui_player.mood.debounce import PendingChange
from tui_player.mood.settings import MoodSettings
from tui_player.mood.state import NEUTRAL, Mood, MoodSource
from tui_player.mood.tracker import MoodTracker

SETTINGS = MoodSettings(smoothing_s=4, hysteresis=0.1, dwell_s=20, decay_s=30)
NOBODY = Reading(None, NoReading.NO_FACE)


def face(label: str, share: float = 0.9) -> Reading:
    rest = (1 - share) / (len(FER2013_CLASSES) - 1)
    return Reading(tuple(share if name == label else rest for name in FER2013_CLASSES), None)


def watch(
    tracker: MoodTracker, reading: Reading, start: float, seconds: float, step: float = 0.5
) -> float:
    """Observe `reading` repeatedly for `seconds`; returns the time at the end."""
    for turn in range(int(seconds / step)):
        tracker.observe(reading, start + turn * step)
    return start + seconds


@pytest.fixture
def tracker() -> MoodTracker:
    return MoodTracker(SETTINGS)


def test_the_mood_is_neutral_before_any_reading(tracker: MoodTracker) -> None:
    assert (tracker.mood, tracker.settled, tracker.last) == (NEUTRAL, NEUTRAL, None)
    assert tracker.history == []


def test_one_reading_is_not_yet_a_mood(tracker: MoodTracker) -> None:
    mood = tracker.observe(face("happy"), 0)
    assert (mood.label, mood.confidence) == ("", 0)
    assert 0 < mood.valence < 0.2
    assert mood.source is MoodSource.CAMERA


def test_an_expression_that_lasts_becomes_the_mood(tracker: MoodTracker) -> None:
    watch(tracker, face("happy"), 0, 20)
    assert tracker.mood.label == "happy"
    assert tracker.mood.confidence == pytest.approx(0.9, abs=0.02)
    assert tracker.look[FER2013_CLASSES.index("happy")] == tracker.mood.confidence
    assert tracker.mood.valence > 0.6
    assert tracker.mood.arousal > 0.4


def test_valence_and_arousal_are_expectations_over_the_classes(tracker: MoodTracker) -> None:
    watch(tracker, face("sad", 1.0), 0, 120)
    assert (tracker.mood.valence, tracker.mood.arousal) == pytest.approx(COORDINATES["sad"])


def test_smoothing_does_not_depend_on_the_rate_of_readings() -> None:
    slow, fast = MoodTracker(SETTINGS), MoodTracker(SETTINGS)
    slow.observe(face("happy"), 0)
    fast.observe(face("happy"), 0)
    for turn in range(1, 6):
        slow.observe(face("happy"), turn)
    for turn in range(1, 51):
        fast.observe(face("happy"), turn / 10)
    assert slow.mood.valence == pytest.approx(fast.mood.valence)


def test_a_flickering_expression_gets_no_other_label(tracker: MoodTracker) -> None:
    watch(tracker, face("neutral"), 0, 10)
    labels = []
    for turn in range(60):
        reading = face("sad" if turn % 2 else "neutral", 0.6)
        labels.append(tracker.observe(reading, 10 + turn / 2).label)
    assert labels[0] == "neutral"
    assert labels[-1] == ""
    assert "sad" not in labels


def test_a_look_at_the_threshold_keeps_its_label(tracker: MoodTracker) -> None:
    now = watch(tracker, face("sad", 0.6), 0, 30)
    labels = set()
    for _ in range(10):
        now = watch(tracker, face("sad", 0.4), now, 1)
        labels.add(tracker.mood.label)
        now = watch(tracker, face("sad", 0.6), now, 1)
        labels.add(tracker.mood.label)
    assert labels == {"sad"}


@pytest.mark.parametrize("share", [0.3, 0.45, 0.49])
def test_a_look_below_the_threshold_has_no_label_and_the_queue_does_not_follow_it(
    tracker: MoodTracker, share: float
) -> None:
    now = watch(tracker, face("happy"), 0, 60)
    watch(tracker, face("sad", share), now, 120)
    assert tracker.mood.source is MoodSource.CAMERA
    assert (tracker.mood.label, tracker.mood.confidence) == ("", 0)
    assert tracker.settled.label == "happy"


def test_the_label_is_always_the_largest_part_of_the_look(tracker: MoodTracker) -> None:
    now = 0.0
    for label in ("happy", "sad", "neutral", "angry"):
        for _ in range(30):
            now = watch(tracker, face(label, 0.7), now, 0.5)
            if tracker.mood.label:
                assert tracker.mood.confidence == max(tracker.look) >= 0.4


def test_the_queue_follows_after_the_dwell_time(tracker: MoodTracker) -> None:
    changed = watch(tracker, face("happy"), 0, 18)
    assert tracker.mood.label == "happy"
    assert tracker.settled.label == "neutral"
    watch(tracker, face("happy"), changed, 20)
    assert tracker.settled.label == "happy"


def test_a_change_says_when_the_queue_follows(tracker: MoodTracker) -> None:
    now = watch(tracker, face("neutral"), 0, 60)
    assert tracker.pending(now) is None
    while tracker.mood.label != "happy":
        now = watch(tracker, face("happy"), now, 0.5)
    assert tracker.pending(now - 0.5) == PendingChange("happy", 0, 20)
    watch(tracker, face("happy"), now, 12)
    assert tracker.pending(now + 11.5) == PendingChange("happy", 12, 8)
    watch(tracker, face("happy"), now + 12, 8)
    assert tracker.settled.label == "happy"
    assert tracker.pending(now + 20) is None


def test_a_look_that_becomes_unclear_ends_the_wait(tracker: MoodTracker) -> None:
    now = watch(tracker, face("neutral"), 0, 60)
    now = watch(tracker, face("sad"), now, 15)
    assert tracker.pending(now) is not None
    now = watch(tracker, face("sad", 0.2), now, 10)
    assert (tracker.mood.label, tracker.pending(now)) == ("", None)


def test_the_first_face_that_looks_neutral_announces_no_change(tracker: MoodTracker) -> None:
    now = watch(tracker, face("neutral"), 0, 15)
    assert tracker.mood.label == "neutral"
    assert tracker.pending(now) is None


def test_the_queue_does_not_follow_a_short_smile(tracker: MoodTracker) -> None:
    now = watch(tracker, face("neutral"), 0, 30)
    for _ in range(5):
        now = watch(tracker, face("happy"), now, 10)
        assert tracker.mood.label == "happy"
        now = watch(tracker, face("neutral"), now, 15)
    assert tracker.settled.label == "neutral"


def test_the_queue_follows_a_mood_that_grows_under_the_same_label(tracker: MoodTracker) -> None:
    now = watch(tracker, face("happy", 0.6), 0, 60)
    before = tracker.settled
    watch(tracker, face("happy", 1.0), now, 15)
    assert tracker.pending(now + 15) is not None
    watch(tracker, face("happy", 1.0), now + 15, 45)
    assert (before.label, tracker.settled.label) == ("happy", "happy")
    assert tracker.settled.valence > before.valence + 0.2


def test_without_a_face_the_mood_returns_to_neutral(tracker: MoodTracker) -> None:
    now = watch(tracker, face("happy"), 0, 60)
    happy = tracker.mood
    now = watch(tracker, NOBODY, now, 30)
    assert tracker.mood.valence == pytest.approx(happy.valence / 2.718, rel=0.05)
    watch(tracker, NOBODY, now, 120)
    assert (tracker.mood, tracker.settled) == (NEUTRAL, NEUTRAL)


def test_a_moment_without_a_face_changes_little(tracker: MoodTracker) -> None:
    now = watch(tracker, face("happy"), 0, 60)
    watch(tracker, NOBODY, now, 3)
    assert tracker.mood.label == "happy"
    assert tracker.last is NOBODY


def test_a_reading_after_a_long_gap_counts_for_a_short_time_only(tracker: MoodTracker) -> None:
    watch(tracker, face("happy"), 0, 60)
    mood = tracker.observe(face("angry"), 8 * 3600)
    assert mood.label == ""
    assert abs(mood.valence) < 0.3


def test_a_mood_by_hand_holds_against_the_camera(tracker: MoodTracker) -> None:
    mood = tracker.set_by_hand("sad", 0)
    assert mood == Mood(*COORDINATES["sad"], "sad", 1.0, MoodSource.HAND)
    assert tracker.settled == mood
    watch(tracker, face("happy"), 1, 60)
    assert (tracker.mood, tracker.settled) == (mood, mood)


def test_after_a_release_the_camera_counts_again(tracker: MoodTracker) -> None:
    tracker.set_by_hand("sad", 0)
    now = watch(tracker, face("happy"), 1, 60)
    tracker.release()
    assert tracker.mood.label == "happy"
    assert tracker.settled.label == "sad"
    watch(tracker, face("happy"), now, 25)
    assert tracker.settled.label == "happy"


def test_after_a_release_without_a_camera_the_mood_is_unknown_at_once(tracker: MoodTracker) -> None:
    tracker.set_by_hand("angry", 0)
    tracker.release()
    assert (tracker.mood, tracker.settled) == (NEUTRAL, NEUTRAL)


def test_a_label_that_does_not_exist_is_refused(tracker: MoodTracker) -> None:
    with pytest.raises(KeyError):
        tracker.set_by_hand("bored", 0)
    assert tracker.mood == NEUTRAL


def test_a_label_called_wrong_is_put_aside(tracker: MoodTracker) -> None:
    now = watch(tracker, face("sad"), 0, 60)
    assert tracker.wrong(now) == "sad"
    assert (tracker.mood.label, tracker.settled.label) == ("", "neutral")
    now = watch(tracker, face("sad"), now, 120)
    assert (tracker.mood.label, tracker.settled.label) == ("", "neutral")
    assert tracker.last is not None
    assert tracker.last.reason is NoReading.CALLED_WRONG
    assert tracker.put_aside == {"sad"}


def test_a_label_put_aside_counts_again_after_minutes(tracker: MoodTracker) -> None:
    now = watch(tracker, face("sad"), 0, 60)
    tracker.wrong(now)
    watch(tracker, face("sad"), now + 300, 30)
    assert tracker.mood.label == "sad"
    assert tracker.put_aside == set()


@pytest.mark.parametrize(("first", "second"), [("neutral", "sad"), ("sad", "neutral")])
@pytest.mark.parametrize("share", [0.56, 0.6, 0.75, 0.9])
def test_the_second_best_expression_never_takes_the_place_of_one_called_wrong(
    tracker: MoodTracker, first: str, second: str, share: float
) -> None:
    shares = {first: share, second: 0.98 - share}
    mixed = Reading(tuple(shares.get(name, 0.004) for name in FER2013_CLASSES), None)
    now = watch(tracker, mixed, 0, 60)
    tracker.correction.confirm(second, tracker.look)  # learnt earlier
    assert tracker.wrong(now) == first
    for _ in range(200):
        now = watch(tracker, mixed, now, 1)
        assert (tracker.mood.label, tracker.settled.label) == ("", "neutral")


def test_faces_that_alternate_give_no_label_while_one_is_put_aside(tracker: MoodTracker) -> None:
    now = watch(tracker, face("sad"), 0, 60)
    tracker.wrong(now)
    for _ in range(100):
        now = watch(tracker, face("sad", 0.7), now, 0.5)
        now = watch(tracker, face("angry", 0.7), now, 0.5)
        assert tracker.mood.label == ""


def test_calling_a_label_wrong_leaves_the_queue_at_its_other_mood(tracker: MoodTracker) -> None:
    now = watch(tracker, face("happy"), 0, 60)
    now = watch(tracker, face("sad"), now, 10)
    assert tracker.wrong(now) == "sad"
    assert tracker.pending(now) is None
    watch(tracker, face("sad"), now, 120)
    assert tracker.settled.label == "happy"


def test_another_clear_look_counts_while_a_label_is_put_aside(tracker: MoodTracker) -> None:
    now = watch(tracker, face("sad"), 0, 60)
    tracker.wrong(now)
    watch(tracker, face("happy"), now, 30)
    assert (tracker.mood.label, tracker.settled.label) == ("happy", "happy")


def test_a_mood_set_by_hand_is_released_if_it_is_called_wrong(tracker: MoodTracker) -> None:
    watch(tracker, face("happy"), 0, 60)
    tracker.set_by_hand("sad", 60)
    assert tracker.wrong(61) == "sad"
    assert tracker.mood.label == "happy"
    watch(tracker, face("sad"), 61, 30)
    assert tracker.mood.label == "sad"


def test_calling_a_mood_wrong_without_readings_changes_nothing(tracker: MoodTracker) -> None:
    assert tracker.wrong(5) is None
    watch(tracker, face("neutral"), 6, 10)
    assert tracker.mood.label == "neutral"
    assert tracker.mood.confidence > 0.5


def test_the_mood_survives_a_clock_that_is_set_back(tracker: MoodTracker) -> None:
    now = watch(tracker, face("sad"), 10_000, 60)
    tracker.wrong(now)
    watch(tracker, face("happy"), 100, 40)
    assert tracker.settled.label == "happy"
    times = [time for time, _, _ in tracker.history]
    assert times == sorted(times)
    watch(tracker, face("sad"), 450, 30)
    assert tracker.mood.label == "sad"


def test_the_history_keeps_the_last_ten_minutes(tracker: MoodTracker) -> None:
    watch(tracker, face("happy"), 0, 1000, step=0.25)
    assert len(tracker.history) == 600
    assert tracker.history[-1][0] == pytest.approx(999)
    assert tracker.history[-1][1:] == pytest.approx((tracker.mood.valence, tracker.mood.arousal))


def test_with_settings_of_zero_the_mood_follows_at_once() -> None:
    tracker = MoodTracker(MoodSettings(0, 0, 0, 0, 0))
    tracker.observe(face("angry"), 0)
    tracker.observe(face("angry"), 1)
    assert (tracker.mood.label, tracker.settled.label) == ("angry", "angry")
