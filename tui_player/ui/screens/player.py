"""The main screen: mood, queue or library, and what plays. Keys and mouse become intents."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import ContentSwitcher

from tui_player.library.song import DurationMs, Song, SongId
from tui_player.session.session import Session
from tui_player.ui.keys import bindings
from tui_player.ui.widgets.key_bar import KeyBar
from tui_player.ui.widgets.lists.library_view import LibraryView
from tui_player.ui.widgets.lists.queue_view import QueueView
from tui_player.ui.widgets.lists.song_table import SongTable
from tui_player.ui.widgets.mood.mood_panel import MoodPanel, MoodView
from tui_player.ui.widgets.playing.now_playing import NowPlaying, NowPlayingView
from tui_player.ui.widgets.status_bar import StatusBar, StatusView

QUEUE = "queue"
LIBRARY = "library"
SOON = 20
"""Entries of the queue that are soon to be played."""
LEAST_WIDTH = 60
"""Columns below which the mood's panel gives way; the top line still names the mood."""


class PlayerScreen(Screen[None]):
    """Shows the session's state; what needs more than the session goes to the app's actions."""

    CSS = """
    PlayerScreen {
        & #body { height: 1fr; }
        & MoodPanel { width: 32; }
        & ContentSwitcher { width: 1fr; height: 1fr; }
        &.-narrow MoodPanel { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(),
        Binding("escape", "show_queue", "Back to the queue", show=False),
    ]

    def __init__(self, session: Session, listener: str = "") -> None:
        """`listener` is named where several share the player."""
        super().__init__()
        self.session = session
        self._listener = listener

    def compose(self) -> ComposeResult:
        """Top line, mood beside the lists, what plays, keys."""
        yield StatusBar(self._listener)
        with Horizontal(id="body"):
            yield MoodPanel()
            with ContentSwitcher(initial=QUEUE):
                yield QueueView(id=QUEUE)
                yield LibraryView(id=LIBRARY)
        yield NowPlaying()
        yield KeyBar()

    def on_mount(self) -> None:
        """The queue has the keys first."""
        self.query_one(QueueView).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Without room for both, the lists stay."""
        self.set_class(event.size.width < LEAST_WIDTH, "-narrow")

    # Showing

    def show(self, *, camera: str, camera_on: bool, songs: int, activity: str) -> None:
        """Everything that is not the library."""
        moods = self.session.moods
        self.query_one(MoodPanel).show(
            MoodView(
                mood=moods.mood,
                settled=moods.settled,
                reading=moods.last,
                path=self.session.path,
                songs=self.session.songs_on_path,
                history=moods.history,
                now=self.session.clock(),
                camera=camera,
                put_aside=moods.put_aside,
            )
        )
        self.query_one(StatusBar).show(
            StatusView(camera, camera_on, moods.settled.label, songs, activity)
        )
        self.query_one(QueueView).show(self.session.queue.upcoming)
        self.show_playing()

    def show_library(self, songs: Sequence[Song]) -> None:
        """All songs of the library."""
        self.query_one(LibraryView).set_songs(songs)

    def show_changed_songs(self, songs: Sequence[Song]) -> None:
        """Some songs of the library, as they are now."""
        self.query_one(LibraryView).update_songs(songs)

    def songs_on_screen(self) -> list[SongId]:
        """Those to be played next, and those that the library shows."""
        queued = [entry.song.id for entry in self.session.queue.upcoming[:SOON]]
        if self.query_one(ContentSwitcher).current != LIBRARY:
            return queued
        table = self.query_one(SongTable)
        return [*queued, *(table.songs[row].id for row in table.visible_rows)]

    def say_of_empty_queue(self, text: str) -> None:
        """What stands where the queue would."""
        self.query_one(QueueView).empty_text = text

    def show_playing(self) -> None:
        """The bar at the bottom; cheap, called several times a second."""
        session, entry = self.session, self.session.queue.current
        self.query_one(NowPlaying).show(
            NowPlayingView(
                song=entry.song if entry else None,
                why=entry.why if entry else "",
                state=session.deck.player.state,
                position_ms=session.deck.position_ms,
                duration_ms=session.duration_ms,
                volume_percent=session.deck.loudness.volume_percent,
                muted=session.deck.loudness.muted,
                repeat=session.repeat,
                shuffle=session.shuffle,
                strategy=session.heading.text,
            )
        )

    # Keys

    def action_play_pause(self) -> None:
        """Play or pause."""
        self.session.play_pause()

    def action_next(self) -> None:
        """Skip."""
        self.session.next()

    def action_previous(self) -> None:
        """Back."""
        self.session.previous()

    def action_seek(self, steps: int) -> None:
        """By steps of the configured length."""
        self.session.seek_by(steps * self.session.config.playback.seek_step_s * 1000)

    def action_volume(self, steps: int) -> None:
        """By steps of the configured size."""
        self.session.change_volume(steps * self.session.config.playback.volume_step_percent)

    def action_mute(self) -> None:
        """Silence, and back."""
        self.session.toggle_mute()

    def action_repeat(self) -> None:
        """The next way to repeat."""
        self.notify(f"repeat: {self.session.cycle_repeat()}", timeout=2)

    def action_shuffle(self) -> None:
        """Random picks, and back."""
        self.notify(f"shuffle: {'on' if self.session.toggle_shuffle() else 'off'}", timeout=2)

    def action_like(self) -> None:
        """The song under the library's cursor while that is used, else the one that plays."""
        self.session.like(self._song_under_cursor())

    def action_dislike(self) -> None:
        """As `action_like`."""
        self.session.dislike(self._song_under_cursor())

    def action_set_mood(self, label: str) -> None:
        """By hand."""
        self.session.set_mood(label)

    def action_release_mood(self) -> None:
        """Back to the camera."""
        self.session.release_mood()

    def action_wrong(self) -> None:
        """The reading is wrong."""
        label = self.session.wrong()
        if label is None:
            self.notify("nothing is read that could be wrong; 1-7 say how it is", timeout=4)
        else:
            self.notify(f"“{label}” is put aside for a while; 1-7 say what it is", timeout=4)

    def action_strategy(self) -> None:
        """The next strategy."""
        self.notify(f"strategy: {self.session.cycle_strategy()}", timeout=2)

    def action_search(self) -> None:
        """To the library's search field."""
        self.query_one(ContentSwitcher).current = LIBRARY
        self.query_one(LibraryView).focus_search()

    def action_browse(self) -> None:
        """Library or queue."""
        if self.query_one(ContentSwitcher).current == LIBRARY:
            self.action_show_queue()
        else:
            self.query_one(ContentSwitcher).current = LIBRARY
            self.query_one(SongTable).focus()

    def action_show_queue(self) -> None:
        """Back to the queue."""
        self.query_one(ContentSwitcher).current = QUEUE
        self.query_one(QueueView).focus()

    def _song_under_cursor(self) -> Song | None:
        table = self.query_one(SongTable)
        return table.cursor_song if table.has_focus else None

    # Mouse and lists

    @on(MoodPanel.MoodChosen)
    def _mood_chosen(self, event: MoodPanel.MoodChosen) -> None:
        self.session.set_mood(event.label)

    @on(MoodPanel.Pressed)
    async def _correction_pressed(self, event: MoodPanel.Pressed) -> None:
        await self.run_action(event.action)

    @on(QueueView.Chosen)
    def _entry_chosen(self, event: QueueView.Chosen) -> None:
        if (index := self._place_of(event)) is not None:
            self.session.play_upcoming(index)

    @on(QueueView.Moved)
    def _entry_moved(self, event: QueueView.Moved) -> None:
        if (index := self._place_of(event)) is not None:
            self.session.move(index, event.steps)

    @on(QueueView.Removed)
    def _entry_removed(self, event: QueueView.Removed) -> None:
        if (index := self._place_of(event)) is not None:
            self.session.remove(index)

    def _place_of(
        self, event: QueueView.Chosen | QueueView.Moved | QueueView.Removed
    ) -> int | None:
        """Where the entry is by now: the queue may have changed since it was drawn."""
        return self.session.queue.place_of(event.entry, event.index)

    @on(SongTable.Chosen)
    def _song_chosen(self, event: SongTable.Chosen) -> None:
        self.session.play_now(event.song)

    @on(SongTable.Queued)
    def _song_queued(self, event: SongTable.Queued) -> None:
        self.session.enqueue(event.song, first=event.first)
        self.notify("plays next" if event.first else "queued", timeout=2)

    @on(NowPlaying.SeekTo)
    def _seek_to(self, event: NowPlaying.SeekTo) -> None:
        if (duration_ms := self.session.duration_ms) is not None:
            self.session.seek(DurationMs(int(event.share * duration_ms)))

    @on(NowPlaying.Pressed)
    async def _control_pressed(self, event: NowPlaying.Pressed) -> None:
        """Its hearts mean the song that they stand beside, wherever the library's cursor is."""
        match event.action:
            case "like":
                self.session.like()
            case "dislike":
                self.session.dislike()
            case "volume_up" | "volume_down":
                self.action_volume(1 if event.action == "volume_up" else -1)
            case action:
                await self.run_action(action)

    @on(StatusBar.CameraClicked)
    async def _camera_clicked(self) -> None:
        await self.run_action("app.camera")
