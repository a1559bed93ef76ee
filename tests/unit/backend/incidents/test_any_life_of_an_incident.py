"""Any sequence of moves, legal or not, by anybody, under a clock that may jump: what always holds."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from backend.incidents import rules, sorting
from backend.incidents.erased import erase
from backend.incidents.model import Change, Incident
from backend.incidents.steps import IllegalMoveError, UnfitValueError
from shared.contracts.catalogue import CATEGORIES
from shared.contracts.resources import Actor, Assignee, FieldAnswer
from shared.contracts.vocabulary import ActorKind, Priority, State
from tests.support.openings import ANA, LUIS, MARTA, NOON, opened

TEAMS = st.sampled_from(["returns", "shipping"])
EMPLOYEES = st.sampled_from([ANA, LUIS])
ANYBODY = st.sampled_from([ANA, LUIS, MARTA])
SHOWN = ("state", "priority", "category", "team", "assignee", "tags", "wake_at")


def shown(incident: Incident, field: str) -> str | None:
    """Return a field as a timeline shows it."""
    match getattr(incident, field):
        case Assignee() as value:
            return value.name
        case tuple() as value:
            return ", ".join(value) or None
        case datetime() as value:
            return value.isoformat()
        case value:
            return value


class Life(RuleBasedStateMachine):
    """One incident and all that was done to it."""

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[Change] = []
        self.refusals: list[ValueError] = []
        self.now = NOON

    @initialize()
    def open(self) -> None:
        self.incident = opened(self.now)

    @rule(minutes=st.integers(-60, 60) | st.integers(60 * 24 * 13, 60 * 24 * 15))
    def time_passes_or_a_clock_is_set_back(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def attempt(self, move: Any, *arguments: Any) -> None:
        """Make a move, or have it refused; the version that it was made from stays what it was."""
        before = self.incident
        copy = before.model_copy(deep=True)
        try:
            change = move(before, *arguments)
        except (IllegalMoveError, UnfitValueError) as refused:
            self.refusals.append(refused)
        else:
            if change is None:
                return
            self.told_what_it_did(before, change)
            self.incident = change.incident
            self.changes.append(change)
        assert before == copy

    def told_what_it_did(self, before: Incident, change: Change) -> None:
        after = change.incident
        assert after.version == before.version + 1
        assert after.updated_at >= before.updated_at
        assert change.event.row == after.row()
        assert (change.message is None) or change.message.version == after.version
        told = {one.field: (one.old, one.new) for one in change.event.changes if one.field != "answers"}
        silent = {"tags"} if after.erased_at else set()  # they may have named somebody
        assert told == {
            field: (shown(before, field), shown(after, field))
            for field in SHOWN
            if getattr(before, field) != getattr(after, field) and field not in silent
        }
        kept = {"id", "reference", "opened_at", "language"}
        if after.erased_at is None:
            kept |= {"subject", "description", "contact"}
        assert all(getattr(before, field) == getattr(after, field) for field in kept)
        assert before.erased_at is None
        if after.state is State.CLOSED and after.erased_at is None:
            assert before.state in {State.RESOLVED, State.CLOSED}

    @rule(by=EMPLOYEES)
    def claim(self, by: Actor) -> None:
        self.attempt(rules.claim, by, self.now)

    @rule(by=EMPLOYEES)
    def release(self, by: Actor) -> None:
        self.attempt(rules.release, by, self.now)

    @rule(by=EMPLOYEES, to=EMPLOYEES)
    def assign(self, by: Actor, to: Actor) -> None:
        self.attempt(rules.assign, by, self.now, Assignee(id=to.id or "", name=to.name))

    @rule(
        by=EMPLOYEES, move=st.sampled_from([rules.reply, rules.reply_and_resolve, rules.note]), id=st.uuids()
    )
    def write(self, by: Actor, move: Any, id: UUID) -> None:
        self.attempt(move, by, self.now, id, "Palabras.")

    @rule(id=st.uuids())
    def comment(self, id: UUID) -> None:
        self.attempt(rules.comment, MARTA, self.now, id, "Palabras.")

    @rule(by=EMPLOYEES, days=st.none() | st.integers(-1, 400))
    def pause(self, by: Actor, days: int | None) -> None:
        wake_at = None if days is None else self.now + timedelta(days=days)
        self.attempt(rules.pause, by, self.now, wake_at)

    @rule(by=EMPLOYEES)
    def wake(self, by: Actor) -> None:
        self.attempt(rules.wake, by, self.now)

    @rule(by=EMPLOYEES, team=TEAMS)
    def transfer(self, by: Actor, team: str) -> None:
        self.attempt(sorting.transfer, by, self.now, team)

    @rule(by=EMPLOYEES, category=st.sampled_from(sorted(CATEGORIES)), team=TEAMS, before=TEAMS)
    def categorize(self, by: Actor, category: str, team: str, before: str) -> None:
        self.attempt(sorting.categorize, by, self.now, category, team, before)

    @rule(by=EMPLOYEES, tags=st.lists(st.sampled_from(["lote-17", "niño", "tetera"]), max_size=4))
    def tag(self, by: Actor, tags: list[str]) -> None:
        self.attempt(sorting.tag, by, self.now, tags)

    @rule(by=EMPLOYEES, value=st.sampled_from(["Una", "Otra"]))
    def amend(self, by: Actor, value: str) -> None:
        answers = (FieldAnswer(field="received", label="¿Qué?", value=value),)
        self.attempt(sorting.amend, by, self.now, answers)

    @rule(by=EMPLOYEES, priority=st.sampled_from(Priority))
    def prioritize(self, by: Actor, priority: Priority) -> None:
        self.attempt(rules.prioritize, by, self.now, priority)

    @rule(by=ANYBODY)
    def resolve(self, by: Actor) -> None:
        self.attempt(rules.resolve, by, self.now)

    @rule(by=ANYBODY, id=st.uuids(), text=st.none() | st.just("Palabras."))
    def reopen(self, by: Actor, id: UUID, text: str | None) -> None:
        self.attempt(rules.reopen, by, self.now, id, text)

    @rule(by=EMPLOYEES)
    def close(self, by: Actor) -> None:
        self.attempt(rules.close, by, self.now)

    @rule(words=st.none() | st.tuples(st.uuids(), st.just("Palabras.")))
    def refuse(self, words: tuple[UUID, str] | None) -> None:
        self.attempt(rules.refuse, MARTA, self.now, words)

    @rule(by=ANYBODY, chance=st.integers(0, 4))
    def erase(self, by: Actor, chance: int) -> None:
        if chance == 0:  # nothing follows it, so it must not come too often
            self.attempt(erase, by, self.now)

    @invariant()
    @precondition(lambda self: hasattr(self, "incident"))
    def it_is_a_whole_incident(self) -> None:
        incident = self.incident
        assert incident.version == len(self.changes) + 1
        assert Incident.model_validate(incident.model_dump()) == incident
        assert incident.state is not State.ASSIGNED or incident.assignee is not None
        assert incident.state is not State.OPEN or incident.assignee is None
        assert (incident.resolved_at is not None) is (incident.state in {State.RESOLVED, State.CLOSED})
        assert (incident.contact is None) is (incident.erased_at is not None)
        assert incident.wake_at is None or incident.state is State.WAITING
        assert list(incident.tags) == sorted(set(incident.tags))
        assert incident.erased_at is None or incident.state is State.CLOSED
        assert incident.resolved_at is None or (
            incident.opened_at <= incident.resolved_at <= incident.updated_at
        )

    @invariant()
    def the_timeline_can_be_told_in_order(self) -> None:
        entries = [change.entry() for change in self.changes]
        assert [entry.version for entry in entries] == list(range(2, len(entries) + 2))
        assert all(one.at <= two.at for one, two in pairwise(entries))

    @invariant()
    @precondition(lambda self: hasattr(self, "incident"))
    def whoever_has_the_last_word_decides_whether_it_is_unanswered(self) -> None:
        unanswered = True
        for change in self.changes:
            what, kind = change.entry().what, change.message and change.message.kind
            if kind == "message" or (what == "reopened" and change.event.actor == MARTA):
                unanswered = True
            elif kind == "reply" or what in {"paused", "resolved", "closed", "erased"}:
                unanswered = False
        assert self.incident.is_unanswered is unanswered

    @invariant()
    def every_refusal_is_a_sentence(self) -> None:
        assert all(str(refused).endswith(".") for refused in self.refusals)

    @invariant()
    def words_are_only_an_employees_note_or_reply_or_a_customers_message(self) -> None:
        for change in self.changes:
            if change.message:
                by_customer = change.message.author.kind is ActorKind.CUSTOMER
                assert (change.message.kind == "message") is by_customer


Life.TestCase.settings = settings(max_examples=100, stateful_step_count=30)
TestAnyLife = Life.TestCase
