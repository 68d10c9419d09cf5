"""Learning from the listener's corrections."""

import math

import pytest

from tui_player.expression.classes import FER2013_CLASSES
from tui_player.expression.reading import NoReading, Reading
from tui_player.mood.correction import MAX_BIAS, Correction
from tui_player.mood.settings import MoodSettings
from tui_player.mood.tracker import MoodTracker

SAD, NEUTRAL = FER2013_CLASSES.index("sad"), FER2013_CLASSES.index("neutral")


def probabilities(**shares: float) -> tuple[float, ...]:
    rest = (1 - sum(shares.values())) / (7 - len(shares))
    return tuple(shares.get(label, rest) for label in FER2013_CLASSES)


SAD_FACE = probabilities(sad=0.55, neutral=0.35)


def test_nothing_is_changed_without_corrections() -> None:
    assert Correction().applied(SAD_FACE) == SAD_FACE
    assert Correction().biases == {}


def test_a_label_called_wrong_is_read_less_often() -> None:
    correction = Correction()
    correction.reject("sad", SAD_FACE)
    corrected = correction.applied(SAD_FACE)
    assert corrected[SAD] < SAD_FACE[SAD]
    assert corrected[NEUTRAL] > SAD_FACE[NEUTRAL]
    assert sum(corrected) == pytest.approx(1)


def test_a_label_set_by_hand_is_read_more_often() -> None:
    correction = Correction()
    for _ in range(3):
        correction.confirm("neutral", correction.applied(SAD_FACE))
    corrected = correction.applied(SAD_FACE)
    assert corrected[NEUTRAL] > corrected[SAD]


def test_a_confirmed_label_changes_little() -> None:
    correction = Correction()
    correction.confirm("happy", probabilities(happy=0.98))
    assert all(abs(bias) < 0.02 for bias in correction.biases.values())


def test_corrections_stay_small_however_often_they_are_made() -> None:
    correction = Correction()
    for _ in range(1000):
        correction.reject("sad", SAD_FACE)
        correction.confirm("angry", SAD_FACE)
    assert max(map(abs, correction.biases.values())) <= MAX_BIAS


def test_corrections_are_kept_and_forgotten() -> None:
    correction = Correction()
    correction.reject("sad", SAD_FACE)
    again = Correction(correction.biases)
    assert again.applied(SAD_FACE) == pytest.approx(correction.applied(SAD_FACE), abs=1e-4)
    again.forget()
    assert again.applied(SAD_FACE) == SAD_FACE


def test_invalid_saved_biases_are_ignored_or_bounded() -> None:
    odd = Correction({"sad": math.nan, "angry": 1e9, "who": 1.0})
    assert odd.biases == {"angry": MAX_BIAS}


def shown(tracker: MoodTracker, start: float) -> str:
    for second in range(60):
        tracker.observe(Reading(SAD_FACE, None), start + second)
    return tracker.mood.label


def test_the_tracker_learns_from_wrong_and_from_hand_set_moods() -> None:
    tracker = MoodTracker(MoodSettings())
    assert shown(tracker, 0) == "sad"
    tracker.wrong(60)
    assert tracker.correction.biases["sad"] < 0
    tracker.set_by_hand("neutral", 61)
    tracker.set_by_hand("neutral", 62)
    before = tracker.correction.biases
    tracker.release()
    assert tracker.correction.biases == before
    assert shown(tracker, 1000) == "neutral", "also when the label is no longer put aside"


def test_a_mood_set_without_readings_is_not_learnt_from() -> None:
    tracker = MoodTracker(MoodSettings())
    tracker.set_by_hand("happy", 0)
    tracker.wrong(1)
    assert tracker.correction.biases == {}


def test_an_old_reading_is_not_learnt_from() -> None:
    tracker = MoodTracker(MoodSettings())
    assert shown(tracker, 0) == "sad"
    for second in range(60):
        tracker.observe(Reading(None, NoReading.CAMERA_OFF), 60 + second)
    assert tracker.wrong(120) is not None, "as long as it is shown, it can be called wrong"
    tracker.set_by_hand("sad", 121)
    assert tracker.correction.biases == {}


def test_the_first_reading_can_be_called_wrong_but_is_not_learnt_from() -> None:
    tracker = MoodTracker(MoodSettings())
    tracker.observe(Reading(probabilities(sad=0.98), None), 0)
    assert tracker.wrong(0.5) == "neutral"
    assert tracker.correction.biases == {}


def test_the_neutral_start_is_not_learnt_from() -> None:
    tracker = MoodTracker(MoodSettings())
    for second in range(60):
        tracker.observe(Reading(probabilities(sad=0.98), None), second)
    for second in range(20):
        tracker.observe(Reading(None, NoReading.NO_FACE), 60 + second)
    tracker.set_by_hand("sad", 80)
    assert all(abs(bias) < 0.02 for bias in tracker.correction.biases.values())
