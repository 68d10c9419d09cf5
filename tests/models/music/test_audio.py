import os
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from tests.audio_files import SUFFIXES, write_tone
from tui_player.errors import AudioError
from tui_player.models.music.audio import SHORTEST_WINDOW_S, decode
from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ
from tui_player.models.music.windows import WINDOW_S, window_starts


def pitch_hz(samples: NDArray[np.float32]) -> float:
    """Frequency of the strongest tone."""
    spectrum = np.abs(np.fft.rfft(samples))
    return float(spectrum.argmax() * SAMPLE_RATE_HZ / len(samples))


def windows_or_reason(path: Path) -> list[NDArray[np.float32]] | str:
    try:
        return decode(str(path)).samples
    except AudioError as error:
        return str(error)


def reason(path: Path) -> str:
    with pytest.raises(AudioError) as caught:
        decode(str(path))
    text = str(caught.value)
    assert text
    assert text.isprintable()
    return text


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_decodes_to_the_same_sound(tmp_path: Path, suffix: str) -> None:
    windows = decode(str(write_tone(tmp_path / f"tone{suffix}", 9.0)))
    assert windows.duration_s == pytest.approx(
        9, abs=0.3
    )  # AAC without a container has an estimated length
    (samples,) = windows.samples
    assert samples.dtype == np.float32
    assert len(samples) == pytest.approx(9 * SAMPLE_RATE_HZ, rel=0.03)
    assert pitch_hz(samples) == pytest.approx(440, abs=2)


@pytest.mark.parametrize("rate", [8_000, 44_100, 96_000, 192_000])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_any_rate_and_any_number_of_channels_become_mono_at_16_khz(
    tmp_path: Path, rate: int, channels: int
) -> None:
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(8 * rate) / rate)
    path = tmp_path / "tone.wav"
    soundfile.write(path, np.repeat(tone[:, None], channels, axis=1), rate)
    (samples,) = decode(str(path)).samples
    assert samples.ndim == 1
    assert len(samples) == pytest.approx(8 * SAMPLE_RATE_HZ, abs=2)
    assert pitch_hz(samples) == pytest.approx(440, abs=1)


def test_channels_are_mixed(tmp_path: Path) -> None:
    time_s = np.arange(8 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    both = np.stack([np.sin(2 * np.pi * pitch * time_s) for pitch in (440, 880)], axis=1)
    soundfile.write(tmp_path / "two.wav", both * 0.5, SAMPLE_RATE_HZ)
    spectrum = np.abs(np.fft.rfft(decode(str(tmp_path / "two.wav")).samples[0]))
    assert spectrum[440 * 8] == pytest.approx(spectrum[880 * 8], rel=0.01)


@pytest.mark.parametrize("suffix", [".wav", ".opus"])
def test_channels_in_opposite_phase_do_not_cancel_each_other(tmp_path: Path, suffix: str) -> None:
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(9 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ)
    kind = {"format": "OGG", "subtype": "OPUS"} if suffix == ".opus" else {}
    path = tmp_path / f"opposite{suffix}"
    soundfile.write(path, np.stack([tone, -tone], axis=1), SAMPLE_RATE_HZ, **kind)
    (samples,) = decode(str(path)).samples
    assert pitch_hz(samples) == pytest.approx(440, abs=2)
    assert np.abs(samples).max() > 0.3


def test_windows_of_a_long_file_are_spread_evenly() -> None:
    assert window_starts(240.0) == pytest.approx([32.5, 112.5, 192.5])


@pytest.mark.parametrize("duration_s", [0.0, 3.0, 15.0, 22.0, 23.0, 38.0, 80.0, 10_800.0])
def test_windows_lie_within_the_file(duration_s: float) -> None:
    starts = window_starts(duration_s)
    assert 1 <= len(starts) <= 3
    assert starts == sorted(starts)
    assert starts[0] >= 0
    assert starts[-1] <= max(0.0, duration_s - WINDOW_S)


@pytest.mark.parametrize("suffix", [".flac", ".ogg", ".mp3", ".m4a"])
def test_windows_of_a_long_file_start_at_the_right_times(tmp_path: Path, suffix: str) -> None:
    """The pitch of the file rises from 300 Hz by 10 Hz per second."""
    rate, seconds = 22_050, 120
    time_s = np.arange(rate * seconds) / rate
    rising = 0.5 * np.sin(2 * np.pi * (300 * time_s + 5 * time_s**2))
    path = tmp_path / f"rising{suffix}"
    if suffix == ".m4a":
        encode_m4a(path, rising.astype(np.float32), rate)
    else:
        with soundfile.SoundFile(path, "w", rate, 1) as file:
            for second in np.split(rising, seconds):  # libsndfile's Vorbis crashes on more at once
                file.write(second)
    windows = decode(str(path))
    assert windows.duration_s == pytest.approx(seconds, abs=0.3)
    for start_s, samples in zip((12.5, 52.5, 92.5), windows.samples, strict=True):
        assert len(samples) == pytest.approx(WINDOW_S * SAMPLE_RATE_HZ, abs=20)
        first_second = samples[:SAMPLE_RATE_HZ]
        assert pitch_hz(first_second) == pytest.approx(300 + 10 * (start_s + 0.5), abs=12)


def encode_m4a(path: Path, samples: NDArray[np.float32], rate: int) -> None:
    import av

    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis], format="fltp", layout="mono")
        frame.sample_rate = rate
        container.mux([*stream.encode(frame), *stream.encode(None)])


def test_a_short_file_is_repeated(tmp_path: Path) -> None:
    windows = decode(str(write_tone(tmp_path / "short.wav", 1.0)))
    assert windows.duration_s == pytest.approx(1)
    assert len(windows.samples[0]) == SHORTEST_WINDOW_S * SAMPLE_RATE_HZ


def test_silent_windows_are_left_out(tmp_path: Path) -> None:
    samples = np.zeros(120 * 8_000, np.float32)
    samples[: 20 * 8_000] = 0.3 * np.sin(np.arange(20 * 8_000))
    soundfile.write(tmp_path / "hidden.flac", samples, 8_000)
    assert len(decode(str(tmp_path / "hidden.flac")).samples) == 1


def test_nan_and_infinite_samples_are_replaced(tmp_path: Path) -> None:
    samples = np.sin(np.arange(9 * 44_100) / 20).astype(np.float32)
    samples[1000:1100], samples[2000:2100], samples[3000:3100] = np.nan, np.inf, 1e30
    soundfile.write(tmp_path / "odd.wav", samples, 44_100, subtype="FLOAT")
    assert np.abs(decode(str(tmp_path / "odd.wav")).samples[0]).max() < 10


def test_a_file_without_sound_is_refused_with_a_reason(tmp_path: Path) -> None:
    empty, text, silence = (tmp_path / name for name in ("empty.mp3", "text.mp3", "silence.wav"))
    empty.touch()
    text.write_bytes(b"[playlist]\nFile1=http://example.org/\n" * 50)
    soundfile.write(silence, np.zeros(9 * 8_000), 8_000)
    assert "empty" in reason(empty)
    assert "not audio" in reason(text)
    assert "silence" in reason(silence)
    assert "too short" in reason(write_tone(tmp_path / "blip.wav", 0.1))
    assert "open" in reason(tmp_path / "missing.flac")
    assert "regular" in reason(tmp_path)


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp3")
    assert "regular" in reason(tmp_path / "pipe.mp3")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_truncated_file_gives_its_rest_or_a_reason(tmp_path: Path, suffix: str) -> None:
    whole = write_tone(tmp_path / f"whole{suffix}", 20.0).read_bytes()
    for share in (0.0005, 0.01, 0.5, 0.9):
        path = tmp_path / f"cut{suffix}"
        path.write_bytes(whole[: int(len(whole) * share) + 1])
        outcome = windows_or_reason(path)
        assert outcome.isprintable() if isinstance(outcome, str) else all(map(len, outcome))


def test_a_corrupt_file_with_a_valid_header_does_not_crash(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    for suffix in SUFFIXES:
        path = write_tone(tmp_path / f"noise{suffix}", 3.0)
        data = bytearray(path.read_bytes())
        middle = slice(200, len(data))
        data[middle] = random.bytes(len(data) - 200)
        path.write_bytes(data)
        outcome = windows_or_reason(path)
        assert outcome.isprintable() if isinstance(outcome, str) else all(map(len, outcome))


def test_a_wrong_length_in_the_header_is_ignored(tmp_path: Path) -> None:
    path = write_tone(tmp_path / "lie.wav", 9.0)
    data = bytearray(path.read_bytes())
    size = data.index(b"data") + 4
    data[size : size + 4] = struct.pack("<I", 0x7FFFFFF0)
    path.write_bytes(data)
    windows = decode(str(path))
    assert pitch_hz(windows.samples[0]) == pytest.approx(440, abs=2)


def test_an_impossible_sample_rate_is_refused(tmp_path: Path) -> None:
    path = write_tone(tmp_path / "rate.wav", 9.0)
    data = bytearray(path.read_bytes())
    data[24:28] = struct.pack("<I", 3)
    path.write_bytes(data)
    assert reason(path)


def test_a_playlist_does_not_open_other_files(tmp_path: Path) -> None:
    song = write_tone(tmp_path / "song.aac", 9.0)
    playlist = tmp_path / "list.mp3"
    playlist.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{song}\n#EXT-X-ENDLIST\n")
    assert "not audio" in reason(playlist)
