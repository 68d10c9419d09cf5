"""The first phase of a scan: reads a file's content hash and tags."""

from dataclasses import dataclass

from tui_player.errors import system_message
from tui_player.library.scan.content_hash import content_hash
from tui_player.library.scan.tags import named_by_path, read_tags
from tui_player.library.scan.walk import FoundFile
from tui_player.library.song import Tags


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was opened and read."""

    found: FoundFile
    content_hash: str
    tags: Tags
    failure: str | None = None
    """Why the file can't be analysed, if that is known already."""

    def __reduce__(self) -> tuple[type["ReadFile"], tuple[FoundFile, str, Tags, str | None]]:
        """Pickle as one call, like `FoundFile`."""
        return ReadFile, (self.found, self.content_hash, self.tags, self.failure)


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file that could not be opened or read."""

    found: FoundFile
    reason: str


Batch = tuple[FoundFile, ...]


def read_batch(batch: Batch) -> list[ReadFile | UnreadFile]:
    """Read the files of `batch` in order. Called in worker processes."""
    return [read_file(found) for found in batch]


def read_file(found: FoundFile) -> ReadFile | UnreadFile:
    """Read content hash and tags of one file."""
    try:
        with open(found.path, "rb") as file:  # noqa: PTH123 - a Path costs more than the tags
            digest = content_hash(file, found.size_bytes)
            if found.size_bytes == 0:
                tags = named_by_path(Tags(), found.path)
                return ReadFile(found, digest, tags, "the file is empty")
            file.seek(0)
            return ReadFile(found, digest, read_tags(file, found.path))
    except OSError as error:
        return UnreadFile(found, system_message(error))
