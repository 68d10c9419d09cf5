"""What tells one file's content from another's, wherever the file lies."""

import hashlib
from typing import BinaryIO, Final

SAMPLE_BYTES: Final = 16 * 1024
"""Read from the beginning, the middle and the end each: no more of a drive than the tags cost."""
DIGEST_BYTES: Final = 16


def fingerprint(file: BinaryIO, size_bytes: int) -> str:
    """Hash of the length and of three samples of the content; of all of it, if it is short.

    Survives moving and renaming, not retagging. Raises OSError.
    """
    digest = hashlib.sha256(size_bytes.to_bytes(8, "little"))  # processors have it built in
    if size_bytes <= 3 * SAMPLE_BYTES:
        offsets = [0, SAMPLE_BYTES, 2 * SAMPLE_BYTES]
    else:
        offsets = [0, (size_bytes - SAMPLE_BYTES) // 2, size_bytes - SAMPLE_BYTES]
    for offset in offsets:
        file.seek(offset)
        digest.update(file.read(SAMPLE_BYTES))
    return digest.digest()[:DIGEST_BYTES].hex()
