"""Face detection: cascade passes of growing cost, and tracking of the last face."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tui_player.models.emotion.cascade import Cascade, CascadePass
from tui_player.models.emotion.face import Box, Face

QUICK_PASSES: Final = (CascadePass(160), CascadePass(160, roll=20), CascadePass(160, roll=-20))
"""A listener's face is at least an eighth of the frame's width: 20 pixels at this scale."""
FAR_PASS: Final = CascadePass(256, 22)
DARK_PASS: Final = CascadePass(160, equalised=True)
LEANING_PASSES: Final = (
    CascadePass(160, roll=40, min_neighbours=5),
    CascadePass(160, roll=-40, min_neighbours=5),
)
NEW_FRAME_PASSES: Final = (*QUICK_PASSES, FAR_PASS)
"""Passes for the first frame, and for a frame in which a face was lost."""
IDLE_PASSES: Final = ((CascadePass(160), DARK_PASS), LEANING_PASSES, QUICK_PASSES, (FAR_PASS,))
"""While no face is found, each frame runs only the next of these groups, to save time."""
THOROUGH_PASSES: Final = (
    *NEW_FRAME_PASSES,
    DARK_PASS,
    *LEANING_PASSES,
    CascadePass(640, 32, min_neighbours=5),
    CascadePass(320, 25, min_neighbours=5, margin=0.3),
    CascadePass(640, 32, min_neighbours=5, equalised=True),
)
DARK: Final = 80
"""A frame is dark if 98 % of its pixels are below this grey value."""

SEARCH_SIDES: Final = 2.0
"""Side of the search area around the last face, in multiples of the face's side."""
TRACKING_PASS: Final = CascadePass(80, smallest_face=26, min_neighbours=2)
"""The last face is 40 pixels wide at this scale, so this is the cheapest pass."""
FULL_FRAME_EVERY: Final = 4
"""Frames between two searches of the whole frame, which may find another person."""
TRACK_EXPIRES_AFTER: Final = 12
"""Frames for which a face is tracked without a detection in the whole frame."""


class FaceDetector:
    """Detects frontal faces, upright or leaning, and tracks a single one between frames."""

    def __init__(self) -> None:
        self._cascade = Cascade()
        self._last: Face | None = None
        self._age = 0
        """Frames since the last detection in the whole frame."""
        self._misses = 0
        """Searches of the whole frame since the last detection in it."""

    def find(self, grey: NDArray[np.uint8], *, thorough: bool = False) -> list[Face]:
        """Faces in `grey` [H, W], largest first; more costly passes follow until one finds a face.

        A `thorough` search ignores earlier frames. It takes up to ten times as long if there is no
        face, so it suits pictures, not video.
        """
        if thorough:
            return self._first_found(grey, THOROUGH_PASSES)
        track, search = self._track, self._search
        if self._age % FULL_FRAME_EVERY == FULL_FRAME_EVERY - 1:
            return search(grey) or track(grey)
        return track(grey) or search(grey)

    def _track(self, grey: NDArray[np.uint8]) -> list[Face]:
        """Search near the last face."""
        self._age += 1
        if self._last is None or self._age > TRACK_EXPIRES_AFTER:
            return []
        part = _around(self._last.box, grey.shape)
        view = grey[part.y : part.y + part.height, part.x : part.x + part.width]
        if not view.size:
            return []
        settings = replace(TRACKING_PASS, roll=self._last.roll, equalised=_is_dark(view))
        faces = [_moved(face, part.x, part.y) for face in self._cascade.faces(view, settings)[:1]]
        self._last = faces[0] if faces else self._last
        return faces

    def _search(self, grey: NDArray[np.uint8]) -> list[Face]:
        passes: Sequence[CascadePass] = NEW_FRAME_PASSES
        if self._misses:
            passes = IDLE_PASSES[(self._misses - 1) % len(IDLE_PASSES)]
        faces = self._first_found(grey, passes)
        self._misses += 1
        if faces:
            # Tracking one of two faces would miss the other.
            self._last = faces[0] if len(faces) == 1 else None
            self._age = 0
            self._misses = 0
        return faces

    def _first_found(self, grey: NDArray[np.uint8], passes: Sequence[CascadePass]) -> list[Face]:
        """Faces of the first pass that finds any."""
        if _is_dark(grey):
            # In the dark some passes become equal; each runs once.
            passes = list(dict.fromkeys(replace(settings, equalised=True) for settings in passes))
        for settings in passes:
            faces = self._cascade.faces(grey, settings)
            if faces:
                return faces
        return []


def _is_dark(grey: NDArray[np.uint8]) -> bool:
    tiny = cv2.resize(grey, (40, 30), interpolation=cv2.INTER_AREA)
    return bool(np.quantile(tiny, 0.98) < DARK)


def _around(box: Box, shape: tuple[int, ...]) -> Box:
    """The search area around `box` in a frame of `shape`."""
    x, y = box.middle
    reach = SEARCH_SIDES * max(box.width, box.height) / 2
    left, top = max(round(x - reach), 0), max(round(y - reach), 0)
    right, bottom = min(round(x + reach), shape[1]), min(round(y + reach), shape[0])
    return Box(left, top, right - left, bottom - top)


def _moved(face: Face, right: int, down: int) -> Face:
    x, y, width, height = face.box
    return Face(Box(x + right, y + down, width, height), face.roll)
