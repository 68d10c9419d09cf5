"""Fixtures: the command line in this process, and a library for the interface."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.tui_player.session.session_stage import Stage, staged
from tests.tui_player.songs import make_songs
from tui_player.cli import main
from tui_player.library.store.store import Store
from tui_player.paths import Paths


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """Stdout as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


CommandLine = Callable[..., Outcome]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def paths(home: Path) -> Paths:
    return Paths.under(home)


@pytest.fixture
def library(paths: Paths) -> None:
    """Six songs of each of four kinds."""
    with Store.open(paths.library) as store:
        store.add_folder("/music")
        store.put(make_songs(6))


@pytest.fixture
def tui_player(home: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[CommandLine]:
    """Call `tui-player --home HOME ...`."""
    umask = os.umask(0o022)

    def call(*arguments: str) -> Outcome:
        capsys.readouterr()
        status = main(["--home", str(home), *arguments])
        captured = capsys.readouterr()
        return Outcome(status, captured.out, captured.err)

    yield call
    os.umask(umask)


@pytest.fixture
def stage() -> Stage:
    """A listening session with some songs to come."""
    return staged()
