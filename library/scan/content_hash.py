"""What tells one file's content from another's, wherever the file lies."""

import hashlib
from typing import BinaryIO, Final

SAMPLE_BYTES: Final = 4 * 1024
"""Read from the beginning, the middle and the end each: less than the tags cost."""
DIGEST_BYTES: Final = 16


def fingerprint(file: BinaryIO, size_bytes: int) -> str:
    """Hash of the length and of three samples of the content; of all of it, if it is short.

    Survives moving and renaming, not retagging. Raises OSError.
    """
    if size_bytes <= 3 * SAMPLE_BYTES:
        middle, end = SAMPLE_BYTES, 2 * SAMPLE_BYTES
    else:
        middle, end = (size_bytes - SAMPLE_BYTES) // 2, size_bytes - SAMPLE_BYTES
    file.seek(middle)
    samples = [file.read(SAMPLE_BYTES)]
    file.seek(end)
    samples.append(file.read(SAMPLE_BYTES))
    file.seek(0)  # last, since the tags that are read next mostly stand there
    samples.insert(0, file.read(SAMPLE_BYTES))
    digest = hashlib.sha256(size_bytes.to_bytes(8, "little"))  # processors have it built in
    digest.update(b"".join(samples))
    return digest.digest()[:DIGEST_BYTES].hex()
