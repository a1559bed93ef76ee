"""What a list can be grouped by: the group that a row is in, the order of the groups, and their names."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from desktop.state.columns import LAST, PRIORITY_ORDER, VALUES, Column
from desktop.state.folding import fold
from desktop.state.house_names import category_name, team_name
from desktop.state.rows import Row
from desktop.state.texts import _, mark
from desktop.state.words import priority_name, state_name


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
KEYS: dict[Grouping, Callable[[Row], Key]] = {
    Grouping.STATE: lambda row: (VALUES[Column.STATE](row),),
    # Whoever groups by priority wants what is urgent on top.
    Grouping.PRIORITY: lambda row: (-PRIORITY_ORDER[row.priority],),
    Grouping.CATEGORY: VALUES[Column.CATEGORY],
    Grouping.TEAM: VALUES[Column.TEAM],
    Grouping.ASSIGNEE: lambda row: (fold(row.assignee.name), row.assignee.id) if row.assignee else (LAST,),
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
    """The line above a group: what it is called, and how many rows it has."""

    title: str
    count: int


def title_of(grouping: Grouping, row: Row) -> str:
    """Return what the group of this row is called, in the language in use."""
    return _TITLES[grouping](row)
