"""Checks a file before libVLC may open it.

libVLC also plays playlists, HLS, DASH and HDS manifests, and session descriptions, whatever the
file's name is. They make it open other files or the network. All of them are text, so text files
are refused. Archives and compressed files are refused too, because libVLC would unpack them.
"""

import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

from tui_player.errors import error_text

HEAD_BYTES: Final = 1024
PACKED: Final = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf")
"""First bytes of gzip, bzip2, xz, zip, rar and 7z."""
TEXT_BYTES: Final = frozenset(range(0x20, 0x100)) - {0x7F} | {0x09, 0x0A, 0x0C, 0x0D}


def refusal_reason(path: str) -> str | None:
    """Why libVLC must not open `path`, in a few words; None if it may. Reads the disk."""
    try:
        status = Path(path).stat()
        if not stat.S_ISREG(status.st_mode):
            return "it is not a file"
        with Path(path).open("rb") as file:
            head = _head_after_tags(file)
    except FileNotFoundError:
        return "the file is not there"
    except PermissionError:
        return "no permission to read the file"
    except (OSError, ValueError) as error:
        return f"the file can't be read: {error_text(error)}"
    return _content_refusal_reason(head)


def size_of(path: str) -> int:
    """Size of the file `path` in bytes; 0 if it is missing."""
    try:
        return Path(path).stat().st_size
    except (OSError, ValueError):
        return 0


def _head_after_tags(file: BinaryIO) -> bytes:
    """The first bytes after ID3v2 and APE tags. libVLC skips these tags to detect the format."""
    head = file.read(HEAD_BYTES)
    while tag_bytes := _tag_length(head):
        start = file.seek(tag_bytes - len(head), os.SEEK_CUR)
        head = file.read(HEAD_BYTES)
        file.seek(start + len(head))
    return head


def _tag_length(head: bytes) -> int:
    """Length in bytes of the tag at the start of `head`; 0 if there is none."""
    if head.startswith(b"ID3") and len(head) >= 10:
        size = 0
        for byte in head[6:10]:
            size = size << 7 | byte & 0x7F
        has_footer = bool(head[5] & 0x10)
        return 10 + size + 10 * has_footer
    if head.startswith(b"APETAGEX") and len(head) >= 32:
        return 32 + int.from_bytes(head[12:16], "little")
    return 0


def _content_refusal_reason(head: bytes) -> str | None:
    """Why a file with this beginning is not music; None if it may be."""
    if not head:
        return "the file is empty"
    if head.startswith(PACKED):
        return "it is an archive, not music"
    # UTF-16 text is ASCII with zeros between; a byte order mark or spaces may come first.
    text = head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").strip(b"\xff\xfe \t\r\n")
    if text.startswith((b"<", b"#", b"v=0")) or b"<manifest" in text or TEXT_BYTES.issuperset(head):
        return "it is a text or a playlist, not music"
    return None
