"""The incidents behind a figure, followed change by change: a long queue is looked through once."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from desktop.state.dashboard_sources import Source, rows_behind
from desktop.state.queue import RowChange
from desktop.state.rows import Row


class Found:
    """What a source means in the queue; ``only`` is the employee whose incidents count."""

    def __init__(self, source: Source, rows: Mapping[UUID, Row], only: str | None = None) -> None:
        self._source = source
        self._rows = rows
        self._only = only
        self._ids: set[UUID] = set()

    def look(self, now: datetime) -> None:
        """Look through the whole queue: some come to be late without any change of theirs."""
        self._ids = {row.id for row in self._meant(self._rows.values(), now)}

    def apply(self, changes: Iterable[RowChange], now: datetime) -> bool:
        """Follow what has changed in the queue; tell whether that concerns any of them."""
        changed = list(changes)
        before = {one.id for one in changed} & self._ids
        after = {row.id for row in self._meant((one.new for one in changed if one.new), now)}
        self._ids = (self._ids - before) | after
        return bool(before or after)

    def rows(self, now: datetime) -> list[Row]:
        """Return them, the most urgent and then the newest first."""
        present = (self._rows[one] for one in self._ids if one in self._rows)
        return self._meant(present, now)

    def _meant(self, rows: Iterable[Row], now: datetime) -> list[Row]:
        return rows_behind(self._source, rows, now, self._only)
