"""What is open now is found in the console's own queue: behind each tile, and by which is late first."""

from datetime import timedelta

import pytest

from desktop.state.dashboard_found import Found
from desktop.state.dashboard_own import own_backlog
from desktop.state.dashboard_soonest import Soonest
from desktop.state.dashboard_sources import Now, at_present, rows_behind
from desktop.state.queue import Queue
from desktop.state.rows import row_of
from shared.contracts.vocabulary import State
from tests.support.rows import NOON, incident_id, row

ANA = ("e-ana00000001", "Ana García")
ROWS = [
    row(1, minutes_ago=30),
    row(2, minutes_ago=300, is_unanswered=True, answer_due=NOON - timedelta(minutes=5)),
    row(3, minutes_ago=5000, assignee=ANA, resolution_due=NOON + timedelta(minutes=20)),
    row(4, minutes_ago=90, assignee=ANA, answer_due=NOON + timedelta(hours=5)),
    row(5, minutes_ago=90, state=State.RESOLVED, answer_due=NOON - timedelta(hours=5)),
]


def queue() -> Queue:
    result = Queue()
    result.apply_all(row_of(one) for one in ROWS)
    return result


def numbers(found: list) -> list[int]:  # type: ignore[type-arg]
    return [next(n for n in range(1, 9) if incident_id(n) == one.id) for one in found]


@pytest.mark.parametrize(("part", "key", "expected"), [
    (Now.OPEN, "", [2, 3, 4, 1]),
    (Now.UNASSIGNED, "", [2, 1]),
    (Now.UNANSWERED, "", [2]),
    (Now.OVERDUE, "", [2]),
    (Now.DUE_SOON, "", [3]),
    (Now.AGE, "under-hour", [1]),
    (Now.AGE, "under-week", [3]),
    (Now.PERSON, ANA[0], [3, 4]),
])  # fmt: skip
def test_each_figure_leads_to_its_incidents_the_most_urgent_first(
    part: Now, key: str, expected: list[int]
) -> None:
    found = rows_behind(at_present("", part, key), queue().lines.values(), NOON)
    assert numbers(found) == expected


def test_an_agent_sees_only_their_own() -> None:
    backlog = own_backlog(queue().lines.values(), ANA[0], NOON)
    assert (backlog.total, backlog.unassigned, backlog.overdue, backlog.due_soon) == (2, 0, 0, 1)
    assert {share.key: share.count for share in backlog.by_age}["under-week"] == 1


def test_who_is_late_first_follows_every_change() -> None:
    kept = queue()
    soonest = Soonest(kept.lines)
    assert numbers([one for _due, one in soonest.first()]) == [2, 3, 4]
    later = ROWS[1].model_copy(update={"version": 2, "answer_due": NOON + timedelta(hours=1)})
    gone = ROWS[3].model_copy(update={"version": 2, "state": State.CLOSED})
    soonest.apply(kept.apply_all([row_of(later), row_of(gone)]))
    assert numbers([one for _due, one in soonest.first()]) == [3, 2]


def test_what_is_behind_a_figure_follows_every_change_and_the_time() -> None:
    kept = queue()
    found = Found(at_present("", Now.OVERDUE), kept.lines)
    found.look(NOON)
    assert numbers(found.rows(NOON)) == [2]
    answered = ROWS[1].model_copy(update={"version": 2, "answer_due": None})
    assert found.apply(kept.apply_all([row_of(answered)]), NOON)
    assert found.rows(NOON) == []
    assert not found.apply(kept.apply_all([row_of(row(9))]), NOON)
    later = NOON + timedelta(minutes=30)
    found.look(later)
    assert numbers(found.rows(later)) == [3]


def test_only_ones_own_promises_count_where_only_they_are_shown() -> None:
    assert numbers([one for _due, one in Soonest(queue().lines, ANA[0]).first()]) == [3, 4]
