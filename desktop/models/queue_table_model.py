"""The list of incidents as a Qt table: a thin translation of ``desktop.state.listing``."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop.models.in_turns import InTurns
from desktop.models.making_steps import make
from desktop.models.queue_cells import TITLES, of_heading, of_row
from desktop.state.columns import Column
from desktop.state.grouping import Grouping, Heading
from desktop.state.listing import Layout, Listing
from desktop.state.ordering import Ordering
from desktop.state.presence import Presences
from desktop.state.queue import Queue, RowChange
from desktop.state.rows import Row
from desktop.state.sections import Sections
from desktop.state.texts import _
from desktop.state.views import View
from shared.clock import Clock
from shared.contracts.vocabulary import Attention

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
"""The whole Row, for delegates; None for a heading."""
ATTENTION_ROLE = Qt.ItemDataRole.UserRole + 3
"""In the column of subjects, the most that a colleague does at the incident, or None."""
MANY = 200
"""From so many changes at once on, the list is laid out anew instead of step by step."""
FEW = 2_000
"""Up to so many rows are laid out at once: nobody waits for that."""

COLUMNS = tuple(Column)
RIGHT = frozenset({Column.AGE, Column.DUE, Column.UPDATED})
_HEADING_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_ROW_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class QueueTableModel(QAbstractTableModel):
    """What the table shows. Changes come in as single inserts, moves and removals.

    A list of very many is laid out anew in pieces between which the window lives on, and then shown at once.

    Signals:
        changing(): lines are about to come, leave, move and change, with no painting between.
        relaid(): everything may be elsewhere; views restore by identity what Qt forgets.
        changed(): that was all; headings may have other numbers.
    """

    changing = Signal()
    relaid = Signal()
    changed = Signal()

    def __init__(
        self,
        queue: Queue,
        listing: Listing,
        presences: Presences,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.presences = presences
        self._queue = queue
        self._listing = listing
        self._clock = clock
        self._work = InTurns(self)
        self._is_anew = False
        self._unlaid = 0
        self._unfollowed: dict[UUID, None] = {}

    @property
    def count(self) -> int:
        """How many incidents are shown; headings are none."""
        return self._listing.count

    @property
    def is_busy(self) -> bool:
        """Tell whether what was asked for is still being laid out."""
        return self._work.is_busy

    @property
    def ordering(self) -> Ordering:
        """How the list is sorted and grouped, or is about to be."""
        return self._listing.wish.ordering

    def line_at(self, place: int) -> Row | Heading:
        """Return what a line of the list shows; raise IndexError where there is none."""
        return self._listing.at(place)

    def row_at(self, place: int) -> Row | None:
        """Return the incident at a line of the list, None for a heading and where there is nothing."""
        if not 0 <= place < len(self._listing):
            return None
        line = self._listing.at(place)
        return None if isinstance(line, Heading) else line

    def heading_at(self, place: int) -> Heading | None:
        """Return the heading at a line of the list, None for an incident and where there is nothing."""
        if not 0 <= place < len(self._listing):
            return None
        line = self._listing.at(place)
        return line if isinstance(line, Heading) else None

    def ranges_of(self, ids: set[UUID]) -> list[tuple[int, int]]:
        """Return the lines of these incidents, as the first and last of each run."""
        runs: list[tuple[int, int]] = []
        for place in self._listing.places_of(ids):
            if runs and runs[-1][1] == place - 1:
                runs[-1] = (runs[-1][0], place)
            else:
                runs.append((place, place))
        return runs

    def now(self) -> datetime:
        """Return the moment that ages are counted to."""
        return self._clock()

    def place_of(self, incident_id: UUID) -> int | None:
        """Return where an incident is, None where it is not shown."""
        return self._listing.place_of(incident_id)

    def ids(self) -> list[UUID]:
        """Return all incidents that are shown, from the top."""
        return list(self._listing.ids())

    def apply(self, changes: list[RowChange]) -> None:
        """Show what has changed in the queue already."""
        if len(changes) >= MANY:
            self.relay(anew=True)
            return
        changed = dict.fromkeys(change.id for change in changes)
        if self._work.is_busy:
            self._unfollowed |= changed
            return
        self.changing.emit()
        self._follow(changed)
        self.changed.emit()

    def grow(self, changes: list[RowChange]) -> None:
        """Take in some of very many rows that are coming: the list is laid out whenever it has doubled."""
        if len(self._queue.lines) <= FEW:
            self.apply(changes)
            return
        self._unlaid += len(changes)
        if self._unlaid >= self._listing.count and not self._work.is_busy:
            self.settle()

    def settle(self) -> None:
        """Show all that has come."""
        if self._unlaid:
            self._unlaid = 0
            self.relay(anew=True)

    def show_view(self, view: View) -> None:
        """Show another view of the queue, in its own order."""
        self._listing.want(view=view)
        self.relay()

    def show_query(self, query: str) -> None:
        """Show only the rows that contain each word of ``query``."""
        if self._listing.want(query=query):
            self.relay()

    def order(self, ordering: Ordering) -> None:
        """Sort and group like this."""
        if self._listing.want(ordering=ordering):
            self.relay()

    def group(self, grouping: Grouping | None) -> None:
        """Put the rows under headings, or under none."""
        now = self.ordering
        self.order(Ordering(now.column, now.descending, grouping))

    @property
    def groups(self) -> Sections:
        """The rows under their headings, to be read only."""
        return self._listing.shown

    @property
    def folded(self) -> frozenset[str]:
        """The names of the groups whose rows are folded away, or about to be."""
        return self._listing.wish.folded

    def fold(self, names: frozenset[str]) -> None:
        """Fold the rows of these groups away, and no others."""
        if self._work.is_busy:
            self._listing.want(folded=names)
            self.relay()
            return
        self.changing.emit()
        make(self, self._listing.fold(names))
        self.changed.emit()

    def hold(self, incident_id: UUID | None) -> None:
        """Keep this incident in the list while the person has it open; let go of the one before."""
        before = self._listing.hold(incident_id)
        concerned = dict.fromkeys(one for one in (before, incident_id) if one)
        if self._work.is_busy:
            self._unfollowed |= concerned
            return
        self.changing.emit()
        for one in concerned:
            self._place(one)
        self.changed.emit()

    def attention(self, incident_id: UUID) -> Attention | None:
        """Return the most that a colleague does at an incident."""
        return self.presences.attention(incident_id)

    def repaint(self, incident_id: UUID) -> None:
        """Show anew what is painted of an incident beside its row: who is at it, and one's own draft."""
        place = self.place_of(incident_id)
        if place is not None:
            subject = self.index(place, COLUMNS.index(Column.SUBJECT))
            self.dataChanged.emit(subject, subject, [ATTENTION_ROLE])

    def relay(self, *, anew: bool = False) -> None:
        """Lay the list out as it is wanted now; ``anew`` when rows have changed that were not followed."""
        self._is_anew = self._is_anew or anew
        is_small = len(self._queue.lines) <= FEW
        self._work.start(self._listing.arranging(anew=self._is_anew), self._adopt, at_once=is_small)

    def _adopt(self, layout: Layout) -> None:
        self._is_anew = False
        self.changing.emit()
        self.beginResetModel()
        self._listing.adopt(layout)
        self.endResetModel()
        unfollowed, self._unfollowed = self._unfollowed, {}
        self._follow(unfollowed)
        self.relaid.emit()
        self.changed.emit()

    def _follow(self, ids: Iterable[UUID]) -> None:
        """Bring the places of these incidents up to date, and tell that they look different."""
        for incident_id in ids:
            place = self._place(incident_id)
            if place is not None:
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))

    def _place(self, incident_id: UUID) -> int | None:
        """Insert, move or remove one incident as the list wants it; return where it is now."""
        make(self, self._listing.follow(incident_id))
        return self._listing.place_of(incident_id)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many lines there are, headings among them."""
        return 0 if parent.isValid() else len(self._listing)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that a heading can't be chosen."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _HEADING_FLAGS if self.row_at(index.row()) is None else _ROW_FLAGS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(TITLES[COLUMNS[section]])
        if role == Qt.ItemDataRole.TextAlignmentRole and COLUMNS[section] in RIGHT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, what a screen reader says, what hovering shows, or the whole row."""
        place = index.row()
        if not 0 <= place < len(self._listing):
            return None
        line, column = self._listing.at(place), COLUMNS[index.column()]
        if isinstance(line, Heading):
            return of_heading(line, role) if column is COLUMNS[0] else None
        if role == ROW_ROLE:
            return line
        if role == ATTENTION_ROLE:
            return self.attention(line.id) if column is Column.SUBJECT else None
        return of_row(line, column, role, self._clock(), self.presences)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column."""
        descending = order is Qt.SortOrder.DescendingOrder
        self.order(Ordering(COLUMNS[column], descending, self.ordering.grouping))
