"""The columns that a list can have, and what each is sorted by."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from desktop.state.dues import due_of
from desktop.state.natural import natural
from desktop.state.rows import Row
from shared.contracts.catalogue import CATEGORIES, TEAMS
from shared.contracts.vocabulary import Language, Priority, State


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
    RETURNS = "returns"


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

Value = Callable[[Row, Language], Any]
"""What a row is sorted by, for somebody who reads this language."""
NEVER = float("inf")
"""Sorts behind every moment: what waits for no day."""
VALUES: dict[Column, Value] = {
    Column.STATE: lambda row, _language: STATE_ORDER[row.state],
    Column.PRIORITY: lambda row, _language: PRIORITY_ORDER[row.priority],
    Column.REFERENCE: lambda row, _language: row.reference,
    Column.SUBJECT: lambda row, language: natural(row.subject, language),
    Column.CUSTOMER: lambda row, language: natural(row.customer_name, language),
    # The oldest has the greatest age.
    Column.AGE: lambda row, _language: -row.opened_at.timestamp(),
    # As time goes by no two change places: who is due first has the least time left.
    Column.DUE: lambda row, _language: due.timestamp() if (due := due_of(row)) else NEVER,
    Column.ASSIGNEE: lambda row, language: natural(row.assignee.name, language) if row.assignee else LAST,
    Column.CATEGORY: lambda row, _language: (CATEGORY_ORDER.get(row.category, UNKNOWN), row.category),
    Column.TEAM: lambda row, _language: (TEAM_ORDER.get(row.team or "", UNKNOWN), row.team or LAST),
    Column.UPDATED: lambda row, _language: -row.updated_at.timestamp(),
    Column.RETURNS: lambda row, _language: row.wake_at.timestamp() if row.wake_at else NEVER,
}
