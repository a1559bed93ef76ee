"""What one signed-in person works with: shared by the controllers of the window."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.models.queue_table_model import QueueTableModel
from desktop.state.counters import Counters
from desktop.state.listing import Listing
from desktop.state.person import Person
from desktop.state.presence import Presences
from desktop.state.queue import Queue, RowChange
from desktop.state.rebasing import Seen
from desktop.state.rows import Row, row_of
from shared.clock import Clock
from shared.contracts.resources import IncidentDetail, IncidentRow


class Desk(QObject):
    """The queue with everything that is counted and listed from it, and the incident that is open.

    Signals:
        changed(list[RowChange]): rows came, changed or left.
        detailChanged(IncidentDetail): the open incident was fetched (again).
        opened(UUID | None): another incident is open, or none.
    """

    changed = Signal(object)
    detailChanged = Signal(object)
    opened = Signal(object)

    def __init__(self, me: Person, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.me = me
        self.clock = clock
        self.queue = Queue()
        self.counters = Counters(me)
        self.presences = Presences(me.id)
        listing = Listing(self.queue.lines, me)
        self.model = QueueTableModel(self.queue, listing, self.presences, clock, self)
        self.open_id: UUID | None = None
        self.detail: IncidentDetail | None = None

    def row(self, incident_id: UUID) -> IncidentRow | None:
        """Return the newest row known of an incident, be it in the queue or only open."""
        row = self.queue.rows.get(incident_id)
        if row is None and self.detail and self.detail.row.id == incident_id:
            return self.detail.row
        return row

    def seen(self, incident_id: UUID) -> Seen | None:
        """Return what the person has before them of an incident: of what is open, the conversation counts."""
        row = self.row(incident_id)
        if row is None:
            return None
        detail = self.detail if self.detail and self.detail.row.id == incident_id else None
        return Seen(row, detail.row.version if detail else row.version)

    def sights(self, ids: Iterable[UUID]) -> list[Seen]:
        """Return what the person has before them of several; those that are there no more are left out."""
        return [seen for one in ids if (seen := self.seen(one))]

    def take(self, changes: list[RowChange]) -> None:
        """Count, list and tell what has changed in the queue."""
        if changes:
            self.counters.apply(changes)
            self.model.apply(changes)
            self.changed.emit(changes)

    def feed(self, rows: list[Row]) -> None:
        """Take over some rows of a snapshot, more of which are to come."""
        changes = self.queue.apply_all(rows)
        if changes:
            self.counters.apply(changes)
            self.model.grow(changes)
            self.changed.emit(changes)

    def complete(self, listed: set[UUID] | None, as_of: datetime) -> None:
        """Show that a snapshot is in; ``listed`` is all that there is, None where it told changes only."""
        self.model.settle()
        if listed is not None:
            self.take(self.queue.drop_unlisted(listed, as_of))

    def take_row(self, row: IncidentRow) -> None:
        """Take over a row that a service answered with."""
        change = self.queue.apply(row_of(row))
        self.take([change] if change else [])

    def show(self, detail: IncidentDetail) -> None:
        """Take over the open incident as it was just fetched."""
        self.detail = detail
        self.detailChanged.emit(detail)
        self.take_row(detail.row)

    def set_open(self, incident_id: UUID | None) -> None:
        """Open another incident, or none."""
        if incident_id != self.open_id:
            self.open_id, self.detail = incident_id, None
            self.model.hold(incident_id)
            self.opened.emit(incident_id)
