"""In which order a list shows its rows, and how very many are sorted in pieces that nobody notices."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.state.columns import VALUES, Column
from desktop.state.grouping import KEYS, Grouping, Key
from desktop.state.rows import Row
from desktop.state.texts import language
from shared.contracts.vocabulary import Language

PIECE = 5_000
"""So many rows are looked at, or sorted, before whoever asked may do something else: some milliseconds."""
_Sortable = tuple[Any, int, Row]


@dataclass(frozen=True, slots=True)
class Ordering:
    """Sorted by a column, the newest first among equals whichever the direction; perhaps under headings."""

    column: Column = Column.AGE
    descending: bool = False
    grouping: Grouping | None = None
    language: Language = field(default_factory=language)
    """Whose alphabet names are in the order of; a list keeps to it until it is laid out in another."""

    def group_of(self, row: Row) -> Key:
        """Return the group that a row is in; without a grouping all are in one."""
        return KEYS[self.grouping](row, self.language) if self.grouping else ()

    def place(self, rows: Sequence[Row], row: Row) -> int:
        """Return where a row is, or where it belongs, in the sorted rows of its group."""
        value_of, language = VALUES[self.column], self.language
        value, rank = value_of(row, language), row.rank
        low, high = 0, len(rows)
        while low < high:
            middle = (low + high) // 2
            other = rows[middle]
            its_value = value_of(other, language)
            is_equal = its_value == value
            is_before = other.rank < rank if is_equal else (its_value < value) != self.descending
            low, high = (middle + 1, high) if is_before else (low, middle)
        return low

    def sorted(self, rows: Sequence[Row]) -> Generator[None, None, list[Row]]:
        """Return the rows in order, without regard to groups; pause after each piece of the work."""
        value_of, language = VALUES[self.column], self.language
        sign = -1 if self.descending else 1
        runs: list[list[_Sortable]] = []
        for piece in pieces(rows):
            run = [(value_of(row, language), sign * row.rank, row) for row in piece]
            run.sort(reverse=self.descending)
            runs.append(run)
            yield
        while len(runs) > 1:
            merged = []
            for first, second in zip(runs[::2], runs[1::2], strict=False):
                both = first + second
                both.sort(reverse=self.descending)  # finds the two runs, and merges them
                merged.append(both)
                yield
            runs = merged + (runs[-1:] if len(runs) % 2 else [])
        return [row for _value, _rank, row in runs[0]] if runs else []


def pieces(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Return the rows piece by piece."""
    for start in range(0, len(rows), PIECE):
        yield rows[start : start + PIECE]
