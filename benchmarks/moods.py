"""Measures readings of real people by output, blend and threshold.

`python benchmarks/moods.py FOLDER` reads the videos in FOLDER (fetched by `portraits.py`).
`moods.csv` holds the times at which a person looks happy, sad or neutral. One of us labelled them
before any network read the videos. There are four readings a second, as from a camera. The output
is one JSON object per share of the crowd in the blend, per threshold and per time constant of
the smoothing.
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tui_player.expression.classes import FER2013_CLASSES
from tui_player.expression.reading import NoReading, Reading
from tui_player.models.emotion import ExpressionReader
from tui_player.models.emotion.classifier import CROWD_SHARE, ExpressionClassifier
from tui_player.mood.settings import MoodSettings
from tui_player.mood.tracker import MoodTracker

READINGS_PER_SECOND = 4
CROWD_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
THRESHOLDS = (0.0, 0.3, 0.4, 0.5, 0.6)
SMOOTHINGS_S = (0.5, 2.0, 5.0, 10.0)
DEFAULTS = MoodSettings()
SETTLED_S = 5.0
"""Accepted delay of the smoothed mood."""


@dataclass(frozen=True)
class LabelledSpan:
    """A time in which a person shows one expression."""

    start_s: float
    end_s: float
    label: str


@dataclass(frozen=True)
class LabelledReading:
    """One reading of a video and its true label. The label is empty if unclear."""

    time_s: float
    reading: Reading
    label: str
    since_s: float
    """Duration of the expression so far."""


def labelled_spans() -> dict[str, list[LabelledSpan]]:
    """The labelled spans by file."""
    by_file = defaultdict(list)
    with Path(__file__).with_suffix(".csv").open(newline="") as file:
        for row in csv.DictReader(file):
            span = LabelledSpan(float(row["start_s"]), float(row["end_s"]), row["looks"])
            by_file[row["file"]].append(span)
    return by_file


def frames(path: Path) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    """Time and picture, `READINGS_PER_SECOND` times a second."""
    video = cv2.VideoCapture(str(path))
    frames_per_reading = video.get(cv2.CAP_PROP_FPS) / READINGS_PER_SECOND
    number, wanted = 0, 0.0
    while video.grab():
        if number >= wanted:
            _, frame = video.retrieve()
            yield (
                number / (frames_per_reading * READINGS_PER_SECOND),
                np.asarray(frame, dtype=np.uint8),
            )
            wanted += frames_per_reading
        number += 1


def read_video(path: Path, spans: list[LabelledSpan], crowd_share: float) -> list[LabelledReading]:
    """All readings of one video, by the player's quick reader without a threshold."""
    classifier = ExpressionClassifier(crowd_share=crowd_share)
    reader = ExpressionReader(thorough=False, classifier=classifier)
    readings = []
    for time_s, frame in frames(path):
        now = [span for span in spans if span.start_s <= time_s < span.end_s]
        label, since_s = (now[0].label, time_s - now[0].start_s) if now else ("", 0.0)
        readings.append(LabelledReading(time_s, reader.read(frame), label, since_s))
    return readings


def most_probable(reading: Reading) -> str:
    """The most probable class."""
    return FER2013_CLASSES[int(np.argmax(reading.probabilities or (0.0,)))]


def with_threshold(one: LabelledReading, threshold: float) -> LabelledReading:
    """The reading as given by a reader with `threshold`."""
    probabilities = one.reading.probabilities
    if probabilities is None or max(probabilities) >= threshold:
        return one
    return replace(one, reading=Reading(None, NoReading.UNSURE, one.reading.box))


def single_readings(videos: list[list[LabelledReading]], threshold: float) -> dict[str, float]:
    """Share of frames read, and share right among them as a mean over labels."""
    clear = [
        one for readings in videos for one in readings if one.label and one.reading.probabilities
    ]
    read = [one for one in clear if with_threshold(one, threshold).reading.probabilities]
    by_label = defaultdict(list)
    for one in read:
        by_label[one.label].append(most_probable(one.reading) == one.label)
    right = {f"right_{name}": float(np.mean(hits)) for name, hits in sorted(by_label.items())}
    return {
        "read": len(read) / len(clear),
        "right": float(np.mean(list(right.values()))),
        **right,
    }


def tracked(
    videos: list[list[LabelledReading]], threshold: float, smoothing_s: float = DEFAULTS.smoothing_s
) -> dict[str, float]:
    """Share of settled readings with the right tracker label, and label changes a minute."""
    settings = MoodSettings(readings_per_second=READINGS_PER_SECOND, smoothing_s=smoothing_s)
    hits, changes, seconds = defaultdict(list), 0, 0.0
    for readings in videos:
        tracker = MoodTracker(settings)
        shown = ""
        for one in readings:
            mood = tracker.observe(with_threshold(one, threshold).reading, one.time_s)
            changes += bool(shown) and mood.label != shown
            shown = mood.label
            if one.label and one.since_s >= SETTLED_S:
                hits[one.label].append(mood.label == one.label)
        seconds += readings[-1].time_s
    right = float(np.mean([np.mean(of_label) for of_label in hits.values()]))
    return {"mood_right": right, "mood_changes_per_minute": 60 * changes / seconds}


def raw_changes(videos: list[list[LabelledReading]]) -> float:
    """Changes of the label between readings, per second."""
    changes, seconds = 0, 0.0
    for readings in videos:
        labels = [most_probable(one.reading) for one in readings if one.reading.probabilities]
        changes += sum(one != other for one, other in pairwise(labels))
        seconds += readings[-1].time_s
    return changes / seconds


def report(what: dict[str, float], figures: dict[str, float]) -> None:
    """Print one line."""
    print(json.dumps(what | {name: round(value, 3) for name, value in figures.items()}))


def main() -> None:
    """Read all videos and print the figures."""
    folder = Path(sys.argv[1])
    spans = labelled_spans()
    chosen: list[list[LabelledReading]] = []
    for crowd_share in CROWD_SHARES:
        videos = [read_video(folder / "videos" / name, spans[name], crowd_share) for name in spans]
        figures = single_readings(videos, 0) | tracked(videos, 0)
        figures["label_changes_per_second"] = raw_changes(videos)
        report({"crowd_share": crowd_share}, figures)
        chosen = videos if crowd_share == CROWD_SHARE else chosen
    for threshold in THRESHOLDS:
        figures = single_readings(chosen, threshold) | tracked(chosen, threshold)
        report({"crowd_share": CROWD_SHARE, "threshold": threshold}, figures)
    for smoothing_s in SMOOTHINGS_S:
        figures = tracked(chosen, DEFAULTS.min_confidence, smoothing_s)
        report({"threshold": DEFAULTS.min_confidence, "smoothing_s": smoothing_s}, figures)


if __name__ == "__main__":
    main()
