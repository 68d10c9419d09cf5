"""Reads and writes playlists, and matches their entries to the library."""

from tui_player.library.playlists.entry import Entry
from tui_player.library.playlists.files import read_playlist, write_playlist
from tui_player.library.playlists.matching import Match, Matcher

__all__ = ["Entry", "Match", "Matcher", "read_playlist", "write_playlist"]
