"""The lists of a dashboard in words: what is soon late, who has how much, what is behind a figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from desktop.state.ages import age
from desktop.state.dashboard_words import left, number
from desktop.state.house_names import category_name
from desktop.state.rows import Row
from desktop.state.texts import _, ngettext
from desktop.state.words import state_name
from shared.contracts.figures import Load
from shared.contracts.resources import IncidentRow

WARNING = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a figure at its head, a title and details below; ``tone`` is danger, warning or empty."""

    id: str
    head: str
    title: str
    detail: str
    tone: str = ""
    share: float = 0.0
    """How long its bar is, of 1."""

    def spoken(self) -> str:
        """Return it as one sentence."""
        return ", ".join(part for part in (self.title, self.head, self.detail) if part)


def due(soonest: Iterable[tuple[datetime, Row]], now: datetime) -> list[Entry]:
    """Return incidents with the moment at which their promise ends, in words."""
    return [_due_entry(row, moment, now) for moment, row in soonest]


def loads(found: Iterable[Load]) -> list[Entry]:
    """Return what each has in hand, the fullest first."""
    everybody = list(found)
    most = max((one.in_hand for one in everybody), default=0) or 1
    return [
        Entry(
            one.employee.id,
            number(one.in_hand),
            one.employee.name,
            _load_detail(one),
            "danger" if one.overdue else "",
            one.in_hand / most,
        )
        for one in everybody
    ]


def incident(row: IncidentRow | Row, now: datetime) -> Entry:
    """Return an incident as the list behind a figure shows it."""
    moment = min((one for one in (row.answer_due, row.resolution_due) if one), default=None)
    holder = row.assignee.name if row.assignee else _("nobody has it")
    told = (row.reference, state_name(row.state), category_name(row.category), holder, row.customer_name)
    head = left((moment - now).total_seconds()) if moment else age(row.opened_at, now)
    tone = _tone(moment, now) if moment else ""
    return Entry(str(row.id), head, row.subject, " · ".join(told), tone)


def identity(entry: Entry) -> UUID:
    """Return the incident of an entry."""
    return UUID(entry.id)


def _due_entry(row: Row, moment: datetime, now: datetime) -> Entry:
    what = _("answer") if moment == row.answer_due else _("resolution")
    holder = row.assignee.name if row.assignee else _("nobody has it")
    head = left((moment - now).total_seconds())
    return Entry(str(row.id), head, row.subject, f"{row.reference} · {what} · {holder}", _tone(moment, now))


def _tone(moment: datetime, now: datetime) -> str:
    if moment <= now:
        return "danger"
    return "warning" if moment - now <= WARNING else ""


def _load_detail(load: Load) -> str:
    parts = []
    if load.overdue:
        parts.append(ngettext("{count} late", "{count} late", load.overdue).format(count=load.overdue))
    if load.waiting:
        text = ngettext("{count} waits for the customer", "{count} wait for the customer", load.waiting)
        parts.append(text.format(count=load.waiting))
    answers = ngettext("{count} answer today", "{count} answers today", load.answers_today)
    solved = ngettext("{count} resolved today", "{count} resolved today", load.resolutions_today)
    parts += [answers.format(count=load.answers_today), solved.format(count=load.resolutions_today)]
    return " · ".join(parts)
