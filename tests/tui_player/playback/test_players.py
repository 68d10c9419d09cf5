"""Behaviour of all players: each test runs with libVLC and with the silent player."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tui_player.library.song import DurationMs
from tui_player.playback import (
    PlaybackEvent,
    PlaybackEventKind,
    PlaybackState,
    Player,
    SilentPlayer,
)
from tui_player.playback.vlc_player import VlcPlayer

PATIENCE_S = 20.0
RATE = 16000
LENGTHS_MS = {"short.wav": 400, "long.flac": 10_000}


class Bench:
    """A player, its files, and a way to wait for a condition."""

    def __init__(self, player: Player, folder: Path, step: Callable[[], None]) -> None:
        self.player = player
        self.short = str(folder / "short.wav")
        self.long = str(folder / "long.flac")
        self.garbage = str(folder / "garbage.mp3")
        self.missing = str(folder / "missing.mp3")
        self.events: list[PlaybackEvent] = []
        self.step = step
        player.subscribe(self.events.append)

    def until(self, holds: Callable[[], bool]) -> None:
        for _ in range(int(PATIENCE_S / 0.02)):
            if holds():
                return
            self.step()
        pytest.fail(f"never held; {self.events}, {self.player.state}, {self.player.position_ms}")

    def until_told(self, kind: PlaybackEventKind) -> PlaybackEvent:
        self.until(lambda: any(event.kind is kind for event in self.events))
        return next(event for event in self.events if event.kind is kind)

    def kinds(self, ticket: int) -> list[PlaybackEventKind]:
        return [event.kind for event in self.events if event.ticket == ticket]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("music")
    for name, length_ms in LENGTHS_MS.items():
        tone = 0.1 * np.sin(np.arange(RATE * length_ms // 1000) * 0.2)
        soundfile.write(folder / name, tone, RATE)
    (folder / "garbage.mp3").write_bytes(np.random.default_rng(0).bytes(20_000))
    return folder


@pytest.fixture(scope="module", autouse=True)
def _plugins_stay_loaded() -> Iterator[None]:
    """Keep an instance, because libVLC unloads its plug-ins with the last one."""
    player = VlcPlayer("adummy")
    yield
    player.close()


@pytest.fixture(params=["vlc", "silent"])
def bench(request: Any, folder: Path) -> Iterator[Bench]:
    if request.param == "vlc":
        player = VlcPlayer("adummy")
        yield Bench(player, folder, lambda: time.sleep(0.02))
        player.close()
        return
    lengths = {str(folder / name): DurationMs(length) for name, length in LENGTHS_MS.items()}
    silent = SilentPlayer({**lengths, str(folder / "garbage.mp3"): DurationMs(0)})
    yield Bench(silent, folder, lambda: silent.advance(20))


def test_a_file_starts_and_ends(bench: Bench) -> None:
    ticket = bench.player.play(bench.short)
    bench.until_told(PlaybackEventKind.ENDED)
    assert bench.kinds(ticket) == [PlaybackEventKind.STARTED, PlaybackEventKind.ENDED]
    assert bench.player.state is PlaybackState.STOPPED
    assert bench.player.position_ms == bench.player.duration_ms == 400


def test_the_length_is_known_after_the_start(bench: Bench) -> None:
    bench.player.play(bench.long)
    bench.until_told(PlaybackEventKind.STARTED)
    assert bench.player.duration_ms == 10_000
    assert bench.player.state is PlaybackState.PLAYING


@pytest.mark.parametrize("name", ["missing", "garbage"])
def test_a_missing_or_broken_file_fails_with_a_reason(bench: Bench, name: str) -> None:
    ticket = bench.player.play(getattr(bench, name))
    event = bench.until_told(PlaybackEventKind.FAILED)
    assert event.reason
    assert bench.kinds(ticket) == [PlaybackEventKind.FAILED]
    assert bench.player.state is PlaybackState.STOPPED
    assert bench.player.position_ms == 0
    assert bench.player.duration_ms is None


def test_a_file_plays_after_one_that_failed(bench: Bench) -> None:
    bench.player.play(bench.garbage)
    bench.until_told(PlaybackEventKind.FAILED)
    ticket = bench.player.play(bench.short)
    assert bench.until_told(PlaybackEventKind.ENDED).ticket == ticket


def test_a_replaced_file_sends_no_events(bench: Bench) -> None:
    older = [bench.player.play(path) for path in (bench.short, bench.missing, bench.long)]
    newest = bench.player.play(bench.short)
    bench.until_told(PlaybackEventKind.ENDED)
    assert len({*older, newest}) == 4
    assert {event.ticket for event in bench.events} == {newest}


def test_no_event_follows_a_stop(bench: Bench) -> None:
    stopped = bench.player.play(bench.long)
    bench.until_told(PlaybackEventKind.STARTED)
    bench.player.stop()
    assert bench.player.state is PlaybackState.STOPPED
    assert bench.player.position_ms == 0
    bench.player.play(bench.short)
    bench.until_told(PlaybackEventKind.ENDED)
    assert bench.kinds(stopped) == [PlaybackEventKind.STARTED]


def test_the_position_moves_and_never_goes_back(bench: Bench) -> None:
    positions: list[int] = []
    bench.player.play(bench.long)

    def noted() -> bool:
        positions.append(bench.player.position_ms)
        return positions[-1] > 1500

    bench.until(noted)
    assert positions == sorted(positions)
    assert len(set(positions)) > 20


def test_a_pause_holds_the_position(bench: Bench) -> None:
    bench.player.play(bench.long)
    bench.until(lambda: bench.player.position_ms > 300)
    bench.player.pause()
    held_ms = bench.player.position_ms
    for _ in range(30):
        bench.step()
    assert bench.player.state is PlaybackState.PAUSED
    assert bench.player.position_ms == held_ms
    bench.player.resume()
    bench.until(lambda: bench.player.position_ms > held_ms + 300)


def test_a_pause_before_the_first_sound_works_too(bench: Bench) -> None:
    bench.player.play(bench.long)
    bench.player.pause()
    for _ in range(30):
        bench.step()
    assert bench.player.state is PlaybackState.PAUSED
    assert bench.player.position_ms == 0
    bench.player.resume()
    bench.until(lambda: bench.player.position_ms > 300)


def test_pause_resume_and_seek_do_nothing_if_nothing_plays(bench: Bench) -> None:
    bench.player.pause()
    bench.player.seek(DurationMs(1000))
    bench.player.resume()
    assert bench.player.state is PlaybackState.STOPPED
    assert bench.player.position_ms == 0


def test_a_seek_works_in_both_directions(bench: Bench) -> None:
    bench.player.play(bench.long)
    bench.until_told(PlaybackEventKind.STARTED)
    bench.player.seek(DurationMs(3000))
    assert bench.player.position_ms >= 3000
    bench.until(lambda: bench.player.position_ms > 3200)
    bench.player.seek(DurationMs(1000))
    assert 1000 <= bench.player.position_ms < 3000
    bench.until(lambda: bench.player.position_ms > 1200)
    assert bench.player.position_ms < 3000


def test_after_a_seek_in_a_pause_the_file_resumes_there(bench: Bench) -> None:
    bench.player.play(bench.long)
    bench.until_told(PlaybackEventKind.STARTED)
    bench.player.pause()
    bench.player.seek(DurationMs(2000))
    assert bench.player.position_ms == 2000
    bench.player.resume()
    bench.until(lambda: bench.player.position_ms > 2200)
    assert bench.player.position_ms < 9000


def test_a_seek_before_the_first_sound_counts(bench: Bench) -> None:
    bench.player.play(bench.long)
    bench.player.seek(DurationMs(2000))
    bench.until(lambda: bench.player.position_ms > 2200)
    assert bench.player.state is PlaybackState.PLAYING


def test_seeks_are_clamped_to_the_file(bench: Bench) -> None:
    bench.player.play(bench.long)
    bench.until_told(PlaybackEventKind.STARTED)
    bench.player.pause()
    bench.player.seek(DurationMs(-5))
    assert bench.player.position_ms == 0
    bench.player.seek(DurationMs(999_999))
    assert bench.player.position_ms == 10_000
    bench.player.resume()
    bench.until_told(PlaybackEventKind.ENDED)


def test_a_file_can_begin_in_its_middle(bench: Bench) -> None:
    bench.player.play(bench.long, start_ms=DurationMs(2000))
    assert bench.player.position_ms == 2000
    bench.until_told(PlaybackEventKind.STARTED)
    assert 2000 <= bench.player.position_ms < 9000


def test_a_file_started_past_its_end_ends_and_does_not_fail(bench: Bench) -> None:
    ticket = bench.player.play(bench.short, start_ms=DurationMs(60_000))
    bench.until_told(PlaybackEventKind.ENDED)
    assert bench.kinds(ticket) == [PlaybackEventKind.STARTED, PlaybackEventKind.ENDED]


def test_a_callback_may_play_the_next_file_at_once(bench: Bench) -> None:
    def on_event(event: PlaybackEvent) -> None:
        if event.kind is PlaybackEventKind.FAILED:
            bench.player.play(bench.short)

    bench.player.subscribe(on_event)
    failed = bench.player.play(bench.missing)
    assert bench.until_told(PlaybackEventKind.ENDED).ticket > failed


def test_volume_and_mute_are_taken_at_any_time(bench: Bench) -> None:
    bench.player.set_volume(500)
    bench.player.set_mute(True)
    ticket = bench.player.play(bench.short)
    bench.player.set_volume(-3)
    bench.player.set_mute(False)
    assert bench.until_told(PlaybackEventKind.ENDED).ticket == ticket


def test_close_stops_and_can_be_called_again(bench: Bench) -> None:
    bench.player.play(bench.long)
    bench.until_told(PlaybackEventKind.STARTED)
    bench.player.close()
    bench.player.close()
    assert bench.player.state is PlaybackState.STOPPED
