from dataclasses import replace

import numpy as np
import pytest

from tests.models.music.training.evaluation.test_figures import clip, hearing, predictions_for
from tui_player.models.music.training.evaluation.elsewhere import (
    collection_report,
    kinds_report,
    with_interval,
)
from tui_player.models.music.training.evaluation.figures import Predictions

SIGNS = ((1.0, 1.0), (0.0, 1.0), (0.0, 0.0), (1.0, 0.0))


def predictions_of(predicted: list[int], true: list[int]) -> Predictions:
    clips = [
        replace(clip(str(number), quadrant), signs=SIGNS[quadrant])
        for number, quadrant in enumerate(true)
    ]
    return predictions_for(clips, [hearing(quadrant) for quadrant in predicted])


def test_a_perfect_hearing_has_perfect_figures() -> None:
    report = collection_report(predictions_of([0, 1, 2, 3] * 4, [0, 1, 2, 3] * 4))
    assert report["quadrant"] == [1.0, 1.0, 1.0]
    assert report["valence_auc"] == [1.0, 1.0, 1.0]
    assert report["arousal_sign"] == [1.0, 1.0, 1.0]
    assert report["beyond_0.9"] == 1.0


def test_clips_without_a_sign_count_for_no_figure_of_it() -> None:
    predictions = predictions_of([0, 1, 2, 3] * 4, [0, 1, 2, 3] * 4)
    unknown = [replace(one, signs=(one.signs[0], float("nan"))) for one in predictions.clips]
    report = collection_report(replace(predictions, clips=unknown))
    assert "valence_auc" in report
    assert "arousal_auc" not in report
    assert "quadrant" not in report


def test_shares_of_each_kind_are_counted() -> None:
    predictions = predictions_of([1, 0], [0, 0])
    rain = replace(predictions.clips[0], kind="noise")
    heard = replace(predictions.hearings[0], noise=0.9)
    report = kinds_report(
        replace(
            predictions,
            clips=[rain, predictions.clips[1]],
            hearings=[heard, predictions.hearings[1]],
        )
    )
    assert report["noise"] == {
        "clips": 1,
        "sources": 1,
        "called_speech": 0.0,
        "called_noise": 1.0,
        "called_tense": 1.0,
    }
    assert set(report) == {"noise", "music"}


def test_the_interval_encloses_the_figure() -> None:
    said = np.arange(40) % 2
    right = np.arange(40) % 3 % 2
    figure, low, high = with_interval(said, right, lambda a, b: float((a == b).mean()))
    assert low < figure < high
    assert figure == pytest.approx((said == right).mean(), abs=1e-3)
