"""TinyDB documents, tables and queries over a `JournalStorage`."""

import copy
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

from tinydb import TinyDB
from tinydb.table import Table

from tui_player.library.store.journal import Row
from tui_player.library.store.journal_storage import JournalStorage


class JournalTable(Table):
    """A table that passes only changed documents to its storage, not the whole table."""

    def __init__(
        self,
        storage: JournalStorage,
        name: str,
        cache_size: int = 0,
        persist_empty: bool = False,
    ) -> None:
        """Create a table without a query cache: the storage also changes without the table."""
        self._journaled = storage
        super().__init__(storage, name, cache_size, persist_empty)

    def _read_table(self) -> dict[str, Any]:
        return dict(self._journaled.rows(self.name))  # another thread may insert meanwhile

    def _get_next_id(self) -> int:
        return self._journaled.next_id(self.name)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._journaled.writing:
            draft = _Draft(self._journaled.rows(self.name))
            updater(draft)
            self._journaled.commit({self.name: draft.changes()})


class Database(TinyDB):
    """A TinyDB over a journal storage."""

    table_class: type[Table] = JournalTable

    def __init__(self, storage: JournalStorage) -> None:
        """Wrap an open storage; closing the database closes it."""
        super().__init__(storage=lambda: storage)


class _Draft(MutableMapping[int, Row]):
    """Copy-on-access view of a table for a TinyDB updater."""

    def __init__(self, rows: Mapping[str, Row]) -> None:
        self._rows = rows
        self._touched: dict[int, Row | None] = {}

    def changes(self) -> dict[str, Row | None]:
        """The changed rows; None for a removed one."""
        touched = ((str(row_id), row) for row_id, row in self._touched.items())
        return {row_id: row for row_id, row in touched if row != self._rows.get(row_id)}

    def __getitem__(self, row_id: int) -> Row:
        if row_id not in self._touched:
            self._touched[row_id] = copy.deepcopy(self._rows[str(row_id)])
        row = self._touched[row_id]
        if row is None:
            raise KeyError(row_id)
        return row

    def __setitem__(self, row_id: int, row: Row) -> None:
        self._touched[row_id] = row

    def __delitem__(self, row_id: int) -> None:
        if row_id not in self:
            raise KeyError(row_id)
        self._touched[row_id] = None

    def __contains__(self, row_id: object) -> bool:
        if isinstance(row_id, int) and row_id in self._touched:
            return self._touched[row_id] is not None
        return str(row_id) in self._rows

    def __iter__(self) -> Iterator[int]:
        ids = dict.fromkeys([*map(int, self._rows), *self._touched])
        return (row_id for row_id in ids if row_id in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Remove all rows."""
        self._touched = dict.fromkeys(map(int, self._rows))
