"""The part of the application that welcomes a listener without music."""

from typing import Final

from textual import on
from textual.timer import Timer

from tui_player.library.scan.walk import is_below
from tui_player.mood.state import MoodSource
from tui_player.paths import user_music_folder
from tui_player.services.messages import DemoEnded, SongsScanned
from tui_player.ui import screens
from tui_player.ui.scanning_app import ScanningApp

FIRST_SONG_S: Final = 10.0
"""Seconds after the first songs are found until any of them plays, heard or not."""
HINT: Final = "5 sad · 4 happy: watch the queue"


class FirstRun(ScanningApp):
    """An app that asks for music and plays the first of it by itself."""

    _first_song_timer: Timer | None = None
    _has_hint = False

    def ask_for_camera(self) -> None:
        """Ask for consent to the camera unless it is on."""
        raise NotImplementedError

    def welcome(self) -> None:
        """Ask where the music is. Meanwhile the demo begins, in case it is the answer."""
        self.player_screen.set_empty_queue_text("no music yet: s asks where it is")
        self.push_screen(screens.WelcomeScreen(user_music_folder()), self._welcomed)
        if not self.library_state.read_only:
            self.library.scanning.prepare_demo()

    def _welcomed(self, folder: str | None) -> None:
        if folder != screens.DEMO:
            self.library.scanning.discard_demo()
        if folder is None:
            return
        self.first_song.wait()
        self._has_hint = True
        if folder == screens.DEMO:
            self.make_demo()
        else:
            self.scan([folder])
        self.ask_for_camera()

    def action_scan(self) -> None:
        """Welcome a listener without music again; else ask for a folder, or stop a scan."""
        if self.library_state.is_empty and not self.library_state.activity:
            self.welcome()
        else:
            super().action_scan()

    def make_demo(self) -> None:
        """Compose the demo, or what is missing of it."""
        self.show_activity("composing the demo …", "composing the demo …")
        self.library.scanning.make_demo()

    @property
    def is_demo_incomplete(self) -> bool:
        """Whether an earlier run ended while it composed the demo."""
        folder = self.library.scanning.demo_folder
        begun = any(is_below(song.path, folder) for song in self.library_state.present)
        return begun and folder not in self.library_state.folders

    @on(SongsScanned)
    def _first_songs_found(self) -> None:
        if self.first_song.is_awaited and self._first_song_timer is None:
            self._first_song_timer = self.set_timer(FIRST_SONG_S, self.first_song.play)

    @on(DemoEnded)
    def _demo_ended(self, event: DemoEnded) -> None:
        self.library_state.folders = list(event.folders)
        self.show_activity()
        self.first_song.play()

    @property
    def hint(self) -> str:
        """What to try in the first run, until the listener has set a mood by hand."""
        if self.session.view.mood.source is MoodSource.HAND:
            self._has_hint = False
        return HINT if self._has_hint else ""
