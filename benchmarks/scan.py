"""Measures the first phase of a scan beside a bare walk with mutagen in the same run.

`python benchmarks/scan.py [--files 100000]` makes a library of small tagged files (mp3, flac, ogg)
in `--scratch`, reads it with `os.scandir` and mutagen alone in one process a core, scans it with
tags only, and scans it once more unchanged. One JSON object.
"""

import argparse
import json
import multiprocessing
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import mutagen
import numpy as np
import soundfile

from tui_player.library.scan.scan import ScanReport, scan
from tui_player.library.store.store import Store

ALBUM: Final = 12
"""Files a folder."""
SUFFIXES: Final = (".mp3", ".flac", ".ogg")
SONG_BYTES: Final = 4_000_000
"""Bytes of a whole song. Each file is a short song followed by a hole."""
ROUNDS: Final = 3
"""Number of rounds. The median counts."""
NUMBER: Final = b"00000000"
"""Placeholder in each template's title, replaced by the file's own."""
LEAST_FILES_A_SECOND: Final = 1500
LEAST_OF_BARE: Final = 0.6
MOST_AGAIN_S: Final = 3.0
"""Bound on an unchanged second scan of 100,000 files, seconds."""


def template(folder: Path, suffix: str) -> bytes:
    """A tagged second of noise."""
    path = folder / f"template{suffix}"
    noise = np.random.default_rng(7).normal(0, 0.1, 22_050).astype(np.float32)
    subtype = {".mp3": "MPEG_LAYER_III", ".ogg": "VORBIS"}.get(suffix, "PCM_16")
    soundfile.write(path, noise, 22_050, format=suffix[1:].upper(), subtype=subtype)
    audio: Any = mutagen.File(path, easy=True)
    if audio.tags is None:
        audio.add_tags()
    title = f"A song of the name {NUMBER.decode()}"
    audio.update(title=title, artist="Somebody", album="An Album", tracknumber="7/12")
    audio.update(date="2011-02-03", genre="Rock")
    audio.save()
    return path.read_bytes()


def make_library(folder: Path, files: int) -> None:
    """Write `files` files, each with different content."""
    templates = [template(folder.parent, suffix) for suffix in SUFFIXES]
    for number in range(files):
        album = folder / f"Artist {number // ALBUM // 8:05}" / f"Album {number // ALBUM:05}"
        if number % ALBUM == 0:
            album.mkdir(parents=True)
        kind = number % len(SUFFIXES)
        content = templates[kind].replace(NUMBER, b"%08d" % number)
        with (album / f"{number % ALBUM + 1:02} A song{SUFFIXES[kind]}").open("wb") as file:
            file.write(content)
            if SUFFIXES[kind] != ".ogg":  # Ogg has its length at the end
                file.truncate(SONG_BYTES)


def read_bare(folders: list[str]) -> int:
    """Number of files opened by mutagen in and below `folders`."""
    count = 0
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    folders.append(entry.path)
                elif mutagen.File(entry.path) is not None:
                    count += 1
    return count


def bare(folder: Path) -> int:
    """Read the whole library by `read_bare` in one process per core."""
    cores = os.cpu_count() or 1
    artists = sorted(str(path) for path in folder.iterdir())
    with multiprocessing.Pool(cores) as pool:
        return sum(pool.map(read_bare, [artists[core::cores] for core in range(cores)]))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds and result."""
    started_at = time.perf_counter()
    result = work()
    return time.perf_counter() - started_at, result


def tags_only(music: Path, library: Path) -> ScanReport:
    """Run the first phase of a scan."""
    with Store.open(library) as store:
        return scan(store, [music], analyse=False)


def one_round(music: Path, library: Path) -> tuple[float, float, float]:
    """Seconds of the bare walk, of a scan, and of a scan including a new library's setup."""
    bare_s, count = timed(lambda: bare(music))
    whole_s, report = timed(lambda: tags_only(music, library))
    if count != report.added:
        raise SystemExit(f"not all files were read: {count}, {report.added}")
    return bare_s, report.seconds, whole_s


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--scratch", type=Path, help="a folder on the disk to measure")
    options = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(dir=options.scratch))
    try:
        music = scratch / "music"
        make_library(music, options.files)
        bare(music)  # fills the page cache for both
        rounds = [one_round(music, scratch / f"library-{number}") for number in range(ROUNDS)]
        again_s, again = timed(lambda: tags_only(music, scratch / "library-0"))
    finally:
        shutil.rmtree(scratch)
    if again.unchanged != options.files:
        raise SystemExit(f"not all files were known: {again.unchanged}")
    bare_s, first_s, whole_s = (statistics.median(times) for times in zip(*rounds, strict=True))
    print(
        json.dumps(
            {
                "files": options.files,
                "bare_files_a_second": round(options.files / bare_s),
                "scan_files_a_second": round(options.files / first_s),
                "with_opening_and_snapshot_s": round(whole_s, 2),
                "at_least": LEAST_FILES_A_SECOND,
                "ratio": round(bare_s / first_s, 2),
                "ratio_at_least": LEAST_OF_BARE,
                "again_s": round(again.seconds, 2),
                "again_with_opening_s": round(again_s, 2),
                "again_at_most_s": round(MOST_AGAIN_S * options.files / 100_000, 2),
            }
        )
    )


if __name__ == "__main__":
    main()
