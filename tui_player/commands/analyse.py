"""`tui-player analyse`: what the music network hears in files."""

import argparse
from typing import TYPE_CHECKING, Any, Final

from tui_player.commands.context import DONE, SOME_FAILED, Context
from tui_player.commands.output import complain, say, say_json, silent_libraries
from tui_player.errors import AudioError
from tui_player.library.song import QUADRANTS

if TYPE_CHECKING:
    from tui_player.models.music.hearing import Hearing

EPILOG: Final = """\
Files need not be in the library, and nothing is stored. Quadrants: Q1 happy, Q2 tense, Q3 sad, Q4
calm. Valence and arousal lie between -1 and 1; seconds is the length of the whole recording.
JSON a line: {"path", "embedding": [...], "genres": {name: p}, "quadrants": {"Q1".."Q4": p},
"valence", "arousal", "seconds"}.

examples:
  tui-player analyse song.mp3
  tui-player analyse *.flac --json
"""
QUADRANT_WORDS: Final = dict(zip(QUADRANTS, ("happy", "tense", "sad", "calm"), strict=True))
GENRES_SHOWN: Final = 3


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    """Tell argparse about `analyse`."""
    parser = commands.add_parser(
        "analyse",
        parents=[common],
        help="hear audio files",
        description="Say what the music network hears in audio files.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="an audio file")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Hear each file; exit status 1 where one can't be read."""
    from tui_player.models.music import hear_file

    status = DONE
    for path in arguments.files:
        try:
            with silent_libraries():
                heard = hear_file(path)
        except AudioError as error:
            complain(f"{path}: {error}")
            status = SOME_FAILED
            continue
        if context.json:
            say_json(as_json(path, heard))
        else:
            say(as_text(path, heard))
    return status


def as_json(path: str, heard: "Hearing") -> dict[str, Any]:
    """One file as the contract has it."""
    return {
        "path": path,
        "embedding": [round(float(value), 6) for value in heard.embedding],
        "genres": {name: round(p, 6) for name, p in heard.genres.items()},
        "quadrants": {
            name: round(p, 6) for name, p in zip(QUADRANTS, heard.quadrants, strict=True)
        },
        "valence": round(heard.valence, 6),
        "arousal": round(heard.arousal, 6),
        "seconds": round(heard.duration_s, 3),
    }


def as_text(path: str, heard: "Hearing") -> str:
    """One file in one line, for people."""
    share, quadrant = max(zip(heard.quadrants, QUADRANTS, strict=True))
    genres = sorted(heard.genres.items(), key=lambda entry: -entry[1])[:GENRES_SHOWN]
    return (
        f"{path}: {QUADRANT_WORDS[quadrant]} ({share:.0%}),"
        f" valence {heard.valence:+.2f}, arousal {heard.arousal:+.2f},"
        f" {', '.join(f'{name} {p:.0%}' for name, p in genres)},"
        f" {heard.duration_s:.0f} s"
    )
