"""What each cell of the list says, shows on hovering, and has read aloud."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt

from desktop.state.ages import age, clock_time, exact, long_age
from desktop.state.columns import Column
from desktop.state.dues import time_left
from desktop.state.grouping import Heading
from desktop.state.house_names import category_name, team_name
from desktop.state.hovering import as_written
from desktop.state.presence import Presences
from desktop.state.rows import Row
from desktop.state.texts import _, language, mark, ngettext
from desktop.state.words import FIELDS, priority_name, short_state_name, state_name

TITLES = {
    Column.STATE: mark("State"),
    Column.PRIORITY: mark("Priority"),
    Column.REFERENCE: mark("Reference"),
    Column.SUBJECT: mark("Subject"),
    Column.CUSTOMER: mark("Customer"),
    Column.AGE: mark("Age"),
    Column.DUE: mark("Due"),
    Column.ASSIGNEE: mark("Assignee"),
    Column.CATEGORY: mark("Category"),
    Column.TEAM: mark("Team"),
    Column.UPDATED: mark("Last change"),
    Column.RETURNS: mark("Returns on"),
}


def text_of(row: Row, column: Column, now: datetime) -> str:
    """Return what a cell says."""
    return _TEXTS[column](row, now)


def _day_of_return(row: Row, now: datetime) -> str:
    return clock_time(row.wake_at, now.astimezone(), language()) if row.wake_at else "—"


_TEXTS: dict[Column, Callable[[Row, datetime], str]] = {
    Column.STATE: lambda row, _now: short_state_name(row.state),
    Column.PRIORITY: lambda row, _now: priority_name(row.priority),
    Column.REFERENCE: lambda row, _now: row.reference,
    Column.SUBJECT: lambda row, _now: row.subject,
    Column.CUSTOMER: lambda row, _now: row.customer_name,
    Column.AGE: lambda row, now: age(row.opened_at, now),
    Column.DUE: time_left,
    Column.ASSIGNEE: lambda row, _now: row.assignee.name if row.assignee else "—",
    Column.CATEGORY: lambda row, _now: category_name(row.category),
    Column.TEAM: lambda row, _now: team_name(row.team),
    Column.UPDATED: lambda row, now: age(row.updated_at, now),
    Column.RETURNS: _day_of_return,
}


def spoken_of(row: Row, column: Column, now: datetime) -> str:
    """Return what a screen reader says of a cell, with what is only painted for the others."""
    text = text_of(row, column, now)
    if column is Column.SUBJECT and row.is_unanswered:
        return _("{subject} (not answered yet)").format(subject=text)
    return text


def hint_of(row: Row, column: Column, now: datetime) -> str:
    """Return what hovering over a cell says."""
    if say := _HINTS.get(column):
        return say(row, now)
    if column is Column.SUBJECT:
        return f"{spoken_of(row, column, now)}\n{category_name(row.category)}"
    if column is Column.ASSIGNEE and row.assignee is None:
        return _("Nobody has it.")
    return text_of(row, column, now)


def _opened_hint(row: Row, now: datetime) -> str:
    ages = _("Opened {age} ago").format(age=long_age(row.opened_at, now))
    return f"{ages}\n{exact(row.opened_at)}"


def _changed_hint(row: Row, now: datetime) -> str:
    ages = _("Changed {age} ago").format(age=long_age(row.updated_at, now))
    return f"{ages}\n{exact(row.updated_at)}"


def _returns_hint(row: Row, _now: datetime) -> str:
    return exact(row.wake_at) if row.wake_at else _("It waits for no day.")


def _due_hint(row: Row, _now: datetime) -> str:
    """Return what is due when, to the second."""
    dues = {"answer_due": row.answer_due, "resolution_due": row.resolution_due}
    lines = [f"{_(FIELDS[field])}: {exact(due)}" for field, due in dues.items() if due]
    return "\n".join(lines) or _("Nothing is due.")


_HINTS: dict[Column, Callable[[Row, datetime], str]] = {
    Column.AGE: _opened_hint,
    Column.UPDATED: _changed_hint,
    Column.DUE: _due_hint,
    Column.RETURNS: _returns_hint,
    Column.STATE: lambda row, _now: state_name(row.state),
}


def heading_text(heading: Heading) -> str:
    """Return what stands above a group."""
    return f"{heading.title}  ·  {heading.count}"


def spoken_heading(heading: Heading) -> str:
    """Return what a screen reader says above a group."""
    count = ngettext("{count} incident", "{count} incidents", heading.count).format(count=heading.count)
    whole = f"{heading.title}: {count}"
    return _("{group}, folded").format(group=whole) if heading.is_folded else whole


_SAYINGS: dict[int, Callable[[Row, Column, datetime], str]] = {
    Qt.ItemDataRole.DisplayRole: text_of,
    Qt.ItemDataRole.ToolTipRole: hint_of,
    Qt.ItemDataRole.AccessibleTextRole: spoken_of,
}
_BETWEEN: dict[int, str] = {Qt.ItemDataRole.ToolTipRole: "\n", Qt.ItemDataRole.AccessibleTextRole: ". "}
"""What stands between a subject and what is said of who is at it."""


def of_row(row: Row, column: Column, role: int, now: datetime, presences: Presences) -> str | None:
    """Return what a cell has for one of Qt's roles; None where it has nothing."""
    say = _SAYINGS.get(role)
    if say is None:
        return None
    text, between = say(row, column, now), _BETWEEN.get(role)
    more = presences.sentences(row.id) if between and column is Column.SUBJECT else []
    whole = (between or "").join((text, *more))
    return as_written(whole) if role == Qt.ItemDataRole.ToolTipRole else whole


def of_heading(heading: Heading, role: int) -> str | None:
    """Return what a heading has for one of Qt's roles; None where it has nothing."""
    if role == Qt.ItemDataRole.DisplayRole:
        return heading.title  # without the count, which is told to have changed after the rows have
    return spoken_heading(heading) if role == Qt.ItemDataRole.AccessibleTextRole else None
