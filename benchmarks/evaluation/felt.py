"""Predicts whether a listener likes a song from the song and the mood before it: Emotify.

`python -m benchmarks.evaluation.felt --data DATA --home HOME` (see `clips.py`). Emotify's
listeners stated their mood before a song (1..5). They called some songs liked or disliked. Logistic
regressions separate liked from disliked songs. Their artists are unknown to the regression (five
folds by artist). The figure is the area under the curve within those answers, 95 % by bootstrap
over artists. The baseline is the mean rating of the song's genre. A listener's mood is the only
known fact about the listener, because Emotify gives listeners no names.
"""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegressionCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from benchmarks.evaluation.clips import RESAMPLES, SEED, Labelled, command_line, load
from tui_player.library.catalog import Catalog
from tui_player.models.music.genres import GENRES
from tui_player.models.music.training.clips.dataset import EMOTIFY_GENRES, FOLDS
from tui_player.models.music.training.evaluation.figures import auc

Floats = NDArray[np.float64]
STRENGTHS: Final = np.geomspace(1e-5, 1.0, 11)


@dataclass(frozen=True)
class Answers:
    """The listeners' answers, one per row."""

    song: NDArray[np.int64]
    """[A], number of the song."""
    mood: Floats
    """[A], 1..5, mood before the song."""
    liked: NDArray[np.bool_]
    """[A]; whether the song was liked, else disliked."""


def answers_of(table: Path, songs: list[Labelled]) -> Answers:
    """The answers with a like or a dislike."""
    number = {int(one.clip.path.stem): row for row, one in enumerate(songs)}
    with table.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["liked"] != row["disliked"]]
    rows = [row for row in rows if int(row["track"]) in number]
    return Answers(
        np.array([number[int(row["track"])] for row in rows]),
        np.array([float(row["mood"] or 3) for row in rows]),
        np.array([row["liked"] == "1" for row in rows]),
    )


def features_of(songs: list[Labelled], answers: Answers) -> dict[str, Floats]:
    """Features [A, F] of each method of prediction."""
    catalog = Catalog.of([one.song for one in songs])
    rows = np.array([catalog.row_of[one.song.id] for one in songs])
    genre = np.array(
        [[one.clip.genres[GENRES.index(name)] for name in EMOTIFY_GENRES.values()] for one in songs]
    )
    sound = catalog.directions(rows).astype(np.float64)
    place = np.stack([catalog.valence[rows], catalog.arousal[rows]], axis=1).astype(np.float64)
    mood = ((answers.mood - 3) / 2)[:, None]
    genre, sound, place = genre[answers.song], sound[answers.song], place[answers.song]
    both = np.concatenate([genre, sound], axis=1)
    all_but_mood = np.concatenate([both, place], axis=1)
    return {
        "genre": genre,
        "similarity": sound,
        "genre and similarity": both,
        "genre, similarity, the song's mood": all_but_mood,
        "the same and the listener's mood": np.concatenate([all_but_mood, mood], axis=1),
        "the same, and both moods together": np.concatenate(
            [all_but_mood, mood, mood * place], axis=1
        ),
    }


def predicted_log_odds(features: Floats, answers: Answers, folds: NDArray[np.int64]) -> Floats:
    """[A]; predicted log odds of liked, by regressions on the other folds."""
    scores = np.zeros(len(features))
    for fold in range(FOLDS):
        inside = folds[answers.song] == fold
        model = make_pipeline(
            StandardScaler(),
            LogisticRegressionCV(Cs=STRENGTHS, cv=4, max_iter=2000, scoring="accuracy"),
        )
        model.fit(features[~inside], answers.liked[~inside])
        scores[inside] = model.decision_function(features[inside])
    return scores


def genre_means(genre: Floats, answers: Answers, folds: NDArray[np.int64]) -> Floats:
    """[A]; share of likes in the song's genre in the other folds."""
    kind = genre.argmax(axis=1)
    scores = np.zeros(len(genre))
    for fold in range(FOLDS):
        inside = folds[answers.song] == fold
        for number in range(genre.shape[1]):
            known = ~inside & (kind == number)
            scores[inside & (kind == number)] = answers.liked[known].mean() if known.any() else 0.5
    return scores


def interval(
    scores: Floats, answers: Answers, folds: NDArray[np.int64], artists: list[str]
) -> list[float]:
    """Mean over the folds of the area under the curve, and 95 % by bootstrap over artists."""
    of_answer = np.array(artists)[answers.song]
    names = sorted(set(artists))
    rows = {name: np.flatnonzero(of_answer == name) for name in names}
    fold_of_answer = folds[answers.song]

    def figure(chosen: NDArray[np.int64]) -> float:
        parts = (chosen[fold_of_answer[chosen] == fold] for fold in range(FOLDS))
        areas = [
            auc(scores[part], answers.liked[part])
            for part in parts
            if 0 < answers.liked[part].sum() < len(part)
        ]
        return float(np.mean(areas))

    random = np.random.default_rng(SEED)
    values = []
    for _ in range(RESAMPLES // 10):
        drawn = random.integers(len(names), size=len(names))
        values.append(figure(np.concatenate([rows[names[number]] for number in drawn])))
    low, high = np.quantile(values, (0.025, 0.975)).tolist()
    return [round(value, 4) for value in (figure(np.arange(len(scores))), low, high)]


def main() -> None:
    """Measure and print one line per method."""
    options = command_line(__doc__).parse_args()
    songs = [one for one in load(options.data, options.home) if not one.has_quadrant]
    answers = answers_of(options.data / "emotify" / "ratings.csv", songs)
    folds = np.array([one.clip.fold for one in songs])
    artists = [one.clip.artist for one in songs]
    features = features_of(songs, answers)
    scores = {"mean rating of the genre": genre_means(features["genre"], answers, folds)}
    scores |= {
        name: predicted_log_odds(values, answers, folds) for name, values in features.items()
    }
    for name, values in scores.items():
        area = interval(values, answers, folds, artists)
        count = int(answers.liked.sum()), int((~answers.liked).sum())
        print(json.dumps({"predicted by": name, "auc": area, "liked, disliked": count}), flush=True)


if __name__ == "__main__":
    main()
