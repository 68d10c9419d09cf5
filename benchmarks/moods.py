"""Measures readings of real people by output, blend and threshold.

`python benchmarks/moods.py FOLDER`: videos in FOLDER (fetched by `portraits.py`), of which
`moods.csv` says from when to when a person looks happy, sad or neutral. One of us labelled it
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

LOOKS_PER_SECOND = 4
CROWD_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
THRESHOLDS = (0.0, 0.3, 0.4, 0.5, 0.6)
SMOOTHINGS_S = (0.5, 2.0, 5.0, 10.0)
DEFAULTS = MoodSettings()
SETTLED_S = 5.0
"""Accepted delay of the smoothed mood."""


@dataclass(frozen=True)
class Stretch:
    """A time in which a person shows one expression."""

    start_s: float
    end_s: float
    looks: str


@dataclass(frozen=True)
class Look:
    """One reading of a video and its true label. The label is empty if unclear."""

    time_s: float
    reading: Reading
    looks: str
    since_s: float
    """Duration of the expression so far."""


def stretches() -> dict[str, list[Stretch]]:
    """The labelled stretches by file."""
    by_file = defaultdict(list)
    with Path(__file__).with_suffix(".csv").open(newline="") as file:
        for row in csv.DictReader(file):
            stretch = Stretch(float(row["start_s"]), float(row["end_s"]), row["looks"])
            by_file[row["file"]].append(stretch)
    return by_file


def frames(path: Path) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    """Time and picture, `LOOKS_PER_SECOND` times a second."""
    video = cv2.VideoCapture(str(path))
    per_look = video.get(cv2.CAP_PROP_FPS) / LOOKS_PER_SECOND
    number, wanted = 0, 0.0
    while video.grab():
        if number >= wanted:
            _, frame = video.retrieve()
            yield number / (per_look * LOOKS_PER_SECOND), np.asarray(frame, dtype=np.uint8)
            wanted += per_look
        number += 1


def watch(path: Path, people: list[Stretch], crowd_share: float) -> list[Look]:
    """All readings of one video, by the player's quick reader without a threshold."""
    classifier = ExpressionClassifier(crowd_share=crowd_share)
    reader = ExpressionReader(thorough=False, classifier=classifier)
    looks = []
    for time_s, frame in frames(path):
        now = [stretch for stretch in people if stretch.start_s <= time_s < stretch.end_s]
        looks_like, since_s = (now[0].looks, time_s - now[0].start_s) if now else ("", 0.0)
        looks.append(Look(time_s, reader.read(frame), looks_like, since_s))
    return looks


def label(reading: Reading) -> str:
    """The most probable class."""
    return FER2013_CLASSES[int(np.argmax(reading.probabilities or (0.0,)))]


def with_threshold(look: Look, threshold: float) -> Look:
    """The reading as given by a reader with `threshold`."""
    probabilities = look.reading.probabilities
    if probabilities is None or max(probabilities) >= threshold:
        return look
    return replace(look, reading=Reading(None, NoReading.UNSURE, look.reading.box))


def single_looks(videos: list[list[Look]], threshold: float) -> dict[str, float]:
    """Share of frames read, and share right among them as a mean over labels."""
    clear = [
        look for looks in videos for look in looks if look.looks and look.reading.probabilities
    ]
    read = [look for look in clear if with_threshold(look, threshold).reading.probabilities]
    by_label = defaultdict(list)
    for look in read:
        by_label[look.looks].append(label(look.reading) == look.looks)
    right = {f"right_{name}": float(np.mean(hits)) for name, hits in sorted(by_label.items())}
    return {
        "read": len(read) / len(clear),
        "right": float(np.mean(list(right.values()))),
        **right,
    }


def followed(
    videos: list[list[Look]], threshold: float, smoothing_s: float = DEFAULTS.smoothing_s
) -> dict[str, float]:
    """Share of settled readings with the right tracker label, and label changes a minute."""
    settings = MoodSettings(readings_per_second=LOOKS_PER_SECOND, smoothing_s=smoothing_s)
    hits, changes, seconds = defaultdict(list), 0, 0.0
    for looks in videos:
        tracker = MoodTracker(settings)
        shown = ""
        for look in looks:
            mood = tracker.observe(with_threshold(look, threshold).reading, look.time_s)
            changes += bool(shown) and mood.label != shown
            shown = mood.label
            if look.looks and look.since_s >= SETTLED_S:
                hits[look.looks].append(mood.label == look.looks)
        seconds += looks[-1].time_s
    right = float(np.mean([np.mean(of_label) for of_label in hits.values()]))
    return {"mood_right": right, "mood_changes_per_minute": 60 * changes / seconds}


def raw_changes(videos: list[list[Look]]) -> float:
    """Changes of the label between readings, per second."""
    changes, seconds = 0, 0.0
    for looks in videos:
        labels = [label(look.reading) for look in looks if look.reading.probabilities]
        changes += sum(one != other for one, other in pairwise(labels))
        seconds += looks[-1].time_s
    return changes / seconds


def report(what: dict[str, float], figures: dict[str, float]) -> None:
    """Print one line."""
    print(json.dumps(what | {name: round(value, 3) for name, value in figures.items()}))


def main() -> None:
    """Read all videos and print the figures."""
    folder = Path(sys.argv[1])
    people = stretches()
    chosen: list[list[Look]] = []
    for crowd_share in CROWD_SHARES:
        videos = [watch(folder / "videos" / name, people[name], crowd_share) for name in people]
        figures = single_looks(videos, 0) | followed(videos, 0)
        figures["label_changes_per_second"] = raw_changes(videos)
        report({"crowd_share": crowd_share}, figures)
        chosen = videos if crowd_share == CROWD_SHARE else chosen
    for threshold in THRESHOLDS:
        figures = single_looks(chosen, threshold) | followed(chosen, threshold)
        report({"crowd_share": CROWD_SHARE, "threshold": threshold}, figures)
    for smoothing_s in SMOOTHINGS_S:
        figures = followed(chosen, DEFAULTS.min_confidence, smoothing_s)
        report({"threshold": DEFAULTS.min_confidence, "smoothing_s": smoothing_s}, figures)


if __name__ == "__main__":
    main()
