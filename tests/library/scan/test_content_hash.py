"""Content hashes of files."""

import io

from tui_player.library.scan.content_hash import SAMPLE_BYTES, content_hash


def hash_of(content: bytes) -> str:
    return content_hash(io.BytesIO(content), len(content))


def test_same_content_has_the_same_hash() -> None:
    assert hash_of(b"sound" * 100_000) == hash_of(b"sound" * 100_000)


def test_every_byte_of_a_short_file_changes_the_hash() -> None:
    content = bytes(3 * SAMPLE_BYTES)
    for place in (0, SAMPLE_BYTES - 1, SAMPLE_BYTES, 2 * SAMPLE_BYTES, 3 * SAMPLE_BYTES - 1):
        changed = bytearray(content)
        changed[place] = 1
        assert hash_of(bytes(changed)) != hash_of(content)


def test_beginning_middle_end_and_size_of_a_long_file_change_the_hash() -> None:
    content = bytes(10 * SAMPLE_BYTES)
    for place in (0, 5 * SAMPLE_BYTES, len(content) - 1):
        changed = bytearray(content)
        changed[place] = 1
        assert hash_of(bytes(changed)) != hash_of(content)
    assert hash_of(content + b"\0") != hash_of(content)


def test_only_samples_of_a_long_file_are_read() -> None:
    class Counting(io.BytesIO):
        count = 0

        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            self.count += len(data)
            return data

    file = Counting(bytes(100 * SAMPLE_BYTES))
    content_hash(file, 100 * SAMPLE_BYTES)
    assert file.count == 3 * SAMPLE_BYTES
