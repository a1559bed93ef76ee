"""Any sequence of words, links, merges and their undoing between two incidents: what always holds."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from backend.incidents import relating, rules
from backend.incidents.merging import Since, hear, merge, unmerge
from backend.incidents.model import Change, Incident
from backend.incidents.steps import IllegalMoveError
from shared.contracts.resources import Message
from shared.contracts.vocabulary import MessageKind, Priority, State
from tests.support.openings import ANA, LUIS, MARTA, NOON, opened

WHICH = st.sampled_from([0, 1])
SETTLED = ("state", "resolved_at", "promises", "wake_at", "assignee", "priority", "team", "links")


class Two(RuleBasedStateMachine):
    """Two incidents of one customer, kept as the store keeps them."""

    @initialize()
    def open(self) -> None:
        self.now = NOON
        self.two = [opened(), opened()]
        self.changes: list[list[Change]] = [[], []]
        self.told: dict[Any, int] = {}
        self.before: tuple[Incident, Incident] | None = None
        self.touched = False

    def keep(self, which: int, change: Change) -> None:
        assert change.incident.version == self.two[which].version + 1
        assert change.event.row == change.incident.row()
        self.two[which] = change.incident
        self.changes[which].append(change)

    def alone(self, which: int, move: Any, *arguments: Any) -> None:
        """Make a move of one of them; what is said on a merged one is heard by the other."""
        self.now += timedelta(minutes=1)
        incident = self.two[which]
        try:
            change = move(incident, *arguments)
        except IllegalMoveError:
            return
        self.keep(which, change)
        if change.message is None:
            self.touched = True
        elif incident.merged_into:
            heard = hear(self.two[1 - which], change.event.actor, self.now)
            self.told[change.message.id] = heard.incident.version
            self.keep(1 - which, heard)

    def together(self, which: int, pair: Any) -> bool:
        if pair is None:
            return False
        for place, change in zip((which, 1 - which), pair, strict=True):
            self.keep(place, change)
        return True

    @rule(which=WHICH)
    def comment(self, which: int) -> None:
        self.alone(which, rules.comment, MARTA, self.now, uuid4(), "Palabras.")

    @rule(which=WHICH)
    def reply(self, which: int) -> None:
        self.alone(which, rules.reply, LUIS, self.now, uuid4(), "Palabras.")

    @rule(which=WHICH)
    def pause(self, which: int) -> None:
        self.alone(which, rules.pause, ANA, self.now, self.now + timedelta(days=1))

    @rule(which=WHICH)
    def prioritize(self, which: int) -> None:
        self.alone(which, rules.prioritize, ANA, self.now, Priority.HIGH)

    @rule(which=WHICH)
    def link(self, which: int) -> None:
        try:
            pair = relating.link(self.two[which], self.two[1 - which], ANA, self.now)
        except IllegalMoveError:
            return
        self.touched |= self.together(which, pair)

    @rule(which=WHICH)
    def merge(self, which: int) -> None:
        one, target = self.two[which], self.two[1 - which]
        try:
            pair = merge(one, target, ANA, self.now, has_merged=target.merged_into == one.id)
        except IllegalMoveError:
            assert one.merged_into or target.merged_into
            return
        self.before, self.touched = (one, target), False
        self.together(which, pair)

    @rule(which=WHICH)
    def unmerge(self, which: int) -> None:
        one, target = self.two[which], self.two[1 - which]
        is_merged = one.before_merge is not None
        try:
            pair = unmerge(one, target, LUIS, self.now, self.since(which))
        except IllegalMoveError:
            assert not is_merged or self.touched
            return
        assert is_merged
        assert not self.touched
        self.together(which, pair)
        self.is_as_before(which)

    def is_as_before(self, which: int) -> None:
        assert self.before
        has_written = any(message.id in self.told for message in self.words(which))
        for was, now in zip(self.before, (self.two[which], self.two[1 - which]), strict=True):
            assert now.merged_into is now.before_merge is None
            assert now.is_unanswered or not was.is_unanswered or was is self.before[1]
        was, now = self.before[0], self.two[which]
        if not has_written:
            assert all(getattr(was, field) == getattr(now, field) for field in SETTLED)
        self.told.clear()

    def words(self, which: int) -> list[Message]:
        return [change.message for change in self.changes[which] if change.message]

    def since(self, which: int) -> Since:
        before = self.two[which].before_merge
        if before is None:
            return Since((), (), (), ())
        own = [change for change in self.changes[which] if change.incident.version > before.version]
        target = [
            change for change in self.changes[1 - which] if change.incident.version > before.target_version
        ]
        through = [
            message.model_copy(update={"version": self.told[message.id], "origin": self.two[which].id})
            for message in self.words(which)
            if message.id in self.told
        ]
        return Since(
            own_entries=[change.entry() for change in own],
            own_words=[change.message for change in own if change.message],
            target_entries=[change.entry() for change in target],
            target_words=[*(change.message for change in target if change.message), *through],
        )

    @invariant()
    def links_are_seen_from_both_ends(self) -> None:
        if hasattr(self, "two"):
            one, other = self.two
            assert (other.id in one.links) is (one.id in other.links)

    @invariant()
    def what_is_merged_is_closed_and_waits_for_no_answer(self) -> None:
        for incident in getattr(self, "two", ()):
            assert (incident.merged_into is None) is (incident.before_merge is None)
            if incident.merged_into:
                assert (incident.state, incident.is_unanswered) == (State.CLOSED, False)
            assert (incident.resolved_at is not None) is (incident.state in {State.RESOLVED, State.CLOSED})
            assert Incident.model_validate(incident.model_dump()) == incident

    @invariant()
    def who_wrote_last_on_both_together_is_answered_or_not(self) -> None:
        if hasattr(self, "two") and any(one.merged_into for one in self.two):
            target = next(one for one in self.two if not one.merged_into)
            last = self.changes[self.two.index(target)][-1]
            if last.entry().what == "commented":
                assert target.is_unanswered
            if last.message and last.message.kind is MessageKind.REPLY:
                assert not target.is_unanswered


Two.TestCase.settings = settings(max_examples=50, stateful_step_count=30)
TestAnyLifeOfTwo = Two.TestCase
