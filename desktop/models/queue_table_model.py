"""The list of incidents as a Qt table: a thin translation of ``desktop.state.listing``."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.state.ages import age, exact, long_age
from desktop.state.hovering import as_written
from desktop.state.listing import Column, Listing, Step
from desktop.state.queue import Queue, RowChange
from desktop.state.scopes import Scope
from desktop.state.texts import _, mark
from desktop.state.words import category_name, priority_name, short_state_name, state_name
from shared.clock import Clock
from shared.contracts.resources import IncidentRow

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
"""The whole IncidentRow, for delegates."""
MANY = 200
"""From so many changes at once on, the list is laid out anew instead of step by step."""

COLUMNS = tuple(Column)
TITLES = {
    Column.STATE: mark("State"),
    Column.PRIORITY: mark("Priority"),
    Column.REFERENCE: mark("Reference"),
    Column.SUBJECT: mark("Subject"),
    Column.CUSTOMER: mark("Customer"),
    Column.AGE: mark("Age"),
    Column.ASSIGNEE: mark("Assignee"),
}


class QueueTableModel(QAbstractTableModel):
    """What the table shows. Changes come in as single inserts, moves and removals.

    Signals:
        relaid(): everything may be elsewhere; views restore their place by identity.
    """

    relaid = Signal()

    def __init__(self, queue: Queue, listing: Listing, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self._listing = listing
        self._clock = clock

    def row_at(self, place: int) -> IncidentRow | None:
        """Return the incident at a place of the list."""
        if not 0 <= place < len(self._listing):
            return None
        return self._queue.rows.get(self._listing.id_at(place))

    def place_of(self, incident_id: UUID) -> int | None:
        """Return where an incident is, None where it is not shown."""
        return self._listing.place_of(incident_id)

    def apply(self, changes: list[RowChange]) -> None:
        """Show what has changed in the queue already."""
        if len(changes) >= MANY:
            self.relay()
            return
        for incident_id in dict.fromkeys(change.id for change in changes):
            self._follow(incident_id)

    def show_scope(self, scope: Scope) -> None:
        """Show another view of the queue."""
        self._listing.scope = scope
        self.relay()

    def show_query(self, query: str) -> None:
        """Show only the rows that contain each word of ``query``."""
        if self._listing.set_query(query):
            self.relay()

    def hold(self, incident_id: UUID | None) -> None:
        """Keep this incident in the list while the person has it open; let go of the one before."""
        before = self._listing.hold(incident_id)
        for one in (before, incident_id):
            if one is not None:
                self._place(one)

    def relay(self) -> None:
        """Lay the list out anew."""
        self.beginResetModel()
        self._listing.rebuild()
        self.endResetModel()
        self.relaid.emit()

    def _follow(self, incident_id: UUID) -> None:
        """Bring one incident's place in the list up to date, and paint it anew."""
        place = self._place(incident_id)
        if place is not None:
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))

    def _place(self, incident_id: UUID) -> int | None:
        """Insert, move or remove one incident as the list wants it; return where it is now."""
        step = self._listing.plan(incident_id)
        if step is None:
            return None
        end = self._announce(step)
        self._listing.carry_out(step)
        if end:
            end()
        return step.after

    def _announce(self, step: Step) -> Callable[[], None] | None:
        """Tell the views what is about to happen; return what tells them that it has."""
        match (step.before, step.after):
            case (None, int(after)):
                self.beginInsertRows(ROOT, after, after)
                return self.endInsertRows
            case (int(before), None):
                self.beginRemoveRows(ROOT, before, before)
                return self.endRemoveRows
            case (int(before), int(after)) if before != after:
                # Qt counts the target before the row has left its place.
                target = after + 1 if after > before else after
                self.beginMoveRows(ROOT, before, before, ROOT, target)
                return self.endMoveRows
            case _:
                return None

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many incidents are shown."""
        return 0 if parent.isValid() else len(self._listing)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(TITLES[COLUMNS[section]])
        if role == Qt.ItemDataRole.TextAlignmentRole and COLUMNS[section] is Column.AGE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, what a screen reader says, what hovering shows, or the whole row."""
        row = self.row_at(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return text_of(row, COLUMNS[index.column()], self._clock())
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_written(hint_of(row, COLUMNS[index.column()], self._clock()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_of(row, COLUMNS[index.column()], self._clock())
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column."""
        self._listing.column = COLUMNS[column]
        self._listing.descending = order is Qt.SortOrder.DescendingOrder
        self.relay()


def text_of(row: IncidentRow, column: Column, now: datetime) -> str:
    """Return what a cell says."""
    return _TEXTS[column](row, now)


_TEXTS: dict[Column, Callable[[IncidentRow, datetime], str]] = {
    Column.STATE: lambda row, _now: short_state_name(row.state),
    Column.PRIORITY: lambda row, _now: priority_name(row.priority),
    Column.REFERENCE: lambda row, _now: row.reference,
    Column.SUBJECT: lambda row, _now: row.subject,
    Column.CUSTOMER: lambda row, _now: row.customer_name,
    Column.AGE: lambda row, now: age(row.opened_at, now),
    Column.ASSIGNEE: lambda row, _now: row.assignee.name if row.assignee else "—",
}


def spoken_of(row: IncidentRow, column: Column, now: datetime) -> str:
    """Return what a screen reader says of a cell, with what is only painted for the others."""
    text = text_of(row, column, now)
    if column is Column.SUBJECT and row.is_unanswered:
        return _("{subject} (not answered yet)").format(subject=text)
    return text


def hint_of(row: IncidentRow, column: Column, now: datetime) -> str:
    """Return what hovering over a cell says."""
    if column is Column.AGE:
        ages = _("Opened {age} ago").format(age=long_age(row.opened_at, now))
        return f"{ages}\n{exact(row.opened_at)}"
    if column is Column.SUBJECT:
        return f"{spoken_of(row, column, now)}\n{category_name(row.category)}"
    if column is Column.STATE:
        return state_name(row.state)
    if column is Column.ASSIGNEE and row.assignee is None:
        return _("Nobody has it.")
    return text_of(row, column, now)
