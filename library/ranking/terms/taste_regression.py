"""The listener's taste in a mood, learnt from the event weights.

Bayesian linear regression (Bishop 2006, section 3.3) predicts liking (1) or rejection (-1) from a
song's sound and genres. Songs without analysis are predicted from their tagged genres alone. Events
of another mood or of long ago enter with a share of their likelihood (power prior; Ibrahim & Chen
2000). The residuals are explained by artist effects, then by song effects, each shrunk towards zero
while the events are few.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from tui_player.library.catalog import NO_CODE, Catalog, Doubles, Floats, Rows
from tui_player.library.ranking.event_weights import EventWeights
from tui_player.library.ranking.song_features import SongFeatures
from tui_player.library.ranking.terms.term import TermInputs
from tui_player.library.stable_random import uniform

NOISE: Final = 1.0
"""Variance of one like around its prediction. The prior variance of each coefficient is 1."""

ARTIST_PRIOR: Final = 2.0
"""Strength of the neutral prior of each artist, in likes."""

SONG_PRIOR: Final = 0.7
"""Strength of the neutral prior of each song, in likes."""

GAIN: Final = 1.0
"""Factor of a prediction before `tanh`."""

PRIOR_DEVIATIONS: Final = (0.5, 0.3, 0.3)
"""Prior standard deviations: features, artist, song."""

UNIFORM_DEVIATION: Final = 12**-0.5
"""Standard deviation of a uniform number in [0, 1)."""


@dataclass(frozen=True, slots=True)
class Taste:
    """The listener's predicted liking of each song, and a sample of its uncertainty."""

    term: Floats
    """[N] in [0, 1]; 0.5 if nothing is known, 0 for a disliked song."""
    sample: Floats
    """[N] in [0, 1]; the deviation of a posterior sample from the prediction (Thompson 1933). It is
    above 0.5 if the sample is higher, and nearer to 0.5 if more is known."""


def learnt_taste(inputs: TermInputs) -> Taste:
    """The listener's predicted taste, and a Thompson sample of its uncertainty."""
    event_weights = inputs.event_weights
    prediction = _Prediction(inputs.catalog, event_weights, inputs.request.seed)
    prediction.add_artists()
    prediction.add_songs()
    term = _to_unit_interval(prediction.mean)
    term[event_weights.ratings < 0] = 0
    return Taste(term, _to_unit_interval(prediction.sample))


class _Prediction:
    """Fits the features first, then artist and song effects to the residuals."""

    def __init__(self, catalog: Catalog, event_weights: EventWeights, seed: int) -> None:
        self._catalog, self._rows, self._seed = catalog, event_weights.rows, seed
        song_features = SongFeatures(
            catalog, event_weights.rows, event_weights.features, event_weights.weights
        )
        mean, root = posterior(song_features, event_weights)
        self.mean = song_features.predict(mean)
        """[N]; the prediction."""
        # Each genre keeps its own noise, so that an event of one genre leaves the others unchanged.
        tag_noise = _noise(uniform(np.arange(len(catalog.genre_names), dtype=np.uint64), seed + 2))
        # Not by numpy.random, whose import takes 7 MB.
        feature_noise = _noise(uniform(np.arange(len(catalog.features), dtype=np.uint64), seed + 3))
        noise = np.concatenate([feature_noise, tag_noise[song_features.tags]])
        deviation = np.linalg.solve(root.T, noise).astype(np.float64)
        self.sample = song_features.predict(deviation, tag_noise)
        """[N]; the deviation of a posterior sample from the mean."""
        self.sample *= np.float32(PRIOR_DEVIATIONS[0])
        self._weights = np.abs(event_weights.weights).astype(np.float64)
        self._residuals = np.sign(event_weights.weights) - self.mean[event_weights.rows].astype(
            np.float64
        )

    def add_artists(self) -> None:
        """Add the artist effects."""
        artists, count = self._catalog.artists, self._catalog.artist_count
        effect, deviation = self._effects(artists[self._rows], count, ARTIST_PRIOR)
        effect[NO_CODE] = 0
        deviation[NO_CODE] = 1
        self._residuals -= effect[artists[self._rows]]
        self.mean += effect[artists]
        noise = _noise(uniform(np.arange(count, dtype=np.uint64), self._seed))
        self.sample += (PRIOR_DEVIATIONS[1] * noise * deviation)[artists]

    def add_songs(self) -> None:
        """Add the song effects."""
        songs, numbers = np.unique(self._rows, return_inverse=True)
        effect, deviation = self._effects(numbers, len(songs), SONG_PRIOR)
        self.mean[songs] += effect
        noise = _noise(self._catalog.random_numbers(self._seed + 1))
        noise *= np.float32(PRIOR_DEVIATIONS[2])
        noise[songs] *= deviation
        self.sample += noise

    def _effects(self, codes: Rows, count: int, prior: float) -> tuple[Floats, Floats]:
        """[count] each: mean residual, shrunk towards 0, and the share of prior deviation left."""
        strength = np.bincount(codes, self._weights, count) + prior
        effect = np.bincount(codes, self._weights * self._residuals, count) / strength
        return effect.astype(np.float32), np.sqrt(prior / strength).astype(np.float32)


def posterior(song_features: SongFeatures, event_weights: EventWeights) -> tuple[Doubles, Doubles]:
    """The posterior of the regression: mean [F], and Cholesky factor of the precision [F, F]."""
    matrix = song_features.matrix
    weighted = matrix.T * np.abs(event_weights.weights)
    precision = np.eye(matrix.shape[1]) + (weighted @ matrix) / NOISE
    observed = (matrix.T @ event_weights.weights).astype(np.float64) / NOISE
    mean = np.linalg.solve(precision, observed)
    return mean.astype(np.float64), np.linalg.cholesky(precision).astype(np.float64)


def _noise(uniform_numbers: Floats) -> Floats:
    """Noise of mean 0 and standard deviation 1, from uniform numbers in [0, 1)."""
    noise = uniform_numbers - np.float32(0.5)
    noise *= np.float32(1 / UNIFORM_DEVIATION)
    return noise


def _to_unit_interval(prediction: Floats) -> Floats:
    """The prediction as a term in [0, 1]; in place."""
    prediction *= np.float32(GAIN)
    np.tanh(prediction, out=prediction)
    prediction += 1
    prediction *= np.float32(0.5)
    return prediction
