from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from desktop.state.queue import Queue, RowChange
from desktop.state.rows import row_of, rows_of
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import State
from tests.support.rows import NOON, incident_id, row


def snapshot(
    queue: Queue, *rows: IncidentRow, as_of: datetime = NOON + timedelta(hours=1)
) -> list[RowChange]:
    changes = queue.apply_all(rows_of(rows))
    return changes + queue.drop_unlisted({one.id for one in rows}, as_of)


def test_a_higher_version_replaces_a_row_and_a_lower_or_equal_one_does_not() -> None:
    queue = Queue()
    assert queue.apply(row_of(row(version=2))) is not None
    assert queue.apply(row_of(row(version=1))) is None
    assert queue.apply(row_of(row(version=2))) is None
    change = queue.apply(row_of(row(version=3, subject="New words")))
    assert change is not None
    assert change.old is not None
    assert queue.rows[incident_id(1)].subject == "New words"


def test_a_closed_incident_leaves_and_a_late_event_does_not_bring_it_back() -> None:
    queue = Queue()
    queue.apply(row_of(row(version=3)))
    change = queue.apply(row_of(row(version=5, state=State.CLOSED)))
    assert change is not None
    assert change.new is None
    assert queue.apply(row_of(row(version=4, state=State.RESOLVED))) is None
    assert not queue.rows


def test_a_closed_incident_is_in_the_queue_while_what_its_customer_wrote_since_is_unread() -> None:
    queue = Queue()
    queue.apply(row_of(row(version=5, state=State.CLOSED)))
    change = queue.apply(row_of(row(version=6, state=State.CLOSED, is_unanswered=True)))
    assert change is not None
    assert change.new is not None
    queue.apply(row_of(row(version=7, state=State.CLOSED)))
    assert not queue.rows


def test_reopening_brings_a_closed_incident_back() -> None:
    queue = Queue()
    queue.apply(row_of(row(version=5, state=State.CLOSED)))
    assert queue.apply(row_of(row(version=6, state=State.OPEN))) is not None
    assert incident_id(1) in queue.rows


def test_a_complete_snapshot_removes_what_it_does_not_list_unless_that_is_newer() -> None:
    queue = Queue()
    queue.apply_all(rows_of([row(1), row(2), row(3, updated_at=NOON + timedelta(hours=2))]))
    changes = snapshot(queue, row(1))
    assert [change.id for change in changes] == [incident_id(2)]
    assert set(queue.rows) == {incident_id(1), incident_id(3)}


def test_a_partial_snapshot_removes_nothing_but_what_it_calls_closed() -> None:
    queue = Queue()
    queue.apply_all(rows_of([row(1), row(2)]))
    queue.apply_all(rows_of([row(2, version=4, state=State.CLOSED)]))
    assert set(queue.rows) == {incident_id(1)}


def test_a_complete_snapshot_keeps_what_may_not_have_been_in_the_database_when_it_was_read() -> None:
    queue = Queue()
    # Stamped before the snapshot's moment, stored after it: only its event tells of it.
    queue.apply(row_of(row(1, updated_at=NOON - timedelta(seconds=1))))
    assert snapshot(queue, as_of=NOON) == []
    assert incident_id(1) in queue.rows


@dataclass(frozen=True)
class Written:
    """One version of an incident: what its event says, and when the database had it."""

    row: IncidentRow
    stored_at: datetime


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Written], list[IncidentRow]]:
    """Every version of a few incidents, and their events shuffled with some of them doubled."""
    every: list[Written] = []
    for number in range(draw(st.integers(1, 4))):
        at = NOON
        for version in range(1, draw(st.integers(2, 6))):
            stamped_at = at + timedelta(seconds=draw(st.integers(1, 90)))
            at = stamped_at + timedelta(seconds=draw(st.integers(0, 59)))
            state = draw(st.sampled_from(list(State)))
            every.append(Written(row(number, version=version, state=state, updated_at=stamped_at), at))
    events = [one.row for one in every]
    doubled = events + draw(st.lists(st.sampled_from(events), max_size=8))
    return every, draw(st.permutations(doubled))


def open_ones(written: Iterable[Written]) -> dict[UUID, IncidentRow]:
    """Return what a database lists that has this."""
    latest = {one.row.id: one.row for one in sorted(written, key=lambda one: one.row.version)}
    return {key: one for key, one in latest.items() if one.state is not State.CLOSED}


@given(histories(), st.integers(0, 30), st.integers(0, 900))
def test_any_order_of_events_around_a_snapshot_ends_equal_to_the_database(
    history: tuple[list[Written], list[IncidentRow]], moment: int, second: int
) -> None:
    every, arriving = history
    as_of = NOON + timedelta(seconds=second)
    queue = Queue()
    for one in arriving[:moment]:
        queue.apply(row_of(one))
    listed = open_ones(one for one in every if one.stored_at <= as_of)
    snapshot(queue, *listed.values(), as_of=as_of)
    for one in arriving[moment:]:
        queue.apply(row_of(one))
    assert dict(queue.rows) == open_ones(every)
