"""An open store of some songs for the services."""

from collections.abc import Iterator

import pytest

from tests.tui_player.songs import make_songs
from tui_player.library.store.store import Store
from tui_player.paths import Paths


@pytest.fixture
def store(paths: Paths) -> Iterator[Store]:
    """Three songs of each of four kinds."""
    with Store.open(paths.library) as opened:
        opened.put(make_songs(3))
        yield opened
