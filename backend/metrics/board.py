"""All figures in memory: what was counted, and the backlog as it stands."""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np

from backend.metrics.domain import Facts, Happening, Standing
from backend.metrics.ledger import Happened, Ledger, Where, incident_of
from backend.metrics.periods import begin_of
from backend.metrics.series import Wanted, series
from backend.metrics.standings import Part, backlog, parted
from backend.metrics.usual import usual
from shared.contracts.figures import Backlog, Figures, Grouping, Line, Measure, Step, Usual
from shared.contracts.resources import Assignee

Replaced = tuple[Facts | None, Facts]
"""The facts of an incident before and after, the former None where nothing was known of it."""


class Board:
    """The figures of the shop. One thread takes changes in; any may ask at the same time."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.ledger = Ledger()
        self.changes = 0
        """How often something in them has changed."""
        self.applied = 0
        """How many events the figures are made of."""
        self.newest: datetime | None = None
        """When the newest change was made that they are made of."""
        self._standings: dict[UUID, Standing] = {}
        self._people: dict[str, str] = {}
        self._lock = threading.Lock()

    def take_in(self, replaced: Sequence[Replaced], people: Mapping[str, str], applied: int = 0) -> None:
        """Put new facts in the place of old ones: the difference is added, and taken back."""
        added: list[Happened] = []
        for old, new in replaced:
            more, less = _difference(old, new)
            self.ledger.take_back((new.id, each) for each in less)
            added += ((new.id, each) for each in more)
        self.ledger.add(added)
        with self._lock:
            self._people.update(people)
            for _, new in replaced:
                if new.standing.is_backlog:
                    self._standings[new.id] = new.standing
                else:
                    self._standings.pop(new.id, None)
        times = [new.at for _, new in replaced]
        self.newest = max((*times, *((self.newest,) if self.newest else ())), default=None)
        self.applied += applied
        self.changes += 1

    def unknown(self, people: Mapping[str, str]) -> dict[str, str]:
        """Return those of these names that are new, or new for who bears them."""
        with self._lock:
            return {each: name for each, name in people.items() if self._people.get(each) != name}

    def figures(self, wanted: Wanted, now: datetime) -> Figures:
        """Return what happened in a period; raise TooFineError."""
        as_of = self._as_of(now)
        total, lines = series(self.ledger, wanted, self.zone)
        if wanted.group is Grouping.EMPLOYEE:
            lines = tuple(self._named(line) for line in lines)
        return Figures.model_construct(
            since=wanted.since,
            until=wanted.until,
            step=wanted.step,
            zone=self.zone.key,
            as_of=as_of,
            total=total,
            lines=lines,
        )

    def backlog(self, part: Part, now: datetime) -> Backlog:
        """Return what is open, or a part of it, with what everybody has in hand."""
        as_of = self._as_of(now)
        found = [standing for _, standing in parted(self._kept(), part, now)]
        return backlog(found, self._done_today(part, now), now, as_of)

    def usual(self, now: datetime) -> Usual:
        """Return this hour beside what is usual for it."""
        return usual(self.ledger, now, self.zone, self._as_of(now))

    def happened(
        self, measure: Measure, since: datetime, until: datetime, where: Where, window: slice
    ) -> tuple[int, list[UUID]]:
        """Return how many incidents are behind a figure, and a window of them, the newest first."""
        found = self.ledger.select(since, until, where, measure, ("at", "high", "low"))
        newest = np.lexsort((found["low"], -found["at"]))
        pairs = zip(found["high"][newest].tolist(), found["low"][newest].tolist(), strict=True)
        each = list(dict.fromkeys(pairs))
        return len(each), [incident_of(*pair) for pair in each[window]]

    def parted(self, part: Part, now: datetime, window: slice) -> tuple[int, list[UUID]]:
        """Return how many incidents are in a part of the backlog, and a window of them, the newest first."""
        found = list(parted(self._kept(), part, now))
        found.sort(key=lambda pair: (-pair[1].opened_at.timestamp(), pair[0]))
        return len(found), [incident_id for incident_id, _ in found[window]]

    def standings(self) -> dict[UUID, Standing]:
        """Return the whole backlog as it is at this moment."""
        return self._kept()

    def _kept(self) -> dict[UUID, Standing]:
        with self._lock:
            return dict(self._standings)

    def _as_of(self, now: datetime) -> datetime:
        """Return the newest of what the figures are made of; a clock that is ahead is not believed."""
        return min(now, self.newest) if self.newest else now

    def _named(self, line: Line) -> Line:
        with self._lock:
            return line.model_copy(update={"name": self._people.get(line.key or "")})

    def _done_today(self, part: Part, now: datetime) -> dict[Assignee, tuple[int, int]]:
        where = Where(part.category, part.team, part.priority, part.employee)
        since = begin_of(now, Step.DAY, self.zone)
        answers, resolutions = (
            self._by_employee(measure, since, now, where)
            for measure in (Measure.ANSWERS, Measure.RESOLUTIONS)
        )
        with self._lock:
            names = dict(self._people)
        return {
            Assignee(id=each, name=names.get(each, each)): (answers[each], resolutions[each])
            for each in {*answers, *resolutions}
        }

    def _by_employee(self, measure: Measure, since: datetime, until: datetime, where: Where) -> Counter[str]:
        found = self.ledger.select(since, until, where, measure, ("employee",))["employee"]
        numbers, counts = np.unique(found, return_counts=True)
        words = [self.ledger.names["employee"].word(int(number)) for number in numbers]
        return Counter({word: int(count) for word, count in zip(words, counts, strict=True) if word})


def _difference(old: Facts | None, new: Facts) -> tuple[Iterable[Happening], Iterable[Happening]]:
    """Return what happened by the new facts only, and what by the old ones only."""
    before = old.happenings if old else ()
    if new.happenings[: len(before)] == before:
        return new.happenings[len(before) :], ()
    known, now = Counter(before), Counter(new.happenings)
    return (now - known).elements(), (known - now).elements()
