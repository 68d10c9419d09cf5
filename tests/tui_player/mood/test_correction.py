"""Learning from the listener's corrections."""

import math

import pytest

from tui_player.expression.classes import FER2013_CLASSES
from tui_player.expression.reading import NoReading, Reading
from tui_player.mood.correction import MAX_BIAS, MOST_EARLIER, Correction, in_words
from tui_player.mood.settings import MoodSettings
from tui_player.mood.tracker import ANSWER_S, MoodTracker

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


def test_calling_a_label_wrong_prefers_no_other() -> None:
    correction = Correction()
    correction.reject("sad", SAD_FACE)
    assert list(correction.biases) == ["sad"]


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


def test_corrections_are_taken_back_one_by_one_also_after_a_restart() -> None:
    correction = Correction()
    states = []
    for label in ("sad", "neutral", "angry"):
        states.append(correction.biases)
        correction.reject(label, SAD_FACE)
    again = Correction(correction.biases, correction.earlier)
    for before in reversed(states):
        assert again.take_back()
        assert again.biases == before
    assert not again.take_back()


def test_only_the_last_corrections_are_kept_to_be_taken_back() -> None:
    correction = Correction()
    for _ in range(MOST_EARLIER + 5):
        correction.reject("sad", SAD_FACE)
    assert len(correction.earlier) == MOST_EARLIER


def test_what_was_learnt_is_said_in_words() -> None:
    correction = Correction({"happy": 0.5, "fear": 0.001})
    assert in_words(correction.biases) == "reads happy more easily (× 1.65)"
    correction.reject("sad", probabilities(sad=0.9))
    assert correction.last_in_words == "reads sad less easily (× 0.64)"
    correction.forget()
    assert (in_words(correction.biases), correction.last_in_words) == ("", "")


def test_invalid_saved_biases_are_ignored_or_bounded() -> None:
    odd = Correction({"sad": math.nan, "angry": 1e9, "who": 1.0})
    assert odd.biases == {"angry": MAX_BIAS}


def shown(tracker: MoodTracker, start: float) -> str:
    for second in range(60):
        tracker.observe(Reading(SAD_FACE, None), start + second)
    return tracker.mood.label


@pytest.fixture
def looks_sad() -> MoodTracker:
    """A tracker at second 60 that reads a sad face."""
    tracker = MoodTracker(MoodSettings())
    assert shown(tracker, 0) == "sad"
    return tracker


def test_the_tracker_learns_from_wrong(looks_sad: MoodTracker) -> None:
    looks_sad.wrong(60)
    assert list(looks_sad.correction.biases) == ["sad"]
    assert looks_sad.correction.biases["sad"] < 0


def test_the_mood_named_after_wrong_is_learnt_as_what_was_right(looks_sad: MoodTracker) -> None:
    looks_sad.wrong(60)
    looks_sad.set_by_hand("neutral", 61)
    learnt = looks_sad.correction.biases
    assert learnt["sad"] < 0 < learnt["neutral"]
    assert len(looks_sad.correction.earlier) == 1, "it is one correction"
    looks_sad.set_by_hand("angry", 62)
    assert looks_sad.correction.biases == learnt, "one answer counts"
    looks_sad.release()
    assert shown(looks_sad, 1000) != "sad", "also when the label is no longer put aside"


def test_naming_the_label_that_was_called_wrong_takes_it_back(looks_sad: MoodTracker) -> None:
    looks_sad.wrong(60)
    looks_sad.set_by_hand("sad", 61)
    assert (looks_sad.correction.biases, looks_sad.put_aside) == ({}, frozenset())


def test_a_mood_set_by_hand_says_nothing_about_the_face(looks_sad: MoodTracker) -> None:
    looks_sad.set_by_hand("happy", 60)
    assert looks_sad.correction.biases == {}


def test_a_mood_set_by_hand_long_after_wrong_is_no_answer(looks_sad: MoodTracker) -> None:
    looks_sad.wrong(60)
    learnt = looks_sad.correction.biases
    looks_sad.set_by_hand("happy", 60 + ANSWER_S + 1)
    assert looks_sad.correction.biases == learnt


def test_the_last_correction_is_taken_back_with_the_label_it_put_aside(
    looks_sad: MoodTracker,
) -> None:
    looks_sad.wrong(60)
    assert looks_sad.take_back_correction()
    assert (looks_sad.correction.biases, looks_sad.put_aside) == ({}, frozenset())
    assert shown(looks_sad, 61) == "sad"
    assert not looks_sad.take_back_correction()


def test_forgetting_all_corrections_lets_all_labels_count(looks_sad: MoodTracker) -> None:
    looks_sad.wrong(60)
    looks_sad.forget_corrections()
    assert (looks_sad.correction.biases, looks_sad.put_aside) == ({}, frozenset())


def test_calling_a_mood_set_by_hand_wrong_is_not_learnt_from() -> None:
    tracker = MoodTracker(MoodSettings())
    tracker.set_by_hand("happy", 0)
    tracker.wrong(1)
    tracker.set_by_hand("sad", 2)
    assert tracker.correction.biases == {}


def test_a_look_that_has_faded_cannot_be_called_wrong(looks_sad: MoodTracker) -> None:
    for second in range(60):
        looks_sad.observe(Reading(None, NoReading.CAMERA_OFF), 60 + second)
    assert looks_sad.wrong(120) is None
    looks_sad.set_by_hand("happy", 121)
    assert looks_sad.correction.biases == {}


def test_a_look_that_is_not_clear_cannot_be_called_wrong() -> None:
    tracker = MoodTracker(MoodSettings())
    tracker.observe(Reading(probabilities(sad=0.98), None), 0)
    assert tracker.wrong(0.5) is None
    assert (tracker.correction.biases, tracker.put_aside) == ({}, frozenset())


def test_a_fading_look_is_learnt_from_as_it_was_read() -> None:
    tracker = MoodTracker(MoodSettings())
    for second in range(60):
        tracker.observe(Reading(probabilities(sad=0.98), None), second)
    for second in range(20):
        tracker.observe(Reading(None, NoReading.NO_FACE), 60 + second)
    tracker.wrong(80)
    expected = Correction()
    expected.reject("sad", probabilities(sad=0.98))
    assert tracker.correction.biases == pytest.approx(expected.biases, abs=1e-3)
