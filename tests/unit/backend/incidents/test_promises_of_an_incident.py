"""What a customer is promised: when it is due after every move, what keeps it, and who is told of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from backend.incidents import merging, promising, rules, sorting, splitting
from backend.incidents.alarms import alarms
from backend.incidents.erased import erase
from backend.incidents.keeping import keep_promises
from backend.incidents.model import Change, Incident
from backend.incidents.policies import PolicyBook
from backend.resolution.house import HOUSE
from shared.contracts.promise_events import IncidentBreached, IncidentWarned
from shared.contracts.vocabulary import Priority, PromiseTarget, Role, State
from tests.support.openings import ANA, MARTA, NOON, opening
from tests.support.promised import EVERYBODY, URGENT, book, changed

HOUR = timedelta(hours=1)
TUESDAY = NOON.replace(hour=10)
"""Eleven in Madrid; the office is open until 17 h UTC, and again from 8 h UTC."""


class Story:
    """One incident, and all that happened to it."""

    def __init__(self, at: datetime = TUESDAY, policies: PolicyBook | None = None) -> None:
        self.book = policies or book()
        self.changes = [keep_promises(rules.open_incident(opening(), at), self.book)]

    @property
    def now(self) -> Incident:
        """Return how it stands."""
        return self.changes[-1].incident

    def move(self, rule: Callable[..., Change | None], *arguments: Any, **named: Any) -> Change:
        """Make a move."""
        change = rule(self.now, *arguments, **named)
        assert change
        self.changes.append(keep_promises(change, self.book))
        return self.changes[-1]

    def answer(self, at: datetime) -> Change:
        """Have it answered."""
        return self.move(rules.reply, ANA, at, uuid4(), "Ahora lo miro.")

    def dues(self) -> tuple[datetime | None, datetime | None]:
        """Return by when an answer and the resolution are due, as the row and the event have it."""
        row = self.now.row()
        assert self.changes[-1].event.row == row
        return row.answer_due, row.resolution_due


def test_what_is_opened_is_due_in_business_time() -> None:
    story = Story()
    # Two hours later, and 18 hours of a day that has nine.
    assert story.dues() == (TUESDAY + 2 * HOUR, TUESDAY + 48 * HOUR)
    friday_evening = Story(NOON.replace(day=27, hour=16, minute=30))
    assert friday_evening.dues()[0] == NOON.replace(day=30, hour=9, minute=30)


def test_only_an_answer_of_the_staff_keeps_the_promise_of_one() -> None:
    story = Story()
    for unmet in (rules.claim, lambda found, by, at: rules.note(found, by, at, uuid4(), "Ojo.")):
        assert story.move(unmet, ANA, TUESDAY + HOUR).event.outcomes == ()
    story.move(rules.comment, MARTA, TUESDAY + HOUR, uuid4(), "¿Hola?")
    assert story.dues()[0] == TUESDAY + 2 * HOUR
    (kept,) = story.answer(TUESDAY + 2 * HOUR).event.outcomes
    assert (kept.target, kept.due, kept.is_kept) == (PromiseTarget.FIRST_ANSWER, TUESDAY + 2 * HOUR, True)
    assert story.dues()[0] is None
    assert story.now.outcomes == (kept,)


def test_whoever_writes_again_is_promised_the_next_answer_and_a_late_one_breaks_it() -> None:
    story = Story()
    story.answer(TUESDAY + HOUR)
    story.move(rules.comment, MARTA, TUESDAY + 2 * HOUR, uuid4(), "¿Y la foto?")
    due = TUESDAY + 6 * HOUR
    assert story.dues()[0] == due
    (late,) = story.answer(due + timedelta(seconds=1)).event.outcomes
    assert (late.target, late.due, late.is_kept) == (PromiseTarget.NEXT_ANSWER, due, False)
    assert len(story.now.outcomes) == 2


def test_while_it_waits_nothing_counts_and_what_was_left_is_left_afterwards() -> None:
    story = Story()
    story.move(rules.pause, ANA, TUESDAY + HOUR)
    assert story.dues() == (None, None)
    assert story.now.alarm_at is None
    monday = NOON.replace(day=30, hour=9)
    story.move(rules.comment, MARTA, monday, uuid4(), "Aquí está.")
    assert story.dues() == (monday + HOUR, NOON.replace(month=12, day=1, hour=17))
    story.move(rules.pause, ANA, monday + HOUR / 2)
    story.move(rules.wake, HOUSE, monday + 3 * HOUR)
    assert story.dues()[0] == monday + 3 * HOUR + HOUR / 2


def test_an_answer_while_it_waits_is_in_time_as_long_as_any_was_left() -> None:
    story = Story()
    story.move(rules.pause, ANA, TUESDAY + HOUR)
    (kept,) = story.answer(TUESDAY + 5 * HOUR).event.outcomes
    assert (kept.is_kept, kept.due) == (True, TUESDAY + 6 * HOUR)


def test_another_priority_counts_from_the_beginning_pauses_left_out() -> None:
    story = Story()
    story.move(rules.pause, ANA, TUESDAY + HOUR)
    story.move(rules.wake, ANA, TUESDAY + 2 * HOUR)
    story.move(rules.prioritize, ANA, TUESDAY + 3 * HOUR, Priority.URGENT)
    assert story.dues() == (TUESDAY + HOUR / 2, TUESDAY + 5 * HOUR)
    assert story.now.promises
    assert story.now.promises.policy == "urgent"
    story.move(rules.prioritize, ANA, TUESDAY + 3 * HOUR, Priority.LOW)
    assert story.dues()[0] == TUESDAY + 3 * HOUR


def test_another_category_may_have_another_policy() -> None:
    late = changed(
        EVERYBODY, slug="late", position=1, conditions={"categories": ("late",)}, goals={"resolution": 60}
    )
    story = Story(policies=book(EVERYBODY, late))
    story.move(sorting.categorize, ANA, TUESDAY + HOUR, "late", "shipping", "returns")
    assert story.dues() == (None, TUESDAY + HOUR)


@pytest.mark.parametrize("by", [ANA, MARTA])
def test_a_resolution_ends_all_and_who_reopens_it_is_promised_anew(by: Any) -> None:
    story = Story()
    solved = story.move(rules.resolve, by, TUESDAY + 3 * HOUR)
    kept = {one.target: one.is_kept for one in solved.event.outcomes}
    assert kept == {PromiseTarget.FIRST_ANSWER: False, PromiseTarget.RESOLUTION: True}
    assert (story.dues(), story.now.promises, story.now.alarm_at) == ((None, None), None, None)
    story.move(rules.reopen, MARTA, TUESDAY + 4 * HOUR, uuid4(), "No funciona.")
    assert story.dues() == (NOON.replace(day=25, hour=9), NOON.replace(day=26, hour=14))


def test_words_on_what_is_solved_await_an_answer_until_somebody_lays_them_aside() -> None:
    story = Story()
    story.move(rules.resolve, ANA, TUESDAY)
    story.move(rules.comment, MARTA, TUESDAY + HOUR, uuid4(), "Gracias. ¿Y la factura?")
    assert story.dues() == (TUESDAY + 5 * HOUR, None)
    assert story.move(rules.close, ANA, TUESDAY + 2 * HOUR).event.outcomes == ()
    assert story.dues() == (None, None)


def test_what_was_merged_owes_nothing_and_gets_its_promises_back() -> None:
    one, other = Story(), Story()
    other.answer(TUESDAY)
    mine, target = merging.merge(one.now, other.now, ANA, TUESDAY + HOUR, has_merged=False)
    before = one.dues()
    one.changes.append(keep_promises(mine, one.book))
    other.changes.append(keep_promises(target, other.book))
    assert (one.dues(), one.changes[-1].event.outcomes) == ((None, None), ())
    assert other.dues()[0] == TUESDAY + 5 * HOUR
    nothing = merging.Since((), (), (), ())
    mine, target = merging.unmerge(one.now, other.now, ANA, TUESDAY + 2 * HOUR, nothing)
    one.changes.append(keep_promises(mine, one.book))
    other.changes.append(keep_promises(target, other.book))
    assert (one.dues(), other.dues()[0]) == (before, None)


def test_what_is_split_off_is_promised_from_then_on() -> None:
    story = Story()
    said = story.move(rules.comment, MARTA, TUESDAY, uuid4(), "Y otra cosa.").message
    assert said
    before = story.dues()
    left, made = splitting.split(story.now, said, ANA, TUESDAY + HOUR, new_id=uuid4(), subject="Otra")
    assert keep_promises(left, story.book).incident.row().answer_due == before[0]
    assert keep_promises(made, story.book).event.row.answer_due == TUESDAY + 3 * HOUR


def test_what_was_erased_owes_nothing() -> None:
    story = Story()
    assert story.move(erase, ANA, TUESDAY + HOUR).event.outcomes == ()
    assert (story.dues(), story.now.promises) == ((None, None), None)


def test_without_policies_nothing_is_due_until_there_are_some() -> None:
    story = Story(policies=PolicyBook())
    assert story.dues() == (None, None)
    assert story.answer(TUESDAY + HOUR).event.outcomes == ()
    story.book = book()
    told = story.move(promising.promise_anew, HOUSE, TUESDAY + HOUR).event.changes
    due = TUESDAY + 48 * HOUR
    assert [(one.field, one.old, one.new) for one in told] == [("resolution_due", None, due.isoformat())]
    assert story.move(promising.promise_anew, HOUSE, TUESDAY + HOUR).event.changes == ()


@pytest.mark.parametrize("was_promised", [True, False])
def test_an_incident_from_before_there_were_promises_gets_them(*, was_promised: bool) -> None:
    old = rules.open_incident(opening(), TUESDAY).incident
    old = old.model_copy(update={"answer_due": TUESDAY + 24 * HOUR if was_promised else None})
    found = keep_promises(promising.promise_anew(old, HOUSE, TUESDAY + HOUR), book()).incident.row()
    assert found.resolution_due == TUESDAY + 48 * HOUR
    assert found.answer_due == TUESDAY + (2 if was_promised else 5) * HOUR


def test_each_percentage_is_told_once_the_next_one_stands_with_the_incident() -> None:
    story = Story()
    due = TUESDAY + 2 * HOUR
    target = PromiseTarget.FIRST_ANSWER
    assert story.now.alarm_at == TUESDAY + HOUR
    warned = story.move(promising.tell, HOUSE, TUESDAY + HOUR, target, due, 50)
    assert isinstance(warned.event, IncidentWarned)
    assert promising.tell(story.now, HOUSE, TUESDAY + HOUR, target, due, 50) is None
    assert promising.tell(story.now, HOUSE, TUESDAY + HOUR, target, due + HOUR, 100) is None
    assert story.now.alarm_at == due
    broken = story.move(promising.tell, HOUSE, due, target, due, 100, (Role.SUPERVISOR,))
    assert isinstance(broken.event, IncidentBreached)
    assert broken.event.roles == (Role.SUPERVISOR,)
    assert story.now.answer_due == due
    left = [(one.target, one.percent) for one in alarms(story.now.promises, EVERYBODY, story.book)]  # type: ignore[arg-type]
    assert left == [(PromiseTarget.RESOLUTION, 50), (PromiseTarget.RESOLUTION, 100)]


def test_a_pause_forgets_nothing_of_what_was_told_and_a_milder_policy_does() -> None:
    story = Story()
    target = PromiseTarget.FIRST_ANSWER
    story.move(promising.tell, HOUSE, TUESDAY + HOUR, target, TUESDAY + 2 * HOUR, 50)
    story.move(rules.pause, ANA, TUESDAY + HOUR)
    story.move(rules.wake, ANA, TUESDAY + 3 * HOUR)
    assert story.now.alarm_at == TUESDAY + 4 * HOUR
    story.book = book(changed(EVERYBODY, goals={"first_answer": 240, "resolution": 6000}), edition=2)
    story.move(promising.promise_anew, HOUSE, TUESDAY + 3 * HOUR)
    assert story.now.alarm_at == TUESDAY + 4 * HOUR
    assert story.now.promises
    assert (story.now.promises.edition, story.now.promises.of(target).told) == (2, ())  # type: ignore[union-attr]


def test_no_pause_is_kept_that_was_over_before_anything_was_awaited() -> None:
    story = Story()
    for hour in (1, 3):
        story.move(rules.pause, ANA, TUESDAY + hour * HOUR)
        story.move(rules.wake, ANA, TUESDAY + (hour + 1) * HOUR)
    assert story.now.promises
    assert len(story.now.promises.pauses) == 2
    story.move(rules.resolve, ANA, TUESDAY + 5 * HOUR)
    story.move(rules.reopen, MARTA, TUESDAY + 6 * HOUR, uuid4(), "No.")
    assert story.now.promises.pauses == ()
    assert story.now.state is State.OPEN


def test_the_first_policy_that_fits_counts_and_one_out_of_use_does_not() -> None:
    fitting = book().policy_for("damaged", Priority.URGENT, None)
    assert fitting == URGENT
    resting = book(EVERYBODY, changed(URGENT, is_active=False))
    assert resting.policy_for("damaged", Priority.URGENT, None) == EVERYBODY
