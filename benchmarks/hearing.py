"""Measures how steadily songs are heard: quieter, through old equipment, in a hall, coded, faster.

`python benchmarks/hearing.py FOLDER [--picture FILE.svg]`: each audio file of FOLDER (without one,
the player's own pieces) is heard as it is and after each change. The output has one JSON object a
change: the share of songs that keep their quadrant with its 95 % interval, the mean shift of
valence, and the share for songs whose quadrant was clear. The picture has an arrow a song from its
place to its changed place, one panel a change.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.demo.files import render_demo
from tui_player.errors import AudioError
from tui_player.models.music.audio import decode
from tui_player.models.music.embedder import hear
from tui_player.models.music.hearing import Hearing
from tui_player.models.music.training.clips import augment
from tui_player.models.music.windows import Windows

Samples = NDArray[np.float32]
Change = Callable[[Samples], Samples]

SEED: Final = 11
CLEAR: Final = 0.5
"""Least probability of a clear quadrant."""
KEEP: Final = 0.85
SHIFT: Final = 0.1
"""The floors: share of songs that keep their quadrant, and mean shift of valence."""
PANEL: Final = 220
"""Size of a panel of the picture, pixels."""


def louder(samples: Samples, db: float) -> Samples:
    """Change the level."""
    return (samples * 10 ** (db / 20)).astype(np.float32)


def changes() -> dict[str, Change]:
    """Each change by name; those with noise always draw the same."""
    random = np.random.default_rng(SEED)
    return {
        "12 dB quieter": lambda samples: louder(samples, -12),
        "20 dB quieter": lambda samples: louder(samples, -20),
        "mastered at -46 dB": lambda samples: louder(
            samples, -46 - 20 * np.log10(max(float(samples.std()), 1e-6))
        ),
        "low-pass 4 kHz": lambda samples: augment.low_passed(samples, 4000.0),
        "old record": lambda samples: augment.old_record(samples, random),
        "hall": lambda samples: augment.reverberated(samples, 1.8, 0.4, random),
        "live with a crowd": lambda samples: augment.in_a_crowd(samples, random),
        "hiss": lambda samples: augment.hissing(samples, 25.0, random),
        "MP3, 32 kbit/s": lambda samples: augment.coded(samples, 32_000),
        "Opus, 32 kbit/s": lambda samples: augment.coded(samples, 32_000, "libopus"),
        "6 % faster": lambda samples: augment.faster(samples, 1.06),
        "6 % slower": lambda samples: augment.faster(samples, 0.94),
    }


@dataclass(frozen=True)
class Place:
    """What the network hears of a song."""

    quadrant: int
    sure: float
    valence: float
    arousal: float


def place_of(hearing: Hearing) -> Place:
    """The place of one hearing."""
    quadrant = int(np.argmax(hearing.quadrants))
    return Place(quadrant, hearing.quadrants[quadrant], hearing.valence, hearing.arousal)


def decoded(folder: Path) -> Iterator[Windows]:
    """The songs of a folder that can be decoded."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            yield decode(str(path))
        except AudioError:
            continue


def heard(windows: Windows, change: Change) -> Place:
    """Hear a song after a change."""
    changed = [change(samples) for samples in windows.samples]
    return place_of(hear(Windows(changed, windows.duration_s)))


def figures(name: str, before: list[Place], after: list[Place]) -> dict[str, object]:
    """One line of the output."""
    same = np.array([a.quadrant == b.quadrant for a, b in zip(before, after, strict=True)])
    clear = np.array([place.sure >= CLEAR for place in before])
    shift = np.array([b.valence - a.valence for a, b in zip(before, after, strict=True)])
    random = np.random.default_rng(SEED)
    drawn = same[random.integers(len(same), size=(2000, len(same)))].mean(axis=1)
    low, high = np.quantile(drawn, (0.025, 0.975)).tolist()
    return {
        "change": name,
        "songs": len(same),
        "kept": round(float(same.mean()), 3),
        "interval": [round(low, 3), round(high, 3)],
        "kept_if_clear": round(float(same[clear].mean()), 3) if clear.any() else None,
        "valence_shift": round(float(shift.mean()), 3),
        "kept_to_floor": round(float(same.mean()) / KEEP, 2),
        "shift_to_floor": round(abs(float(shift.mean())) / SHIFT, 2),
    }


def picture(before: list[Place], by_change: dict[str, list[Place]]) -> str:
    """An SVG with a panel a change and an arrow a song; valence to the right, arousal up."""
    panels = [
        _panel(column * PANEL, name, before, after)
        for column, (name, after) in enumerate(by_change.items())
    ]
    width = PANEL * len(by_change)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{PANEL + 20}">'
    return "\n".join([head, *panels, "</svg>\n"])


def _panel(left: int, name: str, before: list[Place], after: list[Place]) -> str:
    half = PANEL / 2

    def at(place: Place) -> tuple[float, float]:
        return left + half * (1 + place.valence), 20 + half * (1 - place.arousal)

    lines = []
    for start, end in zip(before, after, strict=True):
        (x, y), (to_x, to_y) = at(start), at(end)
        colour = "#888" if start.quadrant == end.quadrant else "#d33"
        lines.append(
            f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{colour}"/>'
            f'<circle cx="{to_x:.1f}" cy="{to_y:.1f}" r="1.5" fill="{colour}"/>'
        )
    frame = f'<rect x="{left}" y="20" width="{PANEL}" height="{PANEL}" fill="none" stroke="#000"/>'
    text = f'<text x="{left + 4}" y="14" font-size="12">{name}</text>'
    return "\n".join([frame, text, *lines])


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="folder of music")
    parser.add_argument("--picture", type=Path, help="SVG file of the shifts")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        if options.folder is None:
            render_demo(Path(temporary))
        songs = list(decoded(options.folder or Path(temporary)))
    before = [place_of(hear(windows)) for windows in songs]
    by_change = {}
    for name, change in changes().items():
        by_change[name] = [heard(windows, change) for windows in songs]
        print(json.dumps(figures(name, before, by_change[name])), flush=True)
    if options.picture:
        options.picture.write_text(picture(before, by_change), encoding="utf-8")


if __name__ == "__main__":
    main()
