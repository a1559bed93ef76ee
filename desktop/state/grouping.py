"""What a list can be grouped by: the group that a row is in, the order of the groups, and their names."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from desktop.state.columns import LAST, PRIORITY_ORDER, VALUES, Column, Value
from desktop.state.house_names import category_name, team_name
from desktop.state.natural import natural
from desktop.state.rows import Row
from desktop.state.texts import _, mark
from desktop.state.words import priority_name, state_name
from shared.contracts.vocabulary import Language


class Grouping(StrEnum):
    """What rows have in common under one heading."""

    STATE = "state"
    PRIORITY = "priority"
    CATEGORY = "category"
    TEAM = "team"
    ASSIGNEE = "assignee"


NAMES = {
    Grouping.STATE: mark("State"),
    Grouping.PRIORITY: mark("Priority"),
    Grouping.CATEGORY: mark("Category"),
    Grouping.TEAM: mark("Team"),
    Grouping.ASSIGNEE: mark("Assignee"),
}

Key = tuple[Any, ...]
"""Orders the groups; equal for the rows of one group."""


def _holder_key(row: Row, language: Language) -> Key:
    return (natural(row.assignee.name, language), row.assignee.id) if row.assignee else (LAST,)


KEYS: dict[Grouping, Value] = {
    Grouping.STATE: lambda row, language: (VALUES[Column.STATE](row, language),),
    # Whoever groups by priority wants what is urgent on top.
    Grouping.PRIORITY: lambda row, _language: (-PRIORITY_ORDER[row.priority],),
    Grouping.CATEGORY: VALUES[Column.CATEGORY],
    Grouping.TEAM: VALUES[Column.TEAM],
    Grouping.ASSIGNEE: _holder_key,
}
_MEMBERS: dict[Grouping, Callable[[Row], str]] = {
    Grouping.STATE: lambda row: row.state,
    Grouping.PRIORITY: lambda row: row.priority,
    Grouping.CATEGORY: lambda row: row.category,
    Grouping.TEAM: lambda row: row.team or "",
    # Rows may still carry the name that somebody had before: it is another group.
    Grouping.ASSIGNEE: lambda row: f"{row.assignee.id} {row.assignee.name}" if row.assignee else "",
}
_TITLES: dict[Grouping, Callable[[Row], str]] = {
    Grouping.STATE: lambda row: state_name(row.state),
    Grouping.PRIORITY: lambda row: priority_name(row.priority),
    Grouping.CATEGORY: lambda row: category_name(row.category),
    Grouping.TEAM: lambda row: team_name(row.team) if row.team else _("No team"),
    Grouping.ASSIGNEE: lambda row: row.assignee.name if row.assignee else _("Nobody"),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """The line above a group: what it is called, how many rows it has, and whether they are folded away.

    ``name`` tells it from every other group, in every language the same.
    """

    title: str
    count: int
    name: str = ""
    is_folded: bool = False


def title_of(grouping: Grouping, row: Row) -> str:
    """Return what the group of this row is called, in the language in use."""
    return _TITLES[grouping](row)


def name_of(grouping: Grouping, row: Row) -> str:
    """Return what tells the group of this row from every other, whatever the language: ``state:open``."""
    return f"{grouping}:{_MEMBERS[grouping](row)}"
