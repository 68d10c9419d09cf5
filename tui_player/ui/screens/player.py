"""The main screen: mood, queue or library, and the current song."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import Screen
from textual.widgets import ContentSwitcher

from tui_player.expression.classes import FER2013_CLASSES
from tui_player.library.song import DurationMs, Song, SongId
from tui_player.mood.put_aside import PUT_ASIDE_S
from tui_player.mood.state import MoodSource
from tui_player.mood.tracker import ANSWER_S
from tui_player.session.journey import Journey
from tui_player.session.session import Session
from tui_player.ui.keys import bindings
from tui_player.ui.widgets.key_bar import KeyBar
from tui_player.ui.widgets.lists.library_view import LibraryView
from tui_player.ui.widgets.lists.queue_view import QueueView
from tui_player.ui.widgets.lists.song_table import SongTable
from tui_player.ui.widgets.mood.mood_panel import MoodPanel, MoodView
from tui_player.ui.widgets.mood.mood_plane import MoodPlane
from tui_player.ui.widgets.playing.now_playing import NowPlaying, NowPlayingView
from tui_player.ui.widgets.status_bar import StatusBar, StatusView

QUEUE = "queue"
LIBRARY = "library"
SOON = 20
"""Number of queue entries that count as played soon."""
CHOICES = "  ".join(f"{key} {label}" for key, label in enumerate(FER2013_CLASSES, start=1))
"""The keys that set a mood."""
LEAST_WIDTH = 60
"""Width in columns below which the mood panel is hidden; the top line still names the mood."""


class PlayerScreen(Screen[None]):
    """Shows the session and passes input to it; other actions go to the app."""

    CSS = """
    PlayerScreen {
        & #body { height: 1fr; }
        & ContentSwitcher { width: 1fr; height: 1fr; }
        &.-narrow MoodPanel { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(),
        Binding("escape", "show_queue", "Back to the queue", show=False),
    ]

    @dataclass
    class WhyAsked(Message):
        """The listener asks why a song is where it is."""

        song: Song
        where: str
        """Where it is, such as "plays now"; empty for a song that waits in the library."""

    def __init__(self, session: Session, profile: str = "") -> None:
        """`profile` is empty for the main listener."""
        super().__init__()
        self.session = session
        self._profile = profile

    def compose(self) -> ComposeResult:
        """Build the top line, the mood panel beside the lists, the current song and the key bar."""
        yield StatusBar(self._profile)
        with Horizontal(id="body"):
            yield MoodPanel()
            with ContentSwitcher(initial=QUEUE):
                yield QueueView(id=QUEUE)
                yield LibraryView(id=LIBRARY)
        yield NowPlaying()
        yield KeyBar()

    def on_mount(self) -> None:
        """Focus the queue first, and let the plane show the song under its cursor."""
        queue = self.query_one(QueueView)
        self.watch(queue, "cursor_index", self.query_one(MoodPlane).point_out)
        queue.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Hide the mood panel on a narrow screen."""
        self.set_class(event.size.width < LEAST_WIDTH, "-narrow")

    # Showing

    def show(self, *, camera: str, camera_on: bool, songs: int, activity: str) -> None:
        """Show everything except the library."""
        view = self.session.view
        self.query_one(MoodPanel).show(
            MoodView(
                mood=view.mood,
                settled=view.settled,
                reading=view.reading,
                path=view.path,
                songs=[entry.song for entry in view.upcoming],
                history=view.history,
                now=view.now,
                camera=camera,
                put_aside=view.put_aside,
                look=view.look,
                pending=view.pending,
            )
        )
        self.query_one(StatusBar).show(StatusView(camera, camera_on, view.follows, songs, activity))
        self.query_one(QueueView).show(view.upcoming, view.part_names)
        self.show_playing()

    def show_library(self, songs: Sequence[Song]) -> None:
        """Show these songs as the library."""
        self.query_one(LibraryView).set_songs(songs)

    def show_changed_songs(self, songs: Sequence[Song]) -> None:
        """Update some songs of the library."""
        self.query_one(LibraryView).update_songs(songs)

    def songs_on_screen(self) -> list[SongId]:
        """The next songs of the queue, and the songs on screen in the library."""
        queued = [entry.song.id for entry in self.session.view.upcoming[:SOON]]
        if self.query_one(ContentSwitcher).current != LIBRARY:
            return queued
        table = self.query_one(SongTable)
        return [*queued, *(table.songs[row].id for row in table.visible_rows)]

    def set_empty_queue_text(self, text: str) -> None:
        """Set the text that an empty queue shows."""
        self.query_one(QueueView).empty_text = text

    def set_hint(self, text: str) -> None:
        """Set the text above the queue that says what to try; empty for none."""
        self.query_one(QueueView).hint = text

    def show_playing(self) -> None:
        """Update the bar at the bottom. It is cheap and called several times a second."""
        view, entry = self.session.view, self.session.view.current
        self.query_one(NowPlaying).show(
            NowPlayingView(
                song=entry.song if entry else None,
                why=entry.why if entry else "",
                state=view.state,
                position_ms=view.position_ms,
                duration_ms=view.duration_ms,
                volume_percent=view.volume_percent,
                muted=view.muted,
                repeat=view.repeat,
                shuffle=view.shuffle,
                strategy=view.strategy,
            )
        )

    # Keys

    def action_play_pause(self) -> None:
        """Play or pause."""
        self.session.play_pause()

    def action_next(self) -> None:
        """Play the next song."""
        self.session.next()

    def action_previous(self) -> None:
        """Go to the song's start, or to the previous song."""
        self.session.previous()

    def action_seek(self, steps: int) -> None:
        """Seek by steps of the configured length."""
        self.session.seek_by(steps * self.session.view.seek_step_ms)

    def action_volume(self, steps: int) -> None:
        """Change the volume by steps of the configured size."""
        self.session.change_volume(steps * self.session.view.volume_step_percent)

    def action_mute(self) -> None:
        """Turn mute on or off."""
        self.session.toggle_mute()

    def action_repeat(self) -> None:
        """Change to the next repeat mode."""
        self.notify(f"repeat: {self.session.cycle_repeat()}", timeout=2)

    def action_shuffle(self) -> None:
        """Turn shuffle on or off."""
        self.notify(f"shuffle: {'on' if self.session.toggle_shuffle() else 'off'}", timeout=2)

    def action_like(self) -> None:
        """Like the song under the cursor if the library has the focus, else the current song."""
        self.session.like(self._song_under_cursor())

    def action_dislike(self) -> None:
        """Dislike the same song that `action_like` would like."""
        self.session.dislike(self._song_under_cursor())

    def action_why(self) -> None:
        """Ask about the song under the cursor of queue or library, else the one that plays."""
        if (song := self._song_in_question()) is None:
            self.notify("there is no song to ask about", timeout=2)
        else:
            self.post_message(self.WhyAsked(song, self.session.view.where(song)))

    def _song_in_question(self) -> Song | None:
        if self.query_one(ContentSwitcher).current == LIBRARY:
            return self.query_one(SongTable).cursor_song or self.session.view.song
        entry = self.query_one(QueueView).cursor_entry or self.session.view.current
        return entry.song if entry else None

    def action_more_like(self) -> None:
        """Queue songs like the one under the cursor; again: within the mood."""
        if (song := self._song_in_question()) is None:
            self.notify("there is no song to go by", timeout=2)
        elif not self._is_heard(song):
            return
        else:
            self.query_one(QueueView).begin_at_top()
            text = self.session.more_like(song)
            more = "i again: any mood" if text.endswith("mood") else "i again: in this mood only"
            self.notify(f"the queue is {text}; {more}; m ends it", timeout=4)

    def action_way_to(self) -> None:
        """Queue a way from the current song to the one under the cursor."""
        song = self._song_in_question()
        if song is None or not self._is_heard(song):
            return
        text = self.session.way_to(song)
        if text is None:
            self.notify("play a song first, then choose another one as the goal", timeout=4)
        else:
            self.query_one(QueueView).begin_at_top()
            self.notify(f"from this song {text}; m ends it", timeout=4)

    def _is_heard(self, song: Song) -> bool:
        """Whether the song was analysed. If not, say so."""
        if song.analysis is None:
            self.notify(f"{song.title} was not analysed yet", timeout=2)
        return song.analysis is not None

    def lead_to(self, journey: Journey) -> None:
        """Begin a journey, and show it from its first song on."""
        self.query_one(QueueView).begin_at_top()
        self.session.lead_to(journey)

    def action_set_mood(self, label: str) -> None:
        """Set the mood by hand."""
        self.session.set_mood(label)

    def action_release_mood(self) -> None:
        """Return to the camera's mood."""
        self.session.release_mood()

    def action_wrong(self) -> None:
        """Put the mood's label aside as wrong and offer the seven. Release a mood set by hand."""
        by_hand = self.session.view.mood.source is MoodSource.HAND
        label = self.session.wrong()
        if label is None:
            self.notify("there is no look to correct; 1-7 set the mood", timeout=4)
        elif by_hand:
            self.notify(f"“{label}” is no longer set by hand; 1-7 set the mood", timeout=4)
        else:
            minutes = round(PUT_ASIDE_S / 60)
            question = f"“{label}” is put aside for {minutes} minutes. What is right? {CHOICES}"
            self.notify(question, timeout=ANSWER_S)

    def action_strategy(self) -> None:
        """Change to the next strategy."""
        self.notify(f"strategy: {self.session.cycle_strategy()}", timeout=2)

    def action_search(self) -> None:
        """Go to the library's search field."""
        self.query_one(ContentSwitcher).current = LIBRARY
        self.query_one(LibraryView).focus_search()

    def action_browse(self) -> None:
        """Switch between library and queue."""
        if self.query_one(ContentSwitcher).current == LIBRARY:
            self.action_show_queue()
        else:
            self.query_one(ContentSwitcher).current = LIBRARY
            self.query_one(SongTable).focus()

    def action_show_queue(self) -> None:
        """Show the queue."""
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
        if (index := self._index_of(event)) is not None:
            self.session.play_upcoming(index)

    @on(QueueView.Moved)
    def _entry_moved(self, event: QueueView.Moved) -> None:
        if (index := self._index_of(event)) is not None:
            self.session.move(index, event.steps)

    @on(QueueView.Removed)
    def _entry_removed(self, event: QueueView.Removed) -> None:
        if (index := self._index_of(event)) is not None:
            self.session.remove(index)

    def _index_of(
        self, event: QueueView.Chosen | QueueView.Moved | QueueView.Removed
    ) -> int | None:
        """Current index of the entry; the queue may have changed since it was drawn."""
        return self.session.view.index_of(event.entry, event.index)

    @on(SongTable.Chosen)
    def _song_chosen(self, event: SongTable.Chosen) -> None:
        self.session.play_now(event.song)

    @on(SongTable.Queued)
    def _song_queued(self, event: SongTable.Queued) -> None:
        self.session.enqueue(event.song, first=event.first)
        self.notify("plays next" if event.first else "queued", timeout=2)

    @on(NowPlaying.SeekTo)
    def _seek_to(self, event: NowPlaying.SeekTo) -> None:
        if (duration_ms := self.session.view.duration_ms) is not None:
            self.session.seek(DurationMs(int(event.share * duration_ms)))

    @on(NowPlaying.Pressed)
    async def _control_pressed(self, event: NowPlaying.Pressed) -> None:
        """Run the button's action. Like and dislike always rate the current song."""
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
