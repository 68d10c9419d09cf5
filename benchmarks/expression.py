"""Measures the reading of one face against a matrix product of as many multiply-adds.

`python benchmarks/expression.py`: the face network, mirror image included, beside a float32 product
in numpy, in turns, in one process, both on one thread.
"""

import json
import os
import statistics
import time
from collections.abc import Callable

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy is first imported

import numpy as np

from tui_player.models.emotion.classifier import MODEL_FILE, ExpressionClassifier

MULTIPLY_ADDS = 2 * 119_000_000
"""Multiply-adds of the convolutions, for the face and its mirror image."""
SIDE = 1024
ROUNDS = 200
AT_MOST_MS = 6.0
AT_MOST_BYTES = 8_000_000


def main() -> None:
    """Measure and print one JSON object."""
    rng = np.random.default_rng(0)
    face = rng.integers(0, 256, (1, 48, 48), dtype=np.uint8)
    left = rng.random((MULTIPLY_ADDS // SIDE**2, SIDE), dtype=np.float32)
    right = rng.random((SIDE, SIDE), dtype=np.float32)
    classifier = ExpressionClassifier()
    actions: tuple[Callable[[], object], ...] = (
        lambda: classifier.probabilities(face),
        lambda: left @ right,
    )
    elapsed: list[list[float]] = [[], []]
    for _ in range(ROUNDS):
        for action, times in zip(actions, elapsed, strict=True):
            start = time.perf_counter()
            action()
            times.append(1000 * (time.perf_counter() - start))
    reading, product = (statistics.median(times) for times in elapsed)
    size = MODEL_FILE.stat().st_size
    print(
        json.dumps(
            {
                "face_ms": round(reading, 2),
                "at_most_ms": AT_MOST_MS,
                "product_ms": round(product, 2),
                "ratio": round(reading / product, 2),
                "file_bytes": size,
                "held": reading <= AT_MOST_MS and size <= AT_MOST_BYTES,
            }
        )
    )


if __name__ == "__main__":
    main()
