"""The demo, cut short: importable by name, as worker processes need it."""

import os
from pathlib import Path

from tui_player.demo.files import render_piece
from tui_player.services.demo_composer import HeardPiece, heard

SECONDS = 3.0


def compose_beginning(folder: Path, number: int) -> HeardPiece:
    """The first seconds of a piece."""
    from tui_player.demo.pieces import PIECES

    return heard(render_piece(folder, PIECES[number], seconds=SECONDS))


def compose_two(folder: Path, number: int) -> HeardPiece:
    """Two beginnings, a calm and a sad one; the other pieces take for ever."""
    return _compose_some(folder, number, 2)


def compose_three(folder: Path, number: int) -> HeardPiece:
    """Three beginnings, the last of which is happy; the other pieces take for ever."""
    return _compose_some(folder, number, 3)


def _compose_some(folder: Path, number: int, count: int) -> HeardPiece:
    if number >= count:
        os.read(os.pipe()[0], 1)
    return compose_beginning(folder, number)


def compose_unheard(folder: Path, number: int) -> HeardPiece:
    """Beginnings that could not be heard."""
    return HeardPiece(compose_beginning(folder, number).path, None)
