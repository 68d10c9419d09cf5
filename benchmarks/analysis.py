"""Measures the analysis of a library, beside decoding alone and beside other recipes.

`python benchmarks/analysis.py [FOLDER]`: songs of four minutes in five formats (the player's own
pieces, end to end, or the music of FOLDER) are analysed by one worker process per core, as in a
scan. Then each step runs alone on one thread. Then `tui-player analyse` of one song runs as a whole
process, beside one that imports librosa first. The output is one JSON object.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import wait
from pathlib import Path
from typing import Any, Final

import numpy as np
import soundfile
from numpy.typing import NDArray

from tui_player.demo.files import render_demo
from tui_player.demo.pieces import PIECES
from tui_player.library.scan.analysis import analyse_file
from tui_player.library.workers.worker_processes import WorkerProcesses
from tui_player.models.music.audio import decode
from tui_player.models.music.embedder import hear
from tui_player.models.music.spectrogram import log_mel

SONG_S: Final = 240
COPIES: Final = 8
"""Files of each format, enough to time a worker."""
RATE_HZ: Final = 44_100
OPUS_RATE_HZ: Final = 48_000
TRACKS_A_SECOND: Final = 8.0
TIMES_DECODING: Final = 1.8
WORKER_MEGABYTES: Final = 180
ONE_SONG_S: Final = 3.0
ONE_SONG_MEGABYTES: Final = 170
ROUNDS: Final = 11


def make_song(folder: Path) -> NDArray[np.float32]:
    """Four minutes of the player's own pieces, [n, 2] at 44.1 kHz."""
    import soxr

    paths = render_demo(folder, pieces=PIECES[:4], seconds=60.0)
    parts = []
    for path in paths:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
        parts.append(soxr.resample(samples, rate, RATE_HZ))
    song = np.concatenate(parts)
    return np.resize(song, (SONG_S * RATE_HZ, 2))


def write_formats(folder: Path, song: NDArray[np.float32]) -> list[Path]:
    """The song as MP3, Ogg Vorbis, Opus, FLAC and AAC."""
    import soxr

    opus = soxr.resample(song, RATE_HZ, OPUS_RATE_HZ)
    paths = [
        _write(folder / "song.mp3", song, RATE_HZ, "MP3", "MPEG_LAYER_III"),
        _write(folder / "song.ogg", song, RATE_HZ, "OGG", "VORBIS"),
        _write(folder / "song.opus", opus, OPUS_RATE_HZ, "OGG", "OPUS"),
        _write(folder / "song.flac", song, RATE_HZ, "FLAC", "PCM_16"),
    ]
    return [*paths, _write_aac(folder / "song.m4a", song)]


def _write(path: Path, song: NDArray[np.float32], rate: int, kind: str, subtype: str) -> Path:
    with soundfile.SoundFile(path, "w", rate, 2, subtype, format=kind) as file:
        for start in range(0, len(song), rate):  # libsndfile's Vorbis crashes on large writes
            file.write(song[start : start + rate])
    return path


def _write_aac(path: Path, song: NDArray[np.float32]) -> Path:
    import av

    with av.open(str(path), "w", format="mp4") as container:
        stream: Any = container.add_stream("aac", rate=RATE_HZ, layout="stereo", bit_rate=160_000)
        planes = np.ascontiguousarray(song.T)
        frame = av.AudioFrame.from_ndarray(planes, format="fltp", layout="stereo")
        frame.sample_rate = RATE_HZ
        container.mux([*stream.encode(frame), *stream.encode(None)])
    return path


def tracks_a_second(paths: Sequence[Path]) -> float:
    """Songs a second by one worker per core. Each analyses a song before the clock starts."""
    with WorkerProcesses() as workers:
        cores = os.cpu_count() or 1
        wait([workers.submit(analyse_file, str(paths[0])) for _ in range(4 * cores)])
        started_at = time.perf_counter()
        for future in [workers.submit(analyse_file, str(path)) for path in [*paths] * COPIES]:
            future.result()
        return len(paths) * COPIES / (time.perf_counter() - started_at)


def milliseconds(*actions: Callable[[], object]) -> list[float]:
    """Median of each. They run in turns, so that other load affects all equally."""
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(ROUNDS):
        for action, elapsed in zip(actions, times, strict=True):
            started_at = time.perf_counter()
            action()
            elapsed.append(1000 * (time.perf_counter() - started_at))
    return [statistics.median(elapsed) for elapsed in times]


def steps_of(path: Path) -> dict[str, float]:
    """Milliseconds of decoding and mel-spectrogram, and of a file's whole analysis."""

    def decoded() -> list[NDArray[np.float32]]:
        return [log_mel(samples) for samples in decode(str(path)).samples]

    floor, whole = milliseconds(decoded, lambda: hear(decode(str(path))))
    return {"floor_ms": round(floor, 1), "hearing_ms": round(whole, 1)}


def other_recipes(path: Path) -> dict[str, float]:
    """Milliseconds per song of other recipes, which read the whole file by librosa."""
    import librosa

    def usual() -> None:
        samples, rate = librosa.load(path)
        librosa.feature.mfcc(y=samples, sr=rate)
        librosa.feature.chroma_stft(y=samples, sr=rate)
        librosa.feature.spectral_contrast(y=samples, sr=rate)
        librosa.feature.tempo(y=samples, sr=rate)

    def input_of_musicnn() -> None:
        samples, rate = librosa.load(path, sr=16_000)
        librosa.feature.melspectrogram(y=samples, sr=rate, n_fft=512, hop_length=256, n_mels=96)

    usual_ms, musicnn_ms = milliseconds(usual, input_of_musicnn)
    return {"librosa_usual_ms": round(usual_ms), "musicnn_input_alone_ms": round(musicnn_ms)}


def memory_of_a_worker(paths: Sequence[Path]) -> float:
    """Peak megabytes of a process that analysed them all."""
    with WorkerProcesses(1) as workers:
        for path in paths:
            workers.submit(analyse_file, str(path)).result()
        return _peak_megabytes(workers.submit(Path.read_text, Path("/proc/self/status")).result())


def whole_process(program: str) -> tuple[float, float]:
    """Seconds and peak megabytes of a Python that runs `program`."""
    program += "; from pathlib import Path; print(Path('/proc/self/status').read_text())"
    started_at = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, check=True
    )
    return time.perf_counter() - started_at, _peak_megabytes(done.stdout)


def _peak_megabytes(status: str) -> float:
    """Peak megabytes by /proc/self/status. getrusage would count the parent's memory."""
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def one_song(path: Path) -> dict[str, float]:
    """`analyse` of one song, and the same after importing librosa; medians of five, in turn."""
    analyse = f"from tui_player.cli import main; main(['analyse', {str(path)!r}])"
    programs = {"one_song": analyse, "with_librosa": f"import librosa.filters; {analyse}"}
    runs_by_name: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
    for _ in range(5):
        for name, program in programs.items():
            runs_by_name[name].append(whole_process(program))
    return {
        f"{name}_{unit}": round(statistics.median(run[place] for run in runs), 2)
        for name, runs in runs_by_name.items()
        for place, unit in enumerate(("s", "megabytes"))
    }


def main() -> None:
    """Measure and print one JSON object."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if len(sys.argv) > 1:
            paths = sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_file())
        else:
            paths = write_formats(folder, make_song(folder))
        rate = tracks_a_second(paths)
        steps = {path.suffix: steps_of(path) for path in paths}
        hearing = sum(step["hearing_ms"] for step in steps.values())
        ratio = hearing / sum(step["floor_ms"] for step in steps.values())
        memory = memory_of_a_worker(paths)
        one = one_song(paths[-1])
        found = {
            "cores": os.cpu_count(),
            "tracks_a_second": round(rate, 1),
            "at_least": TRACKS_A_SECOND,
            "steps": steps,
            "ratio_to_decoding_and_mel": round(ratio, 2),
            "at_most": TIMES_DECODING,
            "worker_megabytes": round(memory),
            "worker_megabytes_at_most": WORKER_MEGABYTES,
            **one,
            "one_song_at_most": [ONE_SONG_S, ONE_SONG_MEGABYTES],
            **other_recipes(paths[0]),
        }
        held = (
            rate >= TRACKS_A_SECOND
            and ratio <= TIMES_DECODING
            and memory <= WORKER_MEGABYTES
            and one["one_song_s"] <= ONE_SONG_S
            and one["one_song_megabytes"] <= ONE_SONG_MEGABYTES
        )
        print(json.dumps(found | {"held": held}))


if __name__ == "__main__":
    main()
