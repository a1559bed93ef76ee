"""By when something was promised, how much time is left, and what is close to be broken."""

from datetime import datetime, timedelta

from desktop.state.ages import age, clock_time
from desktop.state.rows import Row
from desktop.state.texts import _
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import Language

SOON = timedelta(hours=2)
"""What is due so soon, or overdue, is to be looked at before anything else."""


def due_of(row: Row | IncidentRow) -> datetime | None:
    """Return by when an answer or the resolution is due, whichever comes first; None where nothing is."""
    dues = [due for due in (row.answer_due, row.resolution_due) if due is not None]
    return min(dues, default=None)


def is_breaching(row: Row, now: datetime) -> bool:
    """Tell whether something is due soon, or overdue."""
    due = due_of(row)
    return due is not None and due - now <= SOON


def time_left(row: Row | IncidentRow, now: datetime) -> str:
    """Return how much time is left, short enough for a column: ``35 min``, ``3 h late``, or a dash."""
    due = due_of(row)
    if due is None:
        return "—"
    return age(now, due) if due > now else _("{time} late").format(time=age(due, now))


def promised(row: IncidentRow, now: datetime, language: Language) -> str:
    """Return in a phrase what is due by when and what is overdue; nothing where nothing is due."""
    parts = []
    for due, ahead, over in (
        (row.answer_due, _("answer by {when}"), _("answer overdue since {when}")),
        (row.resolution_due, _("resolve by {when}"), _("resolution overdue since {when}")),
    ):
        if due is not None:
            sentence = ahead if due > now else over
            parts.append(sentence.format(when=clock_time(due, now.astimezone(), language)))
    return "  ·  ".join(parts)
