from typing import Any

import pytest

from desktop.state.moves import Move, assigned, categorized, paused, prioritized, simple, tagged, transferred
from desktop.state.person import Person
from desktop.state.rebasing import Seen, rebased, taken_back
from shared.contracts.resources import Actor, Assignee, FieldChange, IncidentRow, TimelineEntry
from shared.contracts.vocabulary import ActorKind, Priority, Role, State
from tests.support.rows import NOON, row

ME = Person(id="e-ana00000001", name="Ana", role=Role.SUPERVISOR)
LUIS = Assignee(id="e-luis0000001", name="Luis")
MARTA = Assignee(id="e-marta000001", name="Marta")


def entry(what: str, field: str, by: str = LUIS.id) -> TimelineEntry:
    return TimelineEntry(
        version=2,
        what=what,
        actor=Actor(kind=ActorKind.EMPLOYEE, id=by, name="Somebody"),
        at=NOON,
        changes=(FieldChange(field=field, old=None, new="x"),),
    )


def seen(before: IncidentRow) -> Seen:
    return Seen(before, before.version)


@pytest.mark.parametrize(
    ("move", "field", "before", "now"),
    [
        (prioritized(Priority.HIGH), "priority", {}, {"priority": Priority.URGENT}),
        (categorized("missing"), "category", {}, {"category": "billing"}),
        (transferred("shipping"), "team", {}, {"team": "billing"}),
        (transferred("shipping"), "assignee", {}, {"assignee": ("e-luis0000001", "Luis")}),
        (assigned(MARTA), "assignee", {}, {"assignee": ("e-luis0000001", "Luis")}),
        (paused(NOON), "wake_at", {"state": State.WAITING}, {"state": State.WAITING, "wake_at": NOON}),
        (simple("resume"), "wake_at", {"state": State.WAITING}, {"state": State.WAITING, "wake_at": NOON}),
    ],
)
def test_what_somebody_else_set_meanwhile_is_looked_at_first(
    move: Move, field: str, before: dict[str, Any], now: dict[str, Any]
) -> None:
    old, new = row(version=1, **before), row(version=2, **now)
    assert rebased(move, seen(old), new, (entry("changed", field),), ME) is None
    assert rebased(move, seen(old), new, (), ME) is None
    assert rebased(move, seen(old), new, (entry("changed", field, by=ME.id),), ME) == move


def test_what_a_gesture_does_not_set_is_no_reason_to_stop() -> None:
    now = row(version=2, priority=Priority.URGENT)
    claimed = rebased(simple("claim"), seen(row()), now, (entry("prioritized", "priority"),), ME)
    assert claimed == simple("claim")


def test_tags_are_added_to_those_that_others_gave_and_taken_from_them() -> None:
    before, now = row(tags=("a", "b")), row(version=2, tags=("a", "b", "vip"))
    move = rebased(tagged(("a", "new")), seen(before), now, (entry("tagged", "tags"),), ME)
    assert move == tagged(("a", "vip", "new"))


def test_words_that_were_not_read_stop_a_gesture() -> None:
    comment = entry("commented", "state")
    assert rebased(simple("resolve"), seen(row()), row(version=2), (comment,), ME) is None


def test_only_what_is_still_as_it_was_set_is_taken_back() -> None:
    back, after = prioritized(Priority.NORMAL), row(version=2, priority=Priority.HIGH)
    assert taken_back(back, after, row(version=3, priority=Priority.URGENT)) is None
    assert taken_back(back, after, row(version=3, priority=Priority.HIGH, tags=("x",))) == back


def test_taking_back_a_tag_leaves_those_that_others_gave_since() -> None:
    after, now = row(version=2, tags=("lote",)), row(version=3, tags=("lote", "vip"))
    assert taken_back(tagged(()), after, now) == tagged(("vip",))
