"""What is read of a file in the first phase of a scan: fingerprint and tags."""

from dataclasses import dataclass

from tui_player.library.scan.content_hash import fingerprint
from tui_player.library.scan.tags import named_by_path, read_tags
from tui_player.library.scan.walk import FoundFile, reason_of
from tui_player.library.song import Tags


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was opened."""

    found: FoundFile
    fingerprint: str
    tags: Tags
    failure: str | None = None
    """Why it can't be heard, if that shows already."""

    def __reduce__(self) -> tuple[type["ReadFile"], tuple[FoundFile, str, Tags, str | None]]:
        """Pickled as one call, as its parts are."""
        return ReadFile, (self.found, self.fingerprint, self.tags, self.failure)


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file that could not be opened or read through."""

    found: FoundFile
    reason: str


Batch = tuple[FoundFile, ...]


def read_batch(batch: Batch) -> list[ReadFile | UnreadFile]:
    """Each file of `batch`, in its order; called in worker processes."""
    return [read_file(found) for found in batch]


def read_file(found: FoundFile) -> ReadFile | UnreadFile:
    """Fingerprint and tags of one file."""
    try:
        with open(found.path, "rb") as file:  # noqa: PTH123 - a Path costs more than the tags
            mark = fingerprint(file, found.size_bytes)
            if found.size_bytes == 0:
                return ReadFile(found, mark, named_by_path(Tags(), found.path), "the file is empty")
            file.seek(0)
            return ReadFile(found, mark, read_tags(file, found.path))
    except OSError as error:
        return UnreadFile(found, reason_of(error))
