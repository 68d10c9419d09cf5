"""Field index: finds documents by the value of a field without a scan of the table."""

from collections.abc import Callable, Mapping
from threading import RLock

from tui_player.library.store.journal import Row


class Index:
    """Document ids by the value of one text field. The first query builds the index."""

    def __init__(self, field: str, rows: Callable[[], Mapping[str, Row]], writing: RLock) -> None:
        """Index the table that `rows` returns. Rows change only while `writing` is held."""
        self._field = field
        self._rows = rows
        self._writing = writing
        self._ids: dict[str, tuple[int, ...]] = {}
        self._is_made = False

    def ids(self, value: str) -> tuple[int, ...]:
        """Ids of the documents with `value`, in order of insertion."""
        if not self._is_made:
            self._make()
        return self._ids.get(value, ())

    def _make(self) -> None:
        with self._writing:
            if not self._is_made:
                for row_id, row in self._rows().items():
                    self._add(row.get(self._field), int(row_id))
                self._is_made = True

    def replaced(self, row_id: int, before: Row | None, after: Row) -> None:
        """Update the index for a changed document; `before` is None for a new one."""
        old, new = before.get(self._field) if before else None, after.get(self._field)
        if old == new or not self._is_made:
            return
        if old is not None:
            self._remove(old, row_id)
        self._add(new, row_id)

    def removed(self, row_id: int, before: Row) -> None:
        """Remove a document from the index."""
        if self._is_made and (value := before.get(self._field)) is not None:
            self._remove(value, row_id)

    def _add(self, value: str | None, row_id: int) -> None:
        if value is not None:
            self._ids[value] = (*self._ids.get(value, ()), row_id)

    def _remove(self, value: str, row_id: int) -> None:
        remaining = tuple(other for other in self._ids.get(value, ()) if other != row_id)
        if remaining:
            self._ids[value] = remaining
        else:
            self._ids.pop(value, None)
