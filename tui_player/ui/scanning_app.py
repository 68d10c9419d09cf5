"""The part of the application that scans folders and shows what comes of it."""

from collections.abc import Iterable
from typing import Final

from textual import on
from textual.timer import Timer

from tui_player.library.scan.summary import progress_text, report_text, waiting_text
from tui_player.library.song import Song
from tui_player.paths import user_music_folder
from tui_player.services.library_services import LibraryServices
from tui_player.services.messages import (
    AnalysisEnded,
    ScanAdvanced,
    ScanEnded,
    ScanFailed,
    SongsScanned,
)
from tui_player.session.first_song import FirstSong
from tui_player.session.session import Session
from tui_player.ui import screens
from tui_player.ui.library_state import LibraryState
from tui_player.ui.notices import Notices
from tui_player.ui.screens.player import PlayerScreen

RERANK_S: Final = 5.0
"""Debounce of rankings during a scan, seconds."""


class ScanningApp(Notices):
    """An app that scans. `PlayerApp` sets the attributes."""

    library: LibraryServices
    library_state: LibraryState
    session: Session
    first_song: FirstSong
    player_screen: PlayerScreen
    _rerank_timer: Timer | None = None

    def show_soon(self) -> None:
        """Draw soon. Several calls before the drawing cause one drawing."""
        raise NotImplementedError

    def fill_library(self, songs: Iterable[Song], folders: Iterable[str]) -> None:
        """Show these songs as the library."""
        self.library_state.fill(songs, folders)
        self.first_song.library_changed(self.library_state.present)
        self.player_screen.show_library(self.library_state.present)
        if self.library_state.present:
            self.player_screen.set_empty_queue_text("making a queue …")

    def show_activity(self, activity: str = "", waiting_for: str = "") -> None:
        """Show what goes on in the top line, and what an empty queue waits for."""
        self.library_state.activity, self.library_state.waiting_for = activity, waiting_for
        self.player_screen.set_empty_queue_text(self.library_state.empty_queue_text)
        self.show_soon()

    def action_scan(self) -> None:
        """Ask for a folder to scan. A running scan or analysis is stopped instead."""
        if self.library_state.activity:
            self.library.scanning.cancel()
            self.show_notice("stopping; what was found is kept")
        else:
            prompt = screens.ScanPrompt(self.library_state.folders, user_music_folder())
            self.push_screen(prompt, self.scan)

    def scan(self, folders: list[str] | None) -> None:
        """Scan these folders; None is the answer of a closed dialog."""
        if not folders:
            return
        self.library_state.scanning = True
        self.show_activity("looking for music …", "looking for music …")
        self.library.scanning.scan(folders)

    def action_failures(self) -> None:
        """Show the files that could not be read."""
        self.push_screen(screens.FailuresScreen(self.library_state.failures))

    @on(SongsScanned)
    def _songs_scanned(self, event: SongsScanned) -> None:
        self.library_state.update(event.songs)
        self.first_song.library_changed(self.library_state.present)
        if any(song.missing for song in event.songs):
            self.player_screen.show_library(self.library_state.present)
        else:
            self.player_screen.show_changed_songs(event.songs)
        self.session.songs_changed(event.songs)
        if self.first_song.is_awaited or not self.session.view.upcoming:
            self.session.rerank()
        elif self._rerank_timer is None:
            self._rerank_timer = self.set_timer(RERANK_S, self._rerank)

    def _rerank(self) -> None:
        """Rank again, so that newly analysed songs enter the queue."""
        self._rerank_timer = None
        self.session.rerank()

    @on(ScanAdvanced)
    def _scan_advanced(self, event: ScanAdvanced) -> None:
        self.show_activity(progress_text(event.progress), waiting_text(event.progress))

    @on(ScanEnded)
    def _scan_ended(self, event: ScanEnded) -> None:
        self.library_state.scanning = False
        self.show_activity()
        self.fill_library(event.songs, event.folders)
        self.library_state.set_failures(event.report.failures)
        self.session.songs_changed(event.songs)
        self.session.rerank()
        self.show_notice(report_text(event.report))

    @on(AnalysisEnded)
    def _analysis_ended(self) -> None:
        if not self.library_state.scanning:
            self.show_activity()
        self.first_song.play()

    @on(ScanFailed)
    def _scan_failed(self, event: ScanFailed) -> None:
        self.library_state.scanning = False
        self.show_activity()
        self.show_error(event.reason)
        self.first_song.play()
