from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tui_player.models.music.genres import GENRES
from tui_player.models.music.hearing import Hearing
from tui_player.models.music.training.clips.dataset import FELT, NO_QUADRANT, Clip, fold_of
from tui_player.models.music.training.evaluation.figures import (
    Predictions,
    auc,
    emotify_genre,
    felt_correlation,
    first_ten,
    interval,
    neighbours_genre,
    neighbours_genre_among_new,
    neighbours_in_emotify,
    quadrant_accuracy,
    quadrant_log_loss,
    report,
)


def clip(artist: str, quadrant: int = NO_QUADRANT, genre: str = "", felt: float = 0.0) -> Clip:
    genres = tuple(float(name == genre) for name in GENRES)
    name = "emotify/name" if quadrant == NO_QUADRANT else "fourq/name"
    return Clip(
        name, Path("name"), artist, quadrant, genres, False, frozenset(), (felt,) * len(FELT)
    )


def predictions_for(
    clips: list[Clip], hearings: list[Hearing], felt: Sequence[float] | None = None
) -> Predictions:
    values = np.zeros(len(clips)) if felt is None else np.array(felt)
    return Predictions(clips, hearings, np.repeat(values[:, None], len(FELT), axis=1))


def of_one_fold(count: int) -> list[str]:
    """Names of artists in the same fold."""
    names = (f"artist {number}" for number in range(100 * count))
    return [name for name in names if fold_of(name) == 1][:count]


def hearing(quadrant: int = 0, genre: str = "Rock", embedding: float = 0.0) -> Hearing:
    shares = [0.1, 0.1, 0.1, 0.1]
    shares[quadrant] = 0.7
    return Hearing(
        embedding=np.array([np.cos(embedding), np.sin(embedding)], np.float32),
        genres={name: float(name == genre) for name in GENRES},
        quadrants=(shares[0], shares[1], shares[2], shares[3]),
        valence=1.0 if quadrant in (0, 3) else -1.0,
        arousal=1.0 if quadrant in (0, 1) else -1.0,
        deviations=(0.3, 0.3),
        speech=0.0,
        noise=0.0,
        tempo_bpm=None,
        key=None,
        duration_s=30.0,
        acoustic_fingerprint=b"",
        version="test",
    )


def moods(predicted: list[int], true: list[int]) -> Predictions:
    artists = of_one_fold(len(true))
    clips = [clip(artist, quadrant) for artist, quadrant in zip(artists, true, strict=True)]
    return predictions_for(clips, [hearing(quadrant) for quadrant in predicted])


def test_quadrant_accuracy_is_the_share_of_right_quadrants() -> None:
    assert quadrant_accuracy(moods([0, 1, 2, 3], [0, 1, 2, 0])) == 0.75


def test_log_loss_uses_the_probability_of_the_true_quadrant() -> None:
    assert quadrant_log_loss(moods([0, 1], [0, 2])) == pytest.approx(-np.log([0.7, 0.1]).mean())


def test_auc_is_the_share_of_pairs_in_order() -> None:
    positive = np.array([False, False, True, True])
    assert auc(np.array([1.0, 2.0, 3.0, 4.0]), positive) == 1
    assert auc(np.array([1.0, 3.0, 2.0, 4.0]), positive) == 0.75
    assert auc(np.zeros(4), positive) == 0.5


def test_first_ten_is_the_precision_of_each_quadrant_s_top_ten() -> None:
    quadrants = [number % 4 for number in range(60)]
    assert first_ten(moods(quadrants, quadrants)) == 1


def test_genre_accuracy_uses_the_four_genres_of_emotify() -> None:
    predictions = predictions_for(
        [clip("a", genre="Rock"), clip("b", genre="Pop")],
        [hearing(genre="Rock"), hearing(genre="Rock")],
    )
    assert emotify_genre(predictions) == 0.5


def test_neighbours_by_the_same_artist_do_not_count() -> None:
    one, other = of_one_fold(2)
    clips = [clip(one, genre="Rock") for _ in range(6)]
    clips += [clip(other, genre="Pop") for _ in range(6)]
    predictions = predictions_for(clips, [hearing(embedding=row / 100) for row in range(12)])
    assert neighbours_genre_among_new(predictions) == 0


def test_unseen_neighbours_come_from_the_same_fold_only() -> None:
    """Each fold has its own network, and their embedding spaces are unrelated."""
    names = [f"artist {number}" for number in range(400)]
    one = [name for name in names if fold_of(name) == 1][:6]
    other = [name for name in names if fold_of(name) == 2][:6]
    clips = [clip(name, genre="Rock") for name in one] + [clip(name, genre="Pop") for name in other]
    predictions = predictions_for(clips, [hearing(embedding=row % 6 / 100) for row in range(12)])
    assert neighbours_genre_among_new(predictions) == 1


def test_neighbours_may_be_clips_of_other_folds() -> None:
    judged = clip("judged", genre="Rock")
    others = [clip(f"other {row}", genre="Rock" if row < 3 else "Pop") for row in range(20)]
    of_4q = clip("4q", quadrant=2)
    predictions = predictions_for([of_4q, judged], [hearing(), hearing()])
    embeddings = np.stack([hearing(embedding=row / 20).embedding for row in range(20)])
    neighbour_genres = neighbours_in_emotify(predictions, others, embeddings)
    assert neighbour_genres == [[], ["Rock", "Rock", "Rock", "Pop", "Pop"]]
    assert neighbours_genre(replace(predictions, neighbour_genres=neighbour_genres).of_emotify) == 1
    further = neighbours_in_emotify(predictions, others[2:], embeddings[2:])
    assert neighbours_genre(replace(predictions, neighbour_genres=further).of_emotify) == 0


def test_the_nearer_genre_wins_a_tie_among_neighbours() -> None:
    predictions = predictions_for([clip("judged", genre="Rock")], [hearing()])
    for neighbour_genres, hit in (
        (["Rock", "Pop", "Pop", "Rock", "World"], 1),
        (["Pop", "Rock"] * 2, 0),
    ):
        assert neighbours_genre(replace(predictions, neighbour_genres=[neighbour_genres])) == hit


def test_the_correlation_of_felt_emotions_ignores_their_scale() -> None:
    clips = [clip("a", felt=share) for share in (0.1, 0.2, 0.4)]
    hearings = [hearing() for _ in clips]
    assert felt_correlation(predictions_for(clips, hearings, [1.0, 2.0, 4.0])) == pytest.approx(1)
    assert felt_correlation(predictions_for(clips, hearings, [4.0, 2.0, 1.0])) < 0


def test_the_interval_contains_the_figure() -> None:
    predictions = moods([0, 1, 2, 3] * 10, [0, 1, 2, 0] * 10)
    low, high = interval(quadrant_accuracy, predictions)
    assert 0.5 < low < 0.75 < high < 0.95


def test_the_report_separates_both_data_sets() -> None:
    quadrants = [0, 1, 2, 3] * 12
    mood = moods(quadrants, quadrants)
    clips = mood.clips + [
        clip(artist, genre=("Rock", "Pop")[row % 2], felt=row / 12)
        for row, artist in enumerate(of_one_fold(12))
    ]
    hearings = mood.hearings + [hearing(embedding=row / 7) for row in range(12)]
    predictions = predictions_for(clips, hearings, [float(row % 17) for row in range(60)])
    neighbour_genres = neighbours_in_emotify(
        predictions, clips[48:], np.stack([one.embedding for one in hearings[48:]])
    )
    figures = report(replace(predictions, neighbour_genres=neighbour_genres), resamples=20)
    assert figures["quadrant_accuracy"] == pytest.approx([1, 1, 1])
    assert (figures["fourq_clips"], figures["emotify_clips"]) == (48, 12)
