"""`tui-player analyse`: runs the music network on audio files."""

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from tui_player.commands.support.output import complain, say, say_json, silent_libraries
from tui_player.commands.support.status import DONE, SOME_FAILED
from tui_player.errors import AudioError
from tui_player.expression.quadrants import QUADRANT_NAMES
from tui_player.library.analysis import key_and_tempo
from tui_player.library.sound_kind import SoundKind, sound_kind

if TYPE_CHECKING:
    from tui_player.commands.support.context import Context
    from tui_player.models.music.hearing import Hearing

DESCRIPTION: Final = "Say what the music network hears in audio files."
EPILOG: Final = """\
Files need not be in the library, and nothing is stored. Quadrants: Q1 happy, Q2 tense, Q3 sad, Q4
calm. Valence and arousal are the expected values, between -1 and 1; deviation says how far the true
ones are likely to lie from them. Speech and noise are probabilities that the file is no music but
speech, or noise or nature. Tempo is in beats a minute, key is such as "A minor"; each is null if
there is none. Seconds is the length of the whole recording.
JSON a line: {"path", "embedding": [...], "genres": {name: p}, "quadrants": {"Q1".."Q4": p},
"valence", "arousal", "deviation": [v, a], "speech", "noise", "tempo", "key", "seconds"}.

examples:
  tui-player analyse song.mp3
  tui-player analyse *.flac --json
"""
QUADRANT_WORDS: Final = dict(zip(("Q1", "Q2", "Q3", "Q4"), QUADRANT_NAMES, strict=True))
GENRES_SHOWN: Final = 3
FEW_FILES: Final = 8
"""Up to this number of files, one process is faster than starting worker processes."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `analyse`."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="an audio file")


def run(arguments: argparse.Namespace, context: "Context") -> int:
    """Analyse each file; exit status 1 if one can't be read."""
    status = DONE
    for path, hearing in _results(arguments.files):
        if isinstance(hearing, str):
            complain(f"{path}: {hearing}")
            status = SOME_FAILED
        elif context.json:
            say_json(as_json(path, hearing))
        else:
            say(as_text(path, hearing))
    return status


def _results(paths: Sequence[str]) -> Iterator[tuple[str, "Hearing | str"]]:
    """Yield each path with its result, or with the reason why there is none."""
    if len(paths) <= FEW_FILES:
        for path in paths:
            with silent_libraries():
                hearing = hearing_or_reason(path)
            yield path, hearing
        return
    from tui_player.library.workers.worker_processes import WorkerDiedError, WorkerProcesses

    with WorkerProcesses() as workers:
        try:
            for path, future in [(path, workers.submit(hearing_or_reason, path)) for path in paths]:
                try:
                    yield path, future.result()
                except WorkerDiedError as error:
                    yield path, str(error)
        finally:
            workers.kill()


def hearing_or_reason(path: str) -> "Hearing | str":
    """Result of one file, or the reason why there is none. Worker processes call this too."""
    from tui_player.models import music

    try:
        return music.hear_file(path)
    except AudioError as error:
        return str(error)


def as_json(path: str, hearing: "Hearing") -> dict[str, Any]:
    """One result as a JSON object."""
    return {
        "path": path,
        "embedding": [round(float(value), 6) for value in hearing.embedding],
        "genres": {name: round(p, 6) for name, p in hearing.genres.items()},
        "quadrants": {
            name: round(p, 6) for name, p in zip(QUADRANT_WORDS, hearing.quadrants, strict=True)
        },
        "valence": round(hearing.valence, 6),
        "arousal": round(hearing.arousal, 6),
        "deviation": [round(value, 6) for value in hearing.deviations],
        "speech": round(hearing.speech, 6),
        "noise": round(hearing.noise, 6),
        "tempo": None if hearing.tempo_bpm is None else round(hearing.tempo_bpm, 2),
        "key": hearing.key,
        "seconds": round(hearing.duration_s, 3),
    }


def as_text(path: str, hearing: "Hearing") -> str:
    """One result as a line of text."""
    kind = sound_kind(hearing.speech, hearing.noise)
    if kind is SoundKind.MUSIC:
        heard = _music_text(hearing)
    else:
        heard = f"{kind} ({max(hearing.speech, hearing.noise):.0%})"
    return f"{path}: {heard}, {hearing.duration_s:.0f} s"


def _music_text(hearing: "Hearing") -> str:
    share, quadrant = max(zip(hearing.quadrants, QUADRANT_WORDS, strict=True))
    genres = sorted(hearing.genres.items(), key=lambda entry: -entry[1])[:GENRES_SHOWN]
    parts = [
        f"{QUADRANT_WORDS[quadrant]} ({share:.0%})",
        f"valence {hearing.valence:+.2f}",
        f"arousal {hearing.arousal:+.2f}",
        key_and_tempo(hearing.key, hearing.tempo_bpm),
        *(f"{name} {p:.0%}" for name, p in genres),
    ]
    return ", ".join(filter(None, parts))
