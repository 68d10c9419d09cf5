"""Baselines with simpler features: `... training.evaluation.baselines --data DIR --weights W`.

Each feature set gets a linear probe: logistic regression, and ridge regression for felt emotions.
Cross-validation within the training folds selects the regularisation. The figures are the same as
for the network.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegressionCV, RidgeCV
from sklearn.model_selection import PredefinedSplit
from sklearn.preprocessing import StandardScaler

from tui_player.models.music.hearing import Hearing
from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ
from tui_player.models.music.training.backbone import DENSE, backbone_of
from tui_player.models.music.training.clips.dataset import (
    EMOTIFY,
    EMOTIFY_GENRES,
    FOLDS,
    FOURQ,
    NO_QUADRANT,
    Clip,
    load_clips,
    read_clip,
)
from tui_player.models.music.training.clips.features import features_of
from tui_player.models.music.training.evaluation.figures import (
    Predictions,
    joined,
    neighbours_in_emotify,
    report,
    true_genre,
)
from tui_player.models.music.training.musicnn import load_weights

Floats = NDArray[np.float64]
Describe = Callable[[Clip], Floats]

STRENGTHS: Final = np.geomspace(1e-5, 1e1, 13)
"""Candidate values of the inverse regularisation strength."""


def _over_time(*features: Floats) -> Floats:
    """Mean and standard deviation of each row of [rows, frames] arrays."""
    rows = np.concatenate(features)
    return np.concatenate([rows.mean(axis=1), rows.std(axis=1)])


def mfcc(clip: Clip) -> Floats:
    """Twenty MFCCs and their deltas."""
    from librosa.feature import delta
    from librosa.feature import mfcc as coefficients

    values = coefficients(y=read_clip(clip), sr=SAMPLE_RATE_HZ, n_mfcc=20)
    return _over_time(values, delta(values))


def librosa_descriptors(clip: Clip) -> Floats:
    """Tempo, loudness, brightness, contrast and chroma, as in bliss and similar tools."""
    from librosa import feature

    samples, rate = read_clip(clip), SAMPLE_RATE_HZ
    over_time = _over_time(
        feature.rms(y=samples),
        feature.zero_crossing_rate(y=samples),
        feature.spectral_centroid(y=samples, sr=rate),
        feature.spectral_rolloff(y=samples, sr=rate),
        feature.spectral_flatness(y=samples),
        feature.spectral_contrast(y=samples, sr=rate),
        feature.chroma_stft(y=samples, sr=rate),
    )
    return np.append(over_time, feature.tempo(y=samples, sr=rate)[0])


def described(clips: Sequence[Clip], describe: Describe) -> Floats:
    """The feature matrix, [N, F]."""
    return np.stack([describe(clip) for clip in clips])


def probed(clips: list[Clip], features: Floats) -> Predictions:
    """Predictions for each clip by probes fitted on the other folds."""
    return joined([_probed_fold(clips, features, fold) for fold in range(FOLDS)])


def _probed_fold(clips: list[Clip], features: Floats, fold: int) -> Predictions:
    folds = np.array([clip.fold for clip in clips])
    inside, outside = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
    scaled = StandardScaler().fit(features[outside]).transform(features)
    probes = _Probes([clips[row] for row in outside], scaled[outside], folds[outside])
    predictions = Predictions(
        [clips[row] for row in inside],
        probes.predict(scaled[inside]),
        probes.felt.predict(scaled[inside]),
    )
    emotify = np.flatnonzero([clip.collection == EMOTIFY for clip in clips])
    neighbours = neighbours_in_emotify(
        predictions, [clips[row] for row in emotify], _directions(scaled[emotify])
    )
    return replace(predictions, neighbour_genres=neighbours)


def _directions(features: Floats) -> NDArray[np.float32]:
    lengths = np.linalg.norm(features, axis=1, keepdims=True)
    return (features / lengths).astype(np.float32)


class _Probes:
    """Linear probes, fitted on the training folds."""

    def __init__(self, clips: list[Clip], features: Floats, folds: NDArray[np.int64]) -> None:
        quadrant = np.array([clip.quadrant for clip in clips])
        mood, other = quadrant != NO_QUADRANT, quadrant == NO_QUADRANT
        self.quadrant = _classifier(folds[mood]).fit(features[mood], quadrant[mood])
        emotify = [clip for clip in clips if clip.quadrant == NO_QUADRANT]
        names = [true_genre(clip) for clip in emotify]
        self.genre = _classifier(folds[other]).fit(features[other], names)
        felt = np.array([clip.felt for clip in emotify])
        self.felt = RidgeCV(1 / STRENGTHS, cv=PredefinedSplit(folds[other])).fit(
            features[other], felt
        )

    def predict(self, features: Floats) -> list[Hearing]:
        quadrants = self.quadrant.predict_proba(features)
        genres = self.genre.predict_proba(features)
        return [
            Hearing(
                embedding=embedding,
                genres=dict.fromkeys(EMOTIFY_GENRES.values(), 0.0)
                | dict(zip(self.genre.classes_, genre, strict=True)),
                quadrants=tuple(quadrant),
                valence=quadrant[0] + quadrant[3] - quadrant[1] - quadrant[2],
                arousal=quadrant[0] + quadrant[1] - quadrant[2] - quadrant[3],
                deviations=(0.0, 0.0),
                speech=0.0,
                noise=0.0,
                tempo_bpm=None,
                key=None,
                duration_s=0.0,
                acoustic_fingerprint=b"",
                version="baseline",
            )
            for embedding, genre, quadrant in zip(
                _directions(features), genres, quadrants, strict=True
            )
        ]


def _classifier(folds: NDArray[np.int64]) -> Any:
    return LogisticRegressionCV(
        Cs=STRENGTHS, cv=PredefinedSplit(folds), max_iter=3000, scoring="neg_log_loss"
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of fourq and emotify")
    parser.add_argument("--weights", type=Path, required=True, help="file that `musicnn` wrote")
    options = parser.parse_args()
    clips = [clip for clip in load_clips(options.data) if clip.collection in {FOURQ, EMOTIFY}]

    backbone = backbone_of(load_weights(options.weights))

    def musicnn(clip: Clip) -> Floats:
        [one] = features_of([clip], backbone)
        return _over_time(one.features[:, :DENSE].T.double().numpy())

    kinds: dict[str, Describe] = {
        "MFCC": mfcc,
        "librosa": librosa_descriptors,
        "musicnn": musicnn,
    }
    for name, describe in kinds.items():
        figures = report(probed(clips, described(clips, describe)))
        print(json.dumps({"features": name} | figures), flush=True)


if __name__ == "__main__":
    main()
