from datetime import timedelta
from typing import Any
from uuid import uuid4

from desktop.state.notifications import (
    MOST,
    Cause,
    Notification,
    Notifications,
    from_event,
    given_meanwhile,
    read_from,
)
from desktop.state.person import Person
from shared.contracts.events import IncidentAssigned, IncidentNoted, IncidentReplied
from shared.contracts.resources import Actor, Assignee, FieldChange, IncidentRow
from tests.support.incidents_seen import OPENED, seen
from tests.support.little_shop import ANA, LUIS

ME = Person(id=ANA.id or "", name=ANA.name)
MINE = Assignee(id=ME.id, name=ME.name)
TO_ME = (FieldChange(field="assignee", old=None, new=ME.name),)


def row(**more: Any) -> IncidentRow:
    return seen().row.model_copy(update={"version": 5, **more})


def noted(by: Actor, *mentions: str) -> IncidentNoted:
    return IncidentNoted(row=row(), actor=by, mentions=mentions)


def call(number: int = 0) -> Notification:
    at = OPENED + timedelta(minutes=number)
    return Notification(
        incident_id=uuid4(), version=2, cause=Cause.MENTIONED, who="Luis", subject="Una taza", at=at
    )


def test_a_note_calls_whom_it_mentions_and_nobody_else() -> None:
    found = from_event(noted(LUIS, ME.id), ME)
    assert found is not None
    assert found.sentence() == "Luis Romero mentioned you"
    assert from_event(noted(LUIS, "e-otra00000001"), ME) is None


def test_what_one_does_oneself_is_no_news() -> None:
    assert from_event(noted(ANA, ME.id), ME) is None
    own = IncidentAssigned(row=row(assignee=MINE), actor=ANA, changes=TO_ME)
    assert from_event(own, ME) is None


def test_being_given_an_incident_calls_but_not_every_change_of_what_one_has() -> None:
    given = from_event(IncidentAssigned(row=row(assignee=MINE), actor=LUIS, changes=TO_ME), ME)
    assert given is not None
    assert given.cause is Cause.ASSIGNED
    assert from_event(IncidentReplied(row=row(assignee=MINE), actor=LUIS), ME) is None


def test_the_same_call_twice_is_there_once_and_stays_read() -> None:
    one = call()
    kept = Notifications().with_calls([one, one]).read(one.incident_id).with_calls([one])
    assert len(kept.calls) == 1
    assert kept.unread == []


def test_the_newest_are_first_and_only_so_many_are_kept() -> None:
    kept = Notifications().with_calls(call(number) for number in range(MOST + 10))
    assert len(kept.calls) == MOST
    assert kept.calls[0].at == OPENED + timedelta(minutes=MOST + 9)


def test_what_was_given_meanwhile_is_told_unless_nothing_is_known_of_before() -> None:
    held, given = row(id=uuid4(), assignee=MINE), row(id=uuid4(), assignee=MINE)
    before = Notifications().holding([held.id])
    found = given_meanwhile([held, given, row(id=uuid4())], before, ME)
    assert [one.incident_id for one in found] == [given.id]
    assert given_meanwhile([held, given], Notifications(), ME) == []


def test_a_damaged_file_counts_as_nothing() -> None:
    for content in (b"", b"{", b'{"calls": 3}', b"<html>", b"\xff\xfe"):
        assert read_from(content) == Notifications()
    kept = Notifications().with_calls([call()]).holding([uuid4()])
    assert read_from(kept.model_dump_json().encode()) == kept
