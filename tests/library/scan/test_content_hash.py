"""Content known again."""

import io

from tui_player.library.scan.content_hash import SAMPLE_BYTES, fingerprint


def mark(content: bytes) -> str:
    return fingerprint(io.BytesIO(content), len(content))


def test_same_content_has_the_same_fingerprint() -> None:
    assert mark(b"sound" * 100_000) == mark(b"sound" * 100_000)


def test_every_byte_of_a_short_file_counts() -> None:
    content = bytes(3 * SAMPLE_BYTES)
    for place in (0, SAMPLE_BYTES - 1, SAMPLE_BYTES, 2 * SAMPLE_BYTES, 3 * SAMPLE_BYTES - 1):
        changed = bytearray(content)
        changed[place] = 1
        assert mark(bytes(changed)) != mark(content)


def test_beginning_middle_end_and_length_of_a_long_file_count() -> None:
    content = bytes(10 * SAMPLE_BYTES)
    for place in (0, 5 * SAMPLE_BYTES, len(content) - 1):
        changed = bytearray(content)
        changed[place] = 1
        assert mark(bytes(changed)) != mark(content)
    assert mark(content + b"\0") != mark(content)


def test_a_long_file_is_read_in_part() -> None:
    class Counting(io.BytesIO):
        count = 0

        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            self.count += len(data)
            return data

    file = Counting(bytes(100 * SAMPLE_BYTES))
    fingerprint(file, 100 * SAMPLE_BYTES)
    assert file.count == 3 * SAMPLE_BYTES
