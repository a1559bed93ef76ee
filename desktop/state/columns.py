"""The columns that a list can have, and what each is sorted by."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from desktop.state.dues import due_of
from desktop.state.folding import fold
from desktop.state.rows import Row
from shared.contracts.catalogue import CATEGORIES, TEAMS
from shared.contracts.vocabulary import Priority, State


class Column(StrEnum):
    """A column of the list, in the order of the screen."""

    STATE = "state"
    PRIORITY = "priority"
    REFERENCE = "reference"
    SUBJECT = "subject"
    CUSTOMER = "customer"
    AGE = "age"
    DUE = "due"
    ASSIGNEE = "assignee"
    CATEGORY = "category"
    TEAM = "team"
    UPDATED = "updated"


USUAL = (
    Column.STATE,
    Column.PRIORITY,
    Column.REFERENCE,
    Column.SUBJECT,
    Column.CUSTOMER,
    Column.AGE,
    Column.DUE,
    Column.ASSIGNEE,
)
"""What a list shows until somebody chooses otherwise."""

STATE_ORDER = {state: place for place, state in enumerate(State)}
PRIORITY_ORDER = {priority: place for place, priority in enumerate(Priority)}
CATEGORY_ORDER = {slug: place for place, slug in enumerate(CATEGORIES)}
TEAM_ORDER = {slug: place for place, slug in enumerate(TEAMS)}
"""As the catalogue has them, in every language the same; what it does not know comes behind, by its slug."""
UNKNOWN = 1_000
NEVER = float("inf")
"""Comes after every moment."""
LAST = "\U0010ffff"
"""Sorts behind every text: where there is nobody and nothing."""

Value = Callable[[Row], Any]
VALUES: dict[Column, Value] = {
    Column.STATE: lambda row: STATE_ORDER[row.state],
    Column.PRIORITY: lambda row: PRIORITY_ORDER[row.priority],
    Column.REFERENCE: lambda row: row.reference,
    Column.SUBJECT: lambda row: fold(row.subject),
    Column.CUSTOMER: lambda row: fold(row.customer_name),
    # The oldest has the greatest age.
    Column.AGE: lambda row: -row.opened_at.timestamp(),
    # As time goes by no two change places: who is due first has the least time left.
    Column.DUE: lambda row: due.timestamp() if (due := due_of(row)) else NEVER,
    Column.ASSIGNEE: lambda row: fold(row.assignee.name) if row.assignee else LAST,
    Column.CATEGORY: lambda row: (CATEGORY_ORDER.get(row.category, UNKNOWN), row.category),
    Column.TEAM: lambda row: (TEAM_ORDER.get(row.team or "", UNKNOWN), row.team or LAST),
    Column.UPDATED: lambda row: -row.updated_at.timestamp(),
}
