"""Where the faces are: looks of growing effort, and the last face as a first guess."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tui_player.models.emotion.cascade import Cascade, Look
from tui_player.models.emotion.face import Box, Face

QUICK: Final = (Look(160), Look(160, roll=20), Look(160, roll=-20))
"""A listener's face is an eighth of the frame's width or more, and then 20 pixels here."""
FARTHER: Final = Look(256, 22)
DARKER: Final = Look(160, equalised=True)
LEANING: Final = (
    Look(160, roll=40, min_neighbours=5),
    Look(160, roll=-40, min_neighbours=5),
)
FIRST: Final = (*QUICK, FARTHER)
"""For a new frame, and the one in which a face was lost."""
IN_TURN: Final = ((Look(160), DARKER), LEANING, QUICK, (FARTHER,))
"""One of these a frame while nothing is found: an empty chair must stay cheap."""
THOROUGH: Final = (
    *FIRST,
    DARKER,
    *LEANING,
    Look(640, 32, min_neighbours=5),
    Look(320, 25, min_neighbours=5, margin=0.3),
    Look(640, 32, min_neighbours=5, equalised=True),
)
DARK: Final = 80
"""In the dark all but the brightest 2 % of the pixels are darker."""

AROUND: Final = 2.0
"""Side of the part in which the last face is looked for, of that face's side."""
NEAR: Final = Look(80, smallest_face=26, min_neighbours=2)
"""The last face is 40 pixels wide there, so this is the cheapest look of all."""
LOOK_UP: Final = 4
"""Every so many frames the whole frame comes first: somebody else may have come."""
EXPIRES: Final = 12
"""So many frames the last face is believed in while no look at the whole frame finds one."""


class FaceDetector:
    """Frontal faces, upright or leaning; follows a single one from frame to frame."""

    def __init__(self) -> None:
        self._cascade = Cascade()
        self._last: Face | None = None
        self._age = 0
        """Frames since the whole frame showed a face."""
        self._misses = 0
        """Looks at the whole frame since one showed a face."""

    def find(self, grey: NDArray[np.uint8], *, thorough: bool = False) -> list[Face]:
        """Faces in `grey` [H, W], largest first; looks again, harder, until it finds one.

        A `thorough` look knows nothing of earlier frames and takes up to ten times as long where
        there is no face: for pictures, not for video.
        """
        if thorough:
            return self._first(grey, THOROUGH)
        near, anywhere = self._near_last, self._anywhere
        if self._age % LOOK_UP == LOOK_UP - 1:
            return anywhere(grey) or near(grey)
        return near(grey) or anywhere(grey)

    def _near_last(self, grey: NDArray[np.uint8]) -> list[Face]:
        """The last face, where it was or nearby."""
        self._age += 1
        if self._last is None or self._age > EXPIRES:
            return []
        part = _around(self._last.box, grey.shape)
        view = grey[part.y : part.y + part.height, part.x : part.x + part.width]
        if not view.size:
            return []
        look = replace(NEAR, roll=self._last.roll, equalised=_is_dark(view))
        faces = [_moved(face, part.x, part.y) for face in self._cascade.faces(view, look)[:1]]
        self._last = faces[0] if faces else self._last
        return faces

    def _anywhere(self, grey: NDArray[np.uint8]) -> list[Face]:
        looks = IN_TURN[(self._misses - 1) % len(IN_TURN)] if self._misses else FIRST
        faces = self._first(grey, looks)
        self._misses += 1
        if faces:
            # Of two one would hide the other.
            self._last = faces[0] if len(faces) == 1 else None
            self._age = 0
            self._misses = 0
        return faces

    def _first(self, grey: NDArray[np.uint8], looks: Sequence[Look]) -> list[Face]:
        """What the first look finds that finds anything."""
        if _is_dark(grey):
            # Twice the same look is no better than once.
            looks = list(dict.fromkeys(replace(look, equalised=True) for look in looks))
        for look in looks:
            faces = self._cascade.faces(grey, look)
            if faces:
                return faces
        return []


def _is_dark(grey: NDArray[np.uint8]) -> bool:
    tiny = cv2.resize(grey, (40, 30), interpolation=cv2.INTER_AREA)
    return bool(np.quantile(tiny, 0.98) < DARK)


def _around(box: Box, shape: tuple[int, ...]) -> Box:
    """The part of a frame of `shape` about `box`."""
    x, y = box.middle
    reach = AROUND * max(box.width, box.height) / 2
    left, top = max(round(x - reach), 0), max(round(y - reach), 0)
    right, bottom = min(round(x + reach), shape[1]), min(round(y + reach), shape[0])
    return Box(left, top, right - left, bottom - top)


def _moved(face: Face, right: int, down: int) -> Face:
    x, y, width, height = face.box
    return Face(Box(x + right, y + down, width, height), face.roll)
