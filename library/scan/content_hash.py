"""Content hash of a file; it identifies a file that was moved or renamed."""

import hashlib
from typing import BinaryIO, Final

SAMPLE_BYTES: Final = 4 * 1024
"""Bytes from each of beginning, middle and end; reading them is cheaper than reading tags."""
DIGEST_BYTES: Final = 16


def content_hash(file: BinaryIO, size_bytes: int) -> str:
    """Hash of the size and of three samples of the content; short files are hashed whole.

    The hash survives moving and renaming, but not retagging. Raises OSError.
    """
    if size_bytes <= 3 * SAMPLE_BYTES:
        middle, end = SAMPLE_BYTES, 2 * SAMPLE_BYTES
    else:
        middle, end = (size_bytes - SAMPLE_BYTES) // 2, size_bytes - SAMPLE_BYTES
    file.seek(middle)
    samples = [file.read(SAMPLE_BYTES)]
    file.seek(end)
    samples.append(file.read(SAMPLE_BYTES))
    file.seek(0)  # last: the tags, which are read next, are mostly here
    samples.insert(0, file.read(SAMPLE_BYTES))
    digest = hashlib.sha256(size_bytes.to_bytes(8, "little"))  # fast: processors support it
    digest.update(b"".join(samples))
    return digest.digest()[:DIGEST_BYTES].hex()
