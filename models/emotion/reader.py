"""One frame to one reading: find the face, cut it out, classify it."""

from typing import TYPE_CHECKING, Final

from tui_player.mood import NoReading, Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tui_player.models.emotion.detector import Box

LIKE_SIZE: Final = 0.5
"""A second face of at least so much of the first one's area may be the listener as well."""
TOO_DARK: Final = 16.0
"""Mean grey of a frame in which nothing can be seen."""


class ExpressionReader:
    """Detector and classifier, loaded when made (about a quarter of a second)."""

    def __init__(self, *, min_confidence: float = 0.0, thorough: bool = True) -> None:
        """A reader that is unsure below `min_confidence`.

        `thorough` looks several times at a frame in which no face is seen at once: good for
        pictures, too slow for a camera in front of an empty chair.
        """
        from tui_player.models.emotion import opencv
        from tui_player.models.emotion.classifier import ExpressionClassifier
        from tui_player.models.emotion.detector import FaceDetector

        opencv.tame()
        self._detector = FaceDetector()
        self._classifier = ExpressionClassifier()
        self._min_confidence = min_confidence
        self._thorough = thorough

    def read(self, frame_bgr: "NDArray[np.uint8]") -> Reading:
        """What the face in `frame_bgr` [H, W, 3] looks like, or why that can't be said."""
        import cv2
        import numpy as np

        from tui_player.models.emotion.classifier import crop

        grey = np.asarray(cv2.cvtColor(frame_bgr, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
        boxes = self._detector.find(grey, thorough=self._thorough)
        if not boxes:
            return Reading(None, NoReading.DARK if grey.mean() < TOO_DARK else NoReading.NO_FACE)
        if _several(boxes):
            return Reading(None, NoReading.SEVERAL_FACES, boxes[0])
        probabilities = self._classifier.probabilities(crop(grey, boxes[0])[None])[0]
        if probabilities.max() < self._min_confidence:
            return Reading(None, NoReading.UNSURE, boxes[0])
        return Reading(tuple(probabilities.tolist()), None, boxes[0])


def _several(boxes: "list[Box]") -> bool:
    """Whether another face is about as large as the largest, and elsewhere."""
    first = boxes[0]
    return any(
        box.area >= LIKE_SIZE * first.area and not first.holds_middle_of(box) for box in boxes[1:]
    )
