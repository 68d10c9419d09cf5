"""Writes the demo music: twelve pieces as tagged files.

The import is quick; numpy, soundfile and mutagen are imported at the first call.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tui_player.errors import AudioError
from tui_player.paths import make_private_directory

if TYPE_CHECKING:
    from tui_player.demo.effects import Mix
    from tui_player.demo.score import Piece

PIECE_COUNT: Final = 12
"""Number of pieces, for callers that can't wait for the import of the pieces."""
FIRST_PIECES: Final = 4
"""The pieces at the beginning of the programme with one for each quadrant."""
COMMENT: Final = "Composed and played by tui-player's own code"
LICENCE: Final = "CC0 1.0"
REFERENCE_LUFS: Final = -18.0
"""Reference loudness of ReplayGain 2.0."""
BLOCK_FRAMES: Final = 1 << 15
"""Frames in one write; libsndfile's Vorbis encoder keeps a whole call on its stack."""
OGG_QUALITY: Final = 0.5
RENDERERS: Final = 2
"""Pieces rendered at once. Transforms and encoders release the interpreter's lock, so threads are
enough. Each one needs about 160 MB."""


def render_demo(
    directory: Path,
    on_progress: Callable[[int, int], None] | None = None,
    *,
    pieces: "Sequence[Piece] | None" = None,
    seconds: float | None = None,
) -> list[Path]:
    """Write the demo pieces below `directory`, in a folder for each album; returns their paths.

    Existing files are kept. `on_progress` gets the number of finished pieces and of all pieces.
    Rendering uses two cores for seconds, so don't call this in the interface's process. `pieces`
    and `seconds` limit the work to some pieces or to their beginnings. Raises `AudioError` if the
    files can't be written.
    """
    from tui_player.demo.pieces import PIECES

    chosen = PIECES if pieces is None else pieces
    tell = on_progress or (lambda _done, _of: None)
    tell(0, len(chosen))
    paths = []
    with ThreadPoolExecutor(RENDERERS) as pool:
        made = pool.map(partial(render_piece, directory, seconds=seconds), chosen)
        for done, path in enumerate(made, start=1):
            paths.append(path)
            tell(done, len(chosen))
    return paths


def render_piece(directory: Path, piece: "Piece", *, seconds: float | None = None) -> Path:
    """Write one piece, or its first `seconds`, below `directory`; returns its path.

    An existing file is kept. Raises `AudioError` if the file can't be written.
    """
    path = directory / piece.album / f"{piece.track:02} {piece.title}{piece.suffix}"
    if not path.exists():
        _create(path, piece, seconds)
    return path


def _create(path: Path, piece: "Piece", seconds: float | None) -> None:
    """Render one piece into its file atomically."""
    from mutagen import MutagenError
    from soundfile import LibsndfileError

    from tui_player.demo.render import render

    # A library scan ignores files with this suffix.
    part = path.with_name(f".{path.name}.part")
    mix = render(piece, seconds)
    try:
        make_private_directory(path.parent)
        try:
            _write(part, piece.suffix, mix)
            _tag(part, piece, mix)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, LibsndfileError, MutagenError) as error:
        raise AudioError(f"the demo music can't be written to {path.parent}: {error}") from error


def _write(path: Path, suffix: str, mix: "Mix") -> None:
    """Encode a mix as FLAC or Ogg Vorbis."""
    import soundfile

    from tui_player.demo.synth import RATE

    encoding = ("FLAC", "PCM_16") if suffix == ".flac" else ("OGG", "VORBIS")
    level = {} if suffix == ".flac" else {"compression_level": 1 - OGG_QUALITY}
    with soundfile.SoundFile(
        path, "w", RATE, mix.shape[0], encoding[1], format=encoding[0], **level
    ) as file:
        for start in range(0, mix.shape[1], BLOCK_FRAMES):
            file.write(mix[:, start : start + BLOCK_FRAMES].T)


def _tag(path: Path, piece: "Piece", mix: "Mix") -> None:
    """Write the tags (Vorbis comments in both formats)."""
    from mutagen.flac import FLAC
    from mutagen.oggvorbis import OggVorbis

    from tui_player.demo.effects import loudness_lufs

    kind: Any = FLAC if piece.suffix == ".flac" else OggVorbis
    audio = kind(path)
    gain_db = REFERENCE_LUFS - loudness_lufs(mix)
    texts = {
        "title": piece.title,
        "artist": piece.artist,
        "album": piece.album,
        "albumartist": piece.artist,
        "tracknumber": str(piece.track),
        "genre": piece.genre,
        "date": str(piece.year),
        "comment": COMMENT,
        "license": LICENCE,
        "replaygain_track_gain": f"{gain_db:+.2f} dB",
        "replaygain_track_peak": f"{float(abs(mix).max()):.6f}",
    }
    for name, text in texts.items():
        audio[name] = text
    audio.save()
