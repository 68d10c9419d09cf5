"""One frame to one reading: find the face, cut it out, classify it."""

from typing import TYPE_CHECKING, Final

from tui_player.expression.reading import NoReading, Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tui_player.models.emotion.classifier import ExpressionClassifier
    from tui_player.models.emotion.face import Face

LIKE_SIZE: Final = 0.5
"""A second face of at least so much of the first one's area may be the listener as well."""
TOO_DARK: Final = 16.0
"""Mean grey of a frame in which nothing can be seen."""


class ExpressionReader:
    """Detector and classifier, loaded when made (about a quarter of a second)."""

    def __init__(
        self,
        *,
        min_confidence: float = 0.0,
        thorough: bool = True,
        classifier: "ExpressionClassifier | None" = None,
    ) -> None:
        """A reader that is unsure below `min_confidence`; by the shipped network unless told.

        `thorough` looks many times at a frame in which no face is seen at once, and at each frame
        by itself: good for pictures, too slow for a camera in front of an empty chair.
        """
        from tui_player.models.emotion import opencv
        from tui_player.models.emotion.classifier import ExpressionClassifier
        from tui_player.models.emotion.detector import FaceDetector

        opencv.tame()
        self._detector = FaceDetector()
        self._classifier = classifier or ExpressionClassifier()
        self._min_confidence = min_confidence
        self._thorough = thorough

    def read(self, frame_bgr: "NDArray[np.uint8]") -> Reading:
        """What the face in `frame_bgr` [H, W, 3] looks like, or why that can't be said."""
        import cv2
        import numpy as np

        from tui_player.models.emotion.face import crop

        grey = np.asarray(cv2.cvtColor(frame_bgr, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
        faces = self._detector.find(grey, thorough=self._thorough)
        if not faces:
            return Reading(None, NoReading.DARK if grey.mean() < TOO_DARK else NoReading.NO_FACE)
        box, roll = faces[0]
        if _several(faces):
            return Reading(None, NoReading.SEVERAL_FACES, box)
        probabilities = self._classifier.probabilities(crop(grey, box, roll)[None])[0]
        if probabilities.max() < self._min_confidence:
            return Reading(None, NoReading.UNSURE, box)
        return Reading(tuple(probabilities.tolist()), None, box)


def _several(faces: "list[Face]") -> bool:
    """Whether another face is about as large as the largest, and elsewhere."""
    first, *others = (face.box for face in faces)
    return any(
        box.area >= LIKE_SIZE * first.area and not first.holds_middle_of(box) for box in others
    )
