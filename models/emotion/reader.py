"""Turn one frame into one reading: detect the face, crop it, classify it."""

from typing import TYPE_CHECKING, Final

from tui_player.expression.reading import NoReading, Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tui_player.models.emotion.classifier import ExpressionClassifier
    from tui_player.models.emotion.face import Face

SIMILAR_AREA: Final = 0.5
"""A second face may also be the listener if it has at least this share of the first's area."""
TOO_DARK: Final = 16.0
"""Mean grey value below which a frame counts as dark."""


class ExpressionReader:
    """Face detector and classifier. The constructor loads both (about 0.25 s)."""

    def __init__(
        self,
        *,
        min_confidence: float = 0.0,
        thorough: bool = True,
        classifier: "ExpressionClassifier | None" = None,
    ) -> None:
        """Load the detector and, unless `classifier` is given, the shipped network.

        Readings below `min_confidence` are unsure. `thorough` runs many cascade passes on a frame
        without a face and ignores earlier frames: good for pictures, too slow for a webcam.
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
        """Probabilities for the face in `frame_bgr` [H, W, 3], or the reason why there are none."""
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
    """Whether another face has a similar area and a different place than the largest one."""
    first, *others = (face.box for face in faces)
    return any(
        box.area >= SIMILAR_AREA * first.area and not first.holds_middle_of(box) for box in others
    )
