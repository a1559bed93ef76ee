"""Carries changes to the service: for each incident one at a time, in order, and over what was seen."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal

from desktop.controllers.desk import Desk
from desktop.controllers.outbox_controller import OutboxController
from desktop.services.api import Api
from desktop.state.failure import Failure, Kind
from desktop.state.leftovers import Left
from desktop.state.moves import Move
from desktop.state.outbox import Waiting
from desktop.state.rebasing import Seen
from shared.contracts.resources import IncidentRow

TRIES = 4
"""So often a change is asked for by itself when only harmless changes came in between."""
Act = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One change that is asked for, over what its person has seen.

    ``left`` is how it is written down, should the console end before it was answered. ``rebase`` returns what
    to ask for over an incident that changed meanwhile, None to stop. ``done`` and ``failed`` are told what
    came of it, with the errand as it was last asked. ``dropped`` is told when the person gives it up while it
    waits. ``waits`` is told when it has to wait for the connection.

    ``is_one_of_many`` goes behind everything that waits. ``has_waited`` is true of what could not be sent
    at once: its person has gone on since.
    """

    move: Move
    seen: Seen
    left: Left
    rebase: "Callable[[Errand, Failure, IncidentRow], Move | None]"
    done: "Callable[[Errand, IncidentRow], None]"
    failed: "Callable[[Errand, Failure], None]"
    dropped: Act = lambda: None
    waits: Act = lambda: None
    is_one_of_many: bool = False
    has_waited: bool = False
    tries: int = 1
    id: UUID = field(default_factory=uuid4)

    @property
    def incident_id(self) -> UUID:
        """What it changes."""
        return self.seen.row.id


@dataclass(frozen=True, slots=True)
class _Behind:
    """What is to come, and how it is written down meanwhile."""

    act: Act
    left: Left | None


class Errands(QObject):
    """Whoever changes incidents goes through here, so that no two changes of one are under way at once.

    Signals:
        busyChanged(): something is on its way for an incident, or is no more.
        leftChanged(): something else waits for the connection, or is tried.
    """

    busyChanged = Signal()
    leftChanged = Signal()

    def __init__(self, desk: Desk, api: Api, outbox: OutboxController, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._api = api
        self._outbox = outbox
        outbox.changed.connect(self.leftChanged)
        self._behind: dict[UUID, deque[_Behind]] = {}
        """What is to come for each incident for which something is on its way."""
        self._asked: dict[UUID, Errand] = {}
        self._is_ending = False

    @property
    def is_idle(self) -> bool:
        """Whether nothing is on its way."""
        return not self._behind

    def left(self) -> list[Left]:
        """Return what has not gone out, as it is written down: under way first, then what waits."""
        asked = [errand.left for errand in self._asked.values()]
        behind = [one.left for each in self._behind.values() for one in each if one.left]
        return [*asked, *behind, *self._outbox.left()]

    def end(self) -> None:
        """Keep from now on whatever is not done, for there is nobody more to be told why."""
        self._is_ending = True

    def resume(self, errand: Errand) -> None:
        """Have a change wait again that waited when the console ended."""
        self._wait(replace(errand, has_waited=True))

    def go_on(self) -> None:
        """Try the oldest of what waits for the connection."""
        self._outbox.go_on()

    def is_busy(self, incident_id: UUID | None) -> bool:
        """Tell whether something is on its way for this incident."""
        return incident_id in self._behind

    def when_free(self, incident_id: UUID, act: Act, left: Left | None = None) -> None:
        """Do this now, or once all is over that was asked of this incident before.

        ``left`` is how it is written down meanwhile; what is none is forgotten with the console.
        """
        if (behind := self._behind.get(incident_id)) is not None:
            behind.append(_Behind(act, left))
        else:
            act()

    def start(self, errand: Errand) -> None:
        """Ask for a change, behind whatever is on its way or waits for the connection."""
        self.when_free(errand.incident_id, lambda: self._begin(errand), errand.left)

    def _begin(self, errand: Errand) -> None:
        if self._outbox.holds(errand.incident_id) or (errand.is_one_of_many and self._outbox.is_waiting):
            self._wait(errand)
        else:
            self._ask(errand)

    def _ask(self, errand: Errand) -> None:
        self._behind.setdefault(errand.incident_id, deque())
        self._asked[errand.id] = errand
        self.busyChanged.emit()
        self._api.change(
            errand.incident_id,
            errand.seen.version,
            errand.move,
            lambda row: self._on_done(errand, row),
            lambda failure: self._on_failed(errand, failure),
        )

    def _wait(self, errand: Errand) -> None:
        """Wait for the connection; whoever asked for many at once need not wait for it."""
        later = replace(errand, has_waited=True)
        again, row = (lambda: self._ask(later)), errand.seen.row
        self._outbox.keep(
            Waiting(errand.id, errand.move.gesture, row.id, row.reference, again, errand.dropped, errand.left)
        )
        if not errand.has_waited:
            errand.waits()

    def _on_done(self, errand: Errand, row: IncidentRow) -> None:
        self._asked.pop(errand.id, None)
        self._desk.take_row(row)
        self._end(errand, lambda: errand.done(errand, row))

    def _on_failed(self, errand: Errand, failure: Failure) -> None:
        self._asked.pop(errand.id, None)
        if failure.kind is Kind.STALE and (current := failure.current):
            self._desk.take_row(current)
            if errand.tries < TRIES and (move := errand.rebase(errand, failure, current)):
                seen = Seen(current, current.version)
                self._ask(replace(errand, move=move, seen=seen, tries=errand.tries + 1))
                return
        # Without a session it waits for the next; at the end, for the next start, which asks over the same.
        if self._is_ending or failure.kind in (Kind.UNREACHABLE, Kind.SIGNED_OUT):
            self._wait(errand)
            self._free(errand.incident_id)  # what is to come waits behind it
            return
        self._end(errand, lambda: errand.failed(errand, failure))

    def _end(self, errand: Errand, tell: Act) -> None:
        """Tell what came of it; what follows from that goes before what was asked for meanwhile."""
        behind, self._behind[errand.incident_id] = self._behind.get(errand.incident_id, deque()), deque()
        tell()
        self._behind[errand.incident_id].extend(behind)
        self._free(errand.incident_id)
        self._outbox.answered(errand.id)

    def _free(self, incident_id: UUID) -> None:
        """Go on with what is to come for it; the first that is sent has the rest behind it again."""
        behind = self._behind.pop(incident_id, deque())
        self.busyChanged.emit()
        while behind and incident_id not in self._behind:
            behind.popleft().act()
        if behind:
            self._behind[incident_id].extendleft(reversed(behind))
