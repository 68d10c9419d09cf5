"""The application joins library, camera, playback and session on one screen."""

import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from textual import on
from textual.app import SystemCommand
from textual.message import Message
from textual.screen import Screen

from tui_player.expression.reading import NoReading, Reading
from tui_player.library.song import DurationMs
from tui_player.playback import PlaceholderPlayer, Player, open_vlc
from tui_player.run_options import Options
from tui_player.services.camera_switch import DEFAULT_CAMERA, CameraSwitch, named_source
from tui_player.services.library_services import LibraryServices
from tui_player.services.messages import (
    ExplanationDone,
    LibraryFailed,
    LibraryOpened,
    PlayerMissing,
    PlayerReady,
    PlayerReported,
    RankingDone,
    RankingOutdated,
    ReadingTaken,
    SongRecorded,
)
from tui_player.services.player_loader import PlayerLoader
from tui_player.session.first_song import FirstSong
from tui_player.session.journey import Journey
from tui_player.session.ports import Ports
from tui_player.session.restoring import restore, saved_session
from tui_player.session.saved_session import load_saved_session
from tui_player.session.session import Session
from tui_player.ui import screens
from tui_player.ui.command_palette import commands_with_key, commands_without_key
from tui_player.ui.first_run import FirstRun
from tui_player.ui.library_state import LibraryState
from tui_player.ui.screens.player import PlayerScreen
from tui_player.ui.theme import themes_for

REFRESH_S: Final = 0.2
"""Seconds between two drawings of the playback position."""
TICK_S: Final = 1.0
"""Seconds between two updates of the mood while the camera is off."""
FIRST_QUEUE_WAIT_S: Final = 0.5
"""Seconds to wait for the first queue before the screen is drawn without it."""
SAVE_S: Final = 15.0
"""Seconds between two saves of the session."""


class PlayerApp(FirstRun):
    """The player."""

    TITLE = "tui-player"
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        options: Options,
        open_player: Callable[[str], Player] = open_vlc,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`open_player` opens the player. A thread calls it with the output module.

        `clock` returns Unix time in seconds.
        """
        super().__init__()
        self.options = options
        output = options.audio_output or options.config.playback.audio_output
        self.player_loader = PlayerLoader(partial(open_player, output), self.post)
        self.saved = load_saved_session(options.paths.session_file)
        self.library = LibraryServices(options.paths, self.post)
        record, ranking = self.library.writing.record, self.library.ranking
        self.session = Session(
            options.config,
            PlaceholderPlayer(self.player_loader.open),
            Ports(record, ranking.cool_down, ranking.rank, self.show_soon, self.show_notice),
            clock,
        )
        self.first_song = FirstSong(self.session)
        self.camera = CameraSwitch(
            named_source(options.camera) or DEFAULT_CAMERA,
            lambda reading: self.post(ReadingTaken(reading)),
            options.config.mood,
        )
        self.library_state = LibraryState()
        self._library_open = False
        self._show_wanted = False
        self._themes = themes_for(self.console.color_system)
        for theme in self._themes.values():
            self.register_theme(theme)

    # Start and end

    def get_default_screen(self) -> Screen[None]:
        """The player screen. Other screens open over it."""
        self.player_screen = PlayerScreen(self.session, self.options.paths.profile)
        return self.player_screen

    def on_mount(self) -> None:
        """Draw the screen first. Library, playback and camera start after that."""
        theme = self._themes.get(self.saved.theme) or self._themes[self.options.config.theme]
        self.theme = theme.name
        self.call_after_refresh(self._start)

    def _start(self) -> None:
        restore(self.session, self.saved)
        self.player_screen.set_empty_queue_text("opening the library …")
        self.library.open()
        remembered = self.saved.camera_allowed and self.saved.camera_on
        if named_source(self.options.camera) or (self.options.camera is None and remembered):
            self.camera.turn_on()
        self.set_interval(REFRESH_S, self._show_playing)
        self.set_interval(TICK_S, self._tick)
        self.set_interval(SAVE_S, self.save)
        self.show_soon()

    def _tick(self) -> None:
        """Tell the scanning service which songs are on screen. Update the mood without a camera."""
        if not self.is_running:
            return
        if self._library_open:
            self.library.scanning.wanted = self.player_screen.songs_on_screen()
        if not self.camera.is_on:
            self.session.observe(Reading(None, NoReading.CAMERA_OFF))

    def save(self) -> None:
        """Save the session unless the library is read-only or not yet open."""
        if not self._library_open or self.library_state.read_only:
            return
        saved = saved_session(self.session)
        theme = "dark" if self.current_theme.dark else "light"
        saved.theme = "" if theme == self.options.config.theme else theme
        saved.camera_allowed = self.saved.camera_allowed
        is_named = self.options.camera is not None  # the option holds for this run only
        saved.camera_on = self.saved.camera_on if is_named else self.camera.is_on
        self.library.writing.save_session(saved)

    async def action_quit(self) -> None:
        """Save the session, turn the camera off and exit."""
        self.save()
        self.camera.turn_off()
        self.library.scanning.stop()
        self.exit()

    def on_unmount(self) -> None:
        """Close camera, player and library after the terminal is restored."""
        self.camera.turn_off()
        self.session.close()
        self.library.close()

    # Showing

    def post(self, message: Message) -> None:
        """Post a message from any thread. A closed application drops it."""
        self.post_message(message)

    def show_soon(self) -> None:
        """Draw soon. Several calls before the drawing cause one drawing."""
        if not self._show_wanted and self.is_running:
            self._show_wanted = True
            self.call_later(self._show)

    def _show(self) -> None:
        self._show_wanted = False
        if not self.is_running:
            return
        self.player_screen.show(
            camera=self.camera.describe(self.session.view.reading),
            camera_on=self.camera.is_on,
            songs=len(self.library_state.present),
            activity=self.library_state.state,
        )
        self.player_screen.set_hint(self.hint)

    def _show_playing(self) -> None:
        if self.is_running:
            self.player_screen.show_playing()

    # Library

    @on(LibraryOpened)
    def _library_opened(self, event: LibraryOpened) -> None:
        self._library_open = True
        self.library_state.read_only = event.read_only
        for notice in event.notices:
            self.show_notice(notice)
        self.library_state.playlists = dict(event.playlists)
        self.fill_library(event.songs, event.folders)
        if not event.songs and not event.folders:
            self.show_soon()
            self.welcome()
            return
        self._resume()
        self.session.rerank()
        if self.is_demo_incomplete and not event.read_only:
            self.make_demo()
        self.set_timer(FIRST_QUEUE_WAIT_S, self.show_soon)

    def _resume(self) -> None:
        for song_id in self.saved.by_hand_ids:
            if (song := self.library_state.song(song_id)) is not None:
                self.session.queue_again(song)
        if (current := self.library_state.song(self.saved.current_id)) is not None:
            self.session.resume_at(current, DurationMs(self.saved.position_ms))

    @on(LibraryFailed)
    def _library_failed(self, event: LibraryFailed) -> None:
        if not self._library_open:
            self.player_screen.set_empty_queue_text("no library: tui-player doctor says more")
        self.show_error(event.reason)

    @on(SongRecorded)
    def _song_recorded(self, event: SongRecorded) -> None:
        self.library_state.update([event.song])
        self.player_screen.show_changed_songs([event.song])
        self.session.recorded(event.song)

    @on(RankingOutdated)
    def _ranking_outdated(self) -> None:
        self.session.rerank()

    @on(RankingDone)
    def _ranking_done(self, event: RankingDone) -> None:
        if not (event.picks or self.first_song.is_awaited):
            self.player_screen.set_empty_queue_text(self.library_state.empty_queue_text)
        self.session.ranked(event.picks)
        self.first_song.ranked()
        self.call_after_refresh(self.library.start_background_work)

    @on(PlayerScreen.WhyAsked)
    def _why_asked(self, event: PlayerScreen.WhyAsked) -> None:
        explain = self.library.ranking.explain
        self.push_screen(screens.WhyScreen(event.song, event.where, explain))

    @on(ExplanationDone)
    def _explanation_done(self, event: ExplanationDone) -> None:
        if isinstance(self.screen, screens.WhyScreen):
            self.screen.show(event)

    # Camera and mood

    def action_camera(self) -> None:
        """Turn the camera off, or on after the listener has consented."""
        if self.camera.is_on:
            self.camera.turn_off()
            self.session.observe(Reading(None, NoReading.CAMERA_OFF))
        elif self.saved.camera_allowed:
            self.camera.turn_on()
        else:
            self.ask_for_camera()
        self.show_soon()

    def ask_for_camera(self) -> None:
        """Ask for consent to the camera unless it is on."""
        if not self.camera.is_on:
            self.push_screen(screens.ConsentScreen(), self._consented)

    def _consented(self, answer: bool | None) -> None:
        if answer:
            self.saved.camera_allowed = True
            self.camera.turn_on()
            self.save()
            self.show_soon()

    def action_weights(self) -> None:
        """Show a slider for each weight."""
        self.push_screen(screens.WeightsScreen(self.session))

    def action_lead(self) -> None:
        """Ask for a goal and the minutes, then lead to it."""
        self.push_screen(screens.LeadScreen(), self._lead)

    def _lead(self, journey: Journey | None) -> None:
        if journey is not None:
            self.player_screen.lead_to(journey)
            self.show_notice(f"to {journey.name} in {journey.minutes:.0f} minutes")

    @on(ReadingTaken)
    def _reading_taken(self, event: ReadingTaken) -> None:
        if self.camera.is_on:
            self.session.observe(event.reading)

    # Playback

    @on(PlayerReady)
    def _player_ready(self, event: PlayerReady) -> None:
        event.player.subscribe(lambda reported: self.post(PlayerReported(reported)))
        self.session.use_player(event.player)

    @on(PlayerMissing)
    def _player_missing(self, event: PlayerMissing) -> None:
        self.player_loader.allow_retry()
        self.session.suspend_playback()
        self.show_error(event.reason)

    @on(PlayerReported)
    def _player_reported(self, event: PlayerReported) -> None:
        self.session.handle_playback(event.event)

    # Theme, help and commands

    def action_theme(self) -> None:
        """Switch between the light and the dark theme."""
        self.theme = self._themes["light" if self.current_theme.dark else "dark"].name

    def action_help(self) -> None:
        """Show the keys."""
        self.push_screen(screens.HelpScreen())

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The command palette's entries: every key's action by name, and every playlist."""
        yield from commands_with_key(partial(self.run_action, default_namespace=self.player_screen))
        yield from commands_without_key(self.session, self.library_state, self.show_notice)
