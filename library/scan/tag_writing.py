"""Writes ratings and play counts to a file's tags for other players, on request only."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from tui_player.errors import AudioError, system_message

POPULARIMETER_USER: Final = "tui-player"
POPULARIMETER: Final = {1: 255, 0: 0, -1: 1}
"""ID3 stars by rating, as most players use them: five for a like, one for a dislike."""
FMPS: Final = {1: "1.0", -1: "0.2"}
"""FMPS rating (Free Media Player Specifications) by rating."""
MP4_PREFIX: Final = "----:com.apple.iTunes:"


def write_feedback(path: str, rating: int, plays: int) -> None:
    """Write a rating (1 like, -1 dislike, 0 none) and a play count to the file's tags.

    A tagged copy replaces the file, so that a kill or a full disk leaves the old file. For a link,
    the file behind it is tagged. Raises `AudioError`.
    """
    path = os.path.realpath(path)
    copy = Path(path).with_name(f".tui-player-{uuid4().hex}.part")  # unique: others may tag too
    try:
        shutil.copy2(path, copy)
        _tag(copy, rating, plays)
        with copy.open("rb") as file:
            os.fsync(file.fileno())
        copy.replace(path)
    except AudioError:
        raise
    except OSError as error:
        raise AudioError(system_message(error)) from error
    except Exception as error:  # mutagen leaks many kinds of errors
        raise AudioError("its tags can't be written") from error
    finally:
        with suppress(OSError):
            copy.unlink()


def _tag(path: Path, rating: int, plays: int) -> None:
    import mutagen

    audio: Any = mutagen.File(path)
    if audio is None:
        raise AudioError("is no audio file with tags")
    if audio.tags is None:
        audio.add_tags()
    write = next(
        (WRITERS[name] for base in type(audio.tags).__mro__ if (name := base.__name__) in WRITERS),
        None,
    )
    if write is None:
        raise AudioError("its kind of tags holds no ratings")
    write(audio.tags, rating, plays)
    audio.save()


def _id3(tags: Any, rating: int, plays: int) -> None:
    import mutagen.id3

    frames: Any = mutagen.id3
    tags.delall(f"POPM:{POPULARIMETER_USER}")
    if rating or plays:
        tags.add(frames.POPM(email=POPULARIMETER_USER, rating=POPULARIMETER[rating], count=plays))


def _named(prefix: str, encode: Callable[[str], Any]) -> Callable[[Any, int, int], None]:
    """Make a writer of the two FMPS tags with this prefix."""

    def write(tags: Any, rating: int, plays: int) -> None:
        texts = {"Rating": FMPS.get(rating, ""), "Playcount": f"{plays}.0" if plays else ""}
        for name, text in texts.items():
            key = f"{prefix}{name}"
            if text:
                tags[key] = encode(text)
            elif key in tags:
                del tags[key]

    return write


WRITERS: Final[dict[str, Callable[[Any, int, int], None]]] = {
    "ID3Tags": _id3,
    "VComment": _named("FMPS_", lambda text: [text]),
    "APEv2": _named("FMPS_", lambda text: text),
    "MP4Tags": _named(f"{MP4_PREFIX}FMPS_", lambda text: [text.encode()]),
    "ASFTags": _named("FMPS/", lambda text: [text]),
}
"""Class name of mutagen's tags (or of a base class) -> writer."""
