"""The commands, a module each.

A command module has `DESCRIPTION` and `EPILOG` for its help, `add_arguments(parser)`, which tells
argparse what it takes, perhaps `check(arguments)`, which refuses what argparse can't see, and
`run(arguments, context)`, which does it and returns the exit status. Only the module of the command
that is asked for is imported, and the imports at its top are quick: a wrong option is told at once.
"""

from typing import Final

COMMANDS: Final = {
    "scan": "add folders to the library",
    "queue": "print the ranked queue",
    "why": "explain a song's place in the queue",
    "mood": "read faces in pictures or videos",
    "analyse": "hear audio files",
    "rate": "like or dislike a song",
    "ratings": "import and export ratings",
    "playlist": "import and export playlists",
    "doctor": "check camera, sound, models and library",
}
"""Each command's help, by the name of its module."""
