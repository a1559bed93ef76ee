"""Sorted rows under headings: where each line of the screen is, kept up to date row by row."""

from bisect import bisect_left, bisect_right
from collections.abc import Generator, Iterable, Iterator, Set
from uuid import UUID

from desktop.state.grouping import Heading, Key, name_of, title_of
from desktop.state.ordering import Ordering, pieces
from desktop.state.rows import Row


class Sections:
    """The groups of a list in their order, each with its rows in theirs.

    A *place* counts the lines of the screen from the top, headings among them; without a grouping there
    is one section and no heading. The rows of a folded group are listed, but have no place.
    """

    def __init__(self, ordering: Ordering) -> None:
        self.ordering = ordering
        self._keys: list[Key] = []
        self._rows: list[list[Row]] = []
        self._starts: list[int] = []
        self._size = 0
        self._folded: Set[str] = frozenset()
        self._heading = 1 if ordering.grouping else 0

    def __len__(self) -> int:
        """Return how many lines there are, headings among them."""
        return self._size

    @property
    def count(self) -> int:
        """How many rows there are, those of folded groups among them."""
        return sum(len(rows) for rows in self._rows)

    def lists(self) -> Iterable[list[Row]]:
        """Return the rows of each group, in order."""
        return self._rows

    def at(self, place: int) -> Row | Heading:
        """Return what a line shows; raise IndexError where there is none."""
        if not 0 <= place < self._size:
            raise IndexError(place)
        number = bisect_right(self._starts, place) - 1
        rows, within = self._rows[number], place - self._starts[number] - self._heading
        grouping = self.ordering.grouping
        if within < 0 and grouping:
            name = name_of(grouping, rows[0])
            return Heading(title_of(grouping, rows[0]), len(rows), name, name in self._folded)
        return rows[within]

    def places(self, ids: Set[UUID]) -> Iterator[int]:
        """Return the places of these incidents, from the top."""
        for start, rows in zip(self._starts, self._rows, strict=True):
            if self._is_folded(rows):
                continue
            first = start + self._heading
            yield from (first + within for within, row in enumerate(rows) if row.id in ids)

    def show_folded(self, names: Set[str]) -> None:
        """Give the rows of these groups no place, and those of all others theirs."""
        self._folded = names
        self._measure()

    def names(self) -> list[str]:
        """Return the names of the groups, from the top."""
        grouping = self.ordering.grouping
        return [name_of(grouping, rows[0]) for rows in self._rows] if grouping else []

    def inside(self, name: str) -> tuple[int, int] | None:
        """Return the first and last place that the rows of a group have, or would have; None without one."""
        grouping = self.ordering.grouping
        for start, rows in zip(self._starts, self._rows, strict=True):
            if grouping and name_of(grouping, rows[0]) == name:
                return start + 1, start + len(rows)
        return None

    def holds(self, row: Row) -> bool:
        """Tell whether this very row is listed."""
        return self._within(row) is not None

    def find(self, row: Row) -> int | None:
        """Return the place of this very row; None where it is not listed, or in a folded group."""
        found = self._within(row)
        if found is None or self._is_folded(self._rows[found[0]]):
            return None
        return self._starts[found[0]] + self._heading + found[1]

    def heading_of(self, row: Row) -> int | None:
        """Return the place of the heading above a row's group, None where there is none."""
        number = self._number(self.ordering.group_of(row)) if self._heading else None
        return None if number is None else self._starts[number]

    def target(self, row: Row) -> int | None:
        """Return the place that a row would have in its group as it is; None where that is folded."""
        lines = self.coming(row)
        return None if lines is None else lines[1]

    def coming(self, row: Row) -> tuple[int, int] | None:
        """Return the first and last line that come with a row: its own, and its heading before the first."""
        key = self.ordering.group_of(row)
        number = bisect_left(self._keys, key)
        start = self._starts[number] if number < len(self._keys) else self._size
        if number < len(self._keys) and self._keys[number] == key:
            if self._is_folded(self._rows[number]):
                return None
            place = start + self._heading + self.ordering.place(self._rows[number], row)
            return place, place
        return start, start + (0 if self._is_folded([row]) else self._heading)

    def leaving(self, row: Row) -> tuple[int, int] | None:
        """Return the first and last line that leave with a listed row: its heading too, after the last."""
        found = self._within(row)
        if found is None:
            return None
        number, within = found
        start, rows = self._starts[number], self._rows[number]
        is_last = len(rows) == 1
        if self._is_folded(rows):
            return (start, start) if is_last else None
        place = start + self._heading + within
        return place - self._heading * is_last, place

    def add(self, row: Row) -> None:
        """List a row, and its heading where it is the first of its group."""
        key = self.ordering.group_of(row)
        number = bisect_left(self._keys, key)
        if number == len(self._keys) or self._keys[number] != key:
            self._keys.insert(number, key)
            self._rows.insert(number, [])
        rows = self._rows[number]
        rows.insert(self.ordering.place(rows, row), row)
        self._measure()

    def remove(self, row: Row) -> None:
        """Take a listed row away, and its heading where it was the last of its group."""
        number = bisect_left(self._keys, self.ordering.group_of(row))
        rows = self._rows[number]
        del rows[self.ordering.place(rows, row)]
        if not rows:
            del self._rows[number], self._keys[number]
        self._measure()

    def filled(self, rows: list[Row]) -> Generator[None, None, "Sections"]:
        """Take sorted rows, each into its group; return itself. Pauses after each piece of the work."""
        if self.ordering.grouping is None:
            self._keys, self._rows = ([()], [rows]) if rows else ([], [])
            self._measure()
            return self
        groups: dict[Key, list[Row]] = {}
        group_of = self.ordering.group_of
        for piece in pieces(rows):
            for row in piece:
                groups.setdefault(group_of(row), []).append(row)
            yield
        self._keys = sorted(groups)
        self._rows = [groups[key] for key in self._keys]
        self._measure()
        return self

    def narrowed(self, words: tuple[str, ...], kept: Row | None) -> Generator[None, None, "Sections"]:
        """Return those whose text has every word, and the row ``kept``; pause after each piece."""
        result = Sections(self.ordering)
        for key, rows in zip(self._keys, self._rows, strict=True):
            left: list[Row] = []
            for piece in pieces(rows):
                left += _matching(piece, words)
                yield
            if kept is not None and self.ordering.group_of(kept) == key:
                place = self.ordering.place(left, kept)
                if left[place : place + 1] != [kept]:
                    left.insert(place, kept)
            if left:
                result._keys.append(key)
                result._rows.append(left)
        result._measure()
        return result

    def _within(self, row: Row) -> tuple[int, int] | None:
        """Return the number of a listed row's group, and which of its rows it is."""
        number = self._number(self.ordering.group_of(row))
        if number is None:
            return None
        within = self.ordering.place(self._rows[number], row)
        if within == len(self._rows[number]) or self._rows[number][within] is not row:
            return None
        return number, within

    def _is_folded(self, rows: list[Row]) -> bool:
        grouping = self.ordering.grouping
        return grouping is not None and bool(self._folded) and name_of(grouping, rows[0]) in self._folded

    def _number(self, key: Key) -> int | None:
        number = bisect_left(self._keys, key)
        return number if number < len(self._keys) and self._keys[number] == key else None

    def _measure(self) -> None:
        starts, size = [], 0
        for rows in self._rows:
            starts.append(size)
            size += self._heading + (0 if self._is_folded(rows) else len(rows))
        self._starts, self._size = starts, size


def _matching(rows: Iterable[Row], words: tuple[str, ...]) -> list[Row]:
    for word in words:
        rows = [row for row in rows if word in row.text]
    return list(rows)
