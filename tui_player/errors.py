"""Expected errors, whose texts are shown to the listener."""


class PlayerError(Exception):
    """Base of all expected errors; its text is one clear line for the listener."""


class UsageError(PlayerError):
    """The command line can't be understood (exit status 2)."""


class LibraryError(PlayerError):
    """The library can't be read or written: locked, damaged, disk full, no permission."""


class LibraryInUseError(LibraryError):
    """Another player has the library open for writing."""


class LibraryTooNewError(LibraryError):
    """A newer version of the player wrote the library; this version doesn't open it."""


class PlaylistError(PlayerError):
    """A playlist can't be read, understood or written."""


class AudioError(PlayerError):
    """An audio file can't be read or decoded."""


class VisionError(PlayerError):
    """A picture, video or camera can't be read."""


class PlaybackError(PlayerError):
    """libVLC is missing or can't play."""


def error_text(error: Exception) -> str:
    """The system's message in an `OSError`; for other errors their own text."""
    text: str = getattr(error, "strerror", None) or str(error)
    return text


def system_message(error: OSError) -> str:
    """The system's message in lower case, without path and number; else the error's type."""
    return (error.strerror or type(error).__name__).lower()
