"""What an agent has open, counted from the console's own queue: of others they are told nothing."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from desktop.state.dashboard_sources import AGES, Now, Source, age_of, rows_behind
from desktop.state.rows import Row
from shared.contracts.figures import Backlog, Share


def own_backlog(rows: Iterable[Row], me: str, now: datetime) -> Backlog:
    """Return the backlog of one employee, without anybody's load."""
    mine = rows_behind(Source("", Now.OPEN), rows, now, me)

    def count(part: Now) -> int:
        return len(rows_behind(Source("", part), mine, now))

    ages = Counter(age_of(row, now) for row in mine)
    return Backlog(
        as_of=now,
        total=len(mine),
        unassigned=0,
        unanswered=count(Now.UNANSWERED),
        overdue=count(Now.OVERDUE),
        due_soon=count(Now.DUE_SOON),
        by_state=_shares(str(row.state) for row in mine),
        by_category=_shares(row.category for row in mine),
        by_team=_shares(row.team for row in mine),
        by_priority=_shares(str(row.priority) for row in mine),
        by_age=tuple(Share(key=name, count=ages[name]) for name in AGES),
        loads=(),
    )


def _shares(keys: Iterable[str | None]) -> tuple[Share, ...]:
    return tuple(Share(key=key, count=count) for key, count in Counter(keys).most_common())
