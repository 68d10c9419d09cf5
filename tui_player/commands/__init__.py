"""The commands, one module for each.

A command module has `DESCRIPTION` and `EPILOG` for its help. `add_arguments(parser)` declares its
arguments. The optional `check(arguments)` refuses values that argparse can't check. `run(arguments,
context)` runs the command and returns the exit status. Only the module of the called command is
imported. The imports at its top are quick, so that a usage error appears at once.
"""

from typing import Final

COMMANDS: Final = {
    "scan": "add folders to the library",
    "queue": "print the ranked queue",
    "why": "explain a song's place in the queue",
    "mood": "read faces in pictures or videos",
    "analyse": "run the music network on audio files",
    "rate": "like or dislike a song",
    "ratings": "import and export ratings",
    "playlist": "import and export playlists",
    "doctor": "check camera, sound, models and library",
}
"""Short help of each command, by the name of its module."""
