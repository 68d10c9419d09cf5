"""The part of the application that welcomes a listener without music."""

from textual import on

from tui_player.paths import user_music_folder
from tui_player.services.messages import DemoReady
from tui_player.ui import screens
from tui_player.ui.scanning_app import ScanningApp


class FirstRun(ScanningApp):
    """An app that asks for music and plays the first of it by itself."""

    def ask_for_camera(self) -> None:
        """Ask for consent to the camera unless it is on."""
        raise NotImplementedError

    def welcome(self) -> None:
        """Ask where the music is."""
        self.player_screen.set_empty_queue_text("no music yet: s scans a folder")
        self.push_screen(screens.WelcomeScreen(user_music_folder()), self._welcomed)

    def _welcomed(self, folder: str | None) -> None:
        if folder is None:
            return
        self.session.play_when_ranked = True
        if folder == screens.DEMO:
            self.library_state.activity = "composing the demo …"
            self.library.scanning.make_demo()
            self.show_soon()
        else:
            self.scan([folder])
        self.ask_for_camera()

    @on(DemoReady)
    def _demo_ready(self, event: DemoReady) -> None:
        self.scan([event.folder])
