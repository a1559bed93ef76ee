"""What is due: how much time is left, what is close to be broken, and who is called for it."""

from datetime import timedelta

import pytest

from desktop.state.columns import VALUES, Column
from desktop.state.counters import Counters
from desktop.state.dues import SOON, due_of, is_breaching, promised, time_left
from desktop.state.notifications import Cause, from_event
from desktop.state.person import Person
from desktop.state.rows import row_of
from desktop.state.scopes import Scope
from desktop.state.views import view_of
from shared.clock import utc_now
from shared.contracts.promise_events import IncidentBreached, IncidentWarned, PromiseEvent
from shared.contracts.resources import Assignee
from shared.contracts.vocabulary import Language, PromiseTarget, Role
from tests.support.golden_rows import HOUSE
from tests.support.rows import row

NOW = utc_now()
MINUTE = timedelta(minutes=1)
ANA = Person(id="e-anagarcia", name="Ana García")
EVA = Person(id="e-evasanz01", name="Eva Sanz", role=Role.SUPERVISOR)


@pytest.mark.parametrize(
    ("answer", "resolution", "left"),
    [
        (None, None, "—"),
        (NOW + 35 * MINUTE, NOW + 600 * MINUTE, "35 min"),
        (None, NOW + 600 * MINUTE, "10 h"),
        (NOW - 12 * MINUTE, None, "12 min late"),
    ],
)
def test_what_comes_first_is_told_with_the_time_that_is_left(answer, resolution, left) -> None:  # type: ignore[no-untyped-def]
    one = row_of(row(answer_due=answer, resolution_due=resolution))
    assert time_left(one, NOW) == left
    assert due_of(one) == (answer or resolution)


def test_what_is_due_first_stands_first_and_what_is_not_due_last() -> None:
    dues = [None, NOW + MINUTE, NOW - MINUTE]
    rows = [row_of(row(resolution_due=due)) for due in dues]
    in_order = sorted(rows, key=lambda one: VALUES[Column.DUE](one, Language.ENGLISH))
    assert [one.resolution_due for one in in_order] == [NOW - MINUTE, NOW + MINUTE, None]


def test_it_is_breaching_from_two_hours_before() -> None:
    one = row_of(row(answer_due=NOW + SOON + MINUTE))
    assert not is_breaching(one, NOW)
    assert is_breaching(one, NOW + MINUTE)
    assert not is_breaching(row_of(row()), NOW)


def test_a_view_of_what_is_due_soon_is_counted_again_as_time_goes_by() -> None:
    counters, view = Counters(ANA), view_of(Scope.BREACHING)
    late, calm = row_of(row(answer_due=NOW)), row_of(row(answer_due=NOW + 9 * SOON))
    assert view.moves_with_time
    counters.recount([view], [late, calm])
    assert counters[Scope.BREACHING] == 1


def test_the_head_says_what_is_due_and_what_is_overdue() -> None:
    one = row(answer_due=NOW - 10 * MINUTE, resolution_due=NOW + 10 * MINUTE)
    said = promised(one, NOW, Language.ENGLISH)
    assert said.startswith("answer overdue since ")
    assert "resolve by " in said
    assert promised(row(), NOW, Language.ENGLISH) == ""


def told(kind: type[PromiseEvent], *roles: Role, hers: bool = False) -> PromiseEvent:
    """Return that a promise is close to be broken, or was."""
    holder = Assignee(id=ANA.id, name=ANA.name) if hers else None
    return kind(
        row=row(assignee=holder),
        actor=HOUSE,
        target=PromiseTarget.RESOLUTION,
        due=NOW,
        percent=80,
        roles=roles,
    )


def test_who_has_it_is_warned_and_who_leads_hears_of_what_was_broken() -> None:
    assert from_event(told(IncidentWarned), ANA) is None
    warned = from_event(told(IncidentWarned, hers=True), ANA)
    assert warned
    assert (warned.cause, bool(warned.sentence())) == (Cause.WARNED, True)
    assert from_event(told(IncidentWarned), EVA) is None
    assert from_event(told(IncidentWarned, Role.SUPERVISOR), EVA)
    broken = from_event(told(IncidentBreached), EVA)
    assert broken
    assert broken.cause is Cause.BREACHED
    assert broken.sentence() != warned.sentence()
    assert from_event(told(IncidentBreached), ANA) is None
