"""Behaviour of the libVLC player alone."""

import builtins
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tui_player.errors import PlaybackError
from tui_player.library.song import DurationMs
from tui_player.playback import PlaybackEvent, PlaybackEventKind, PlaybackState, watchdog
from tui_player.playback.vlc_player import VlcPlayer

PATIENCE_S = 20.0
RATE = 16000
AFTERWARDS = (PlaybackEventKind.ENDED, PlaybackEventKind.FAILED, PlaybackEventKind.DEVICE_LOST)


@pytest.fixture(scope="module", autouse=True)
def _plugins_stay_loaded() -> Iterator[None]:
    player = VlcPlayer("adummy")
    yield
    player.close()


def write_tone(path: Path | bytes, seconds: float = 0.3, amplitude: float = 0.1) -> None:
    tone = amplitude * np.sin(np.arange(int(RATE * seconds)) * 0.2)
    with open(path, "wb") as file:  # noqa: PTH123 - Path takes no bytes
        soundfile.write(file, tone, RATE, format="WAV", subtype="FLOAT")


def outcome(
    path: str,
    output: str = "adummy",
    options: Sequence[str] = (),
    *,
    when_heard: Callable[[], object] = lambda: None,
    **how: Any,
) -> PlaybackEvent:
    """Play a file until it ends or fails."""
    over = threading.Event()
    events: list[PlaybackEvent] = []

    def note(event: PlaybackEvent) -> None:
        events.append(event)
        if event.kind is PlaybackEventKind.STARTED:
            when_heard()
        elif event.kind in AFTERWARDS:
            over.set()

    player = VlcPlayer(output, vlc_options=options)
    player.subscribe(note)
    player.play(path, **how)
    assert over.wait(PATIENCE_S)
    player.close()
    return events[-1]


@pytest.mark.parametrize(
    "name",
    [
        b"--sout=#file{dst=x}.wav",
        b":sout=#std{access=file,dst=x}.wav",
        b"http:x.wav",
        b"50%41 #1?.wav",
        b"two\nlines\x1b[31m.wav",
        b"not utf-8 \xff\xfe.wav",
        b" blank .wav ",
        b"vlc://quit.wav".replace(b"/", b":"),
    ],
)
def test_no_file_name_is_read_as_an_option_or_an_address(
    tmp_path: Path, monkeypatch: Any, name: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    write_tone(name)
    assert outcome(os.fsdecode(name)).kind is PlaybackEventKind.ENDED
    assert os.listdir(b".") == [name]  # noqa: PTH208 - Path takes no bytes


def test_an_address_is_a_missing_file(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    assert outcome("http://127.0.0.1:9/x.mp3").reason == "the file is not there"


HLS = b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:%d/x.ts\n#EXT-X-ENDLIST\n"
PLAYLISTS = {
    "m3u": b"#EXTM3U\n#EXTVLCOPT:sout=#std{access=file,dst=x}\nhttp://127.0.0.1:%d/x.mp3\n",
    "bare m3u": b"http://127.0.0.1:%d/x.mp3\n",
    "hls": HLS,
    "hls behind an id3 tag": b"ID3\x04\x00\x00\x00\x00\x00\x02\x00\x00" + HLS,
    "xspf": b'<?xml version="1.0"?><playlist xmlns="http://xspf.org/ns/0/"><trackList><track>'
    b"<location>http://127.0.0.1:%d/x.mp3</location></track></trackList></playlist>",
    "sdp": b"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio %d RTP/AVP 0\n",
    "pls": b"\xef\xbb\xbf[playlist]\nFile1=http://127.0.0.1:%d/x.mp3\nNumberOfEntries=1\n",
}


@pytest.mark.parametrize("kind", PLAYLISTS)
def test_a_playlist_with_the_suffix_of_a_song_is_not_followed(tmp_path: Path, kind: str) -> None:
    song = tmp_path / "song.mp3"
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        song.write_bytes(PLAYLISTS[kind] % server.getsockname()[1])
        event = outcome(str(song))
        with pytest.raises(BlockingIOError):
            server.accept()
    assert event.kind is PlaybackEventKind.FAILED
    assert event.reason == "it is a text or a playlist, not music"
    assert list(tmp_path.iterdir()) == [song]


def test_a_truncated_file_plays_as_far_as_it_goes(tmp_path: Path) -> None:
    whole, part = tmp_path / "whole.flac", tmp_path / "part.flac"
    noise = np.random.default_rng(0).uniform(-0.1, 0.1, RATE)
    soundfile.write(whole, noise, RATE)
    part.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert outcome(str(part)).kind is PlaybackEventKind.ENDED


@pytest.mark.parametrize("what", ["cut", "gone"])
def test_a_file_that_is_cut_off_while_it_plays_has_not_ended(tmp_path: Path, what: str) -> None:
    path = tmp_path / "song.flac"
    soundfile.write(path, np.random.default_rng(0).uniform(-0.1, 0.1, 20 * RATE), RATE)

    def break_off() -> None:
        os.truncate(path, path.stat().st_size // 10)
        if what == "gone":
            path.unlink()

    event = outcome(str(path), when_heard=break_off)
    assert event.kind is PlaybackEventKind.FAILED
    assert "broke off" in event.reason


def test_a_file_that_is_deleted_while_it_plays_plays_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "tone.wav"
    write_tone(path, seconds=20)
    event = outcome(str(path), when_heard=path.unlink, start_ms=DurationMs(19_000))
    assert event.kind is PlaybackEventKind.ENDED
    assert not path.exists()


def loudness(path: Path, gain_db: float) -> float:
    """RMS of libVLC's output."""
    heard = path.with_suffix(f".{gain_db}.out")
    options = [f"--audiofile-file={heard}", "--no-audiofile-wav", "--audiofile-format=float32"]
    assert outcome(str(path), "afile", options, gain_db=gain_db).kind is PlaybackEventKind.ENDED
    samples = np.fromfile(heard, "<f4")
    middle = samples[len(samples) // 4 : len(samples) * 3 // 4]
    return float(np.sqrt(np.mean(middle**2)))


@pytest.mark.parametrize("gain_db", [-9.0, 6.0])
def test_the_gain_changes_the_loudness(tmp_path: Path, gain_db: float) -> None:
    path = tmp_path / "tone.wav"
    write_tone(path)
    ratio_db = 20 * np.log10(loudness(path, gain_db) / loudness(path, 0.0))
    assert ratio_db == pytest.approx(gain_db, abs=0.2)


def test_a_lost_device_is_reported_and_opened_again_on_resume(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "PATIENCE_S", 0.5)
    path = tmp_path / "tone.wav"
    write_tone(path, seconds=30)
    losses: list[PlaybackEvent] = []
    lost = threading.Semaphore(0)

    def note(event: PlaybackEvent) -> None:
        if event.kind is PlaybackEventKind.DEVICE_LOST:
            losses.append(event)
            lost.release()

    # No machine has this device, so ALSA fails as it does for a removed device.
    player = VlcPlayer("alsa", vlc_options=["--alsa-audio-device=none-such"])
    player.subscribe(note)
    ticket = player.play(str(path))
    assert lost.acquire(timeout=PATIENCE_S)
    assert player.state is PlaybackState.PAUSED
    player.resume()
    assert lost.acquire(timeout=PATIENCE_S)
    player.close()
    assert {event.ticket for event in losses} == {ticket}


def test_an_unknown_output_is_named_with_the_existing_ones() -> None:
    with pytest.raises(PlaybackError, match=r"'trumpet'; it has .*adummy"):
        VlcPlayer("trumpet")


def test_an_option_unknown_to_libvlc_gives_a_one_line_error() -> None:
    with pytest.raises(PlaybackError, match="option is unknown"):
        VlcPlayer("adummy", vlc_options=["--no-such-option"])


def test_without_libvlc_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real_import = builtins.__import__

    def no_vlc(name: str, *args: Any, **named: Any) -> Any:
        if name == "vlc":
            raise OSError("libvlc.so.5: cannot open shared object file")
        return real_import(name, *args, **named)

    monkeypatch.setattr(builtins, "__import__", no_vlc)
    with pytest.raises(PlaybackError, match=r"apt-get install .* libvlc5 vlc-plugin-base"):
        VlcPlayer()


def test_python_vlc_without_a_library_is_an_error() -> None:
    """python-vlc then loads the running program, and fails only at the first call."""
    code = (
        "import ctypes.util; ctypes.util.find_library = lambda name: None\n"
        "from tui_player.playback.vlc_player import VlcPlayer; VlcPlayer('adummy')"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, encoding="utf-8"
    )
    assert "PlaybackError: libVLC is missing; install it:" in run.stderr


def test_importing_the_package_does_not_import_libvlc() -> None:
    code = "import sys, tui_player.playback; sys.exit('vlc' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
