"""Erasing an incident: nothing that a person typed is left, and all that statistics need is."""

import string
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backend.incidents import rules
from backend.incidents.erased import erase, nameless, wordless
from backend.incidents.model import Change, Incident
from backend.incidents.sorting import amend, tag
from shared.contracts.resources import Actor, Contact, FieldAnswer, FieldChange, FileRef, TimelineEntry
from shared.contracts.topology import event_key
from shared.contracts.vocabulary import ActorKind, State
from tests.support.messages import enveloped
from tests.support.openings import ANA, MARTA, NOON, later, opening

MARK = "Zq"
"""Begins all that is typed here, and stands in nothing that we write."""
SYSTEM = Actor(kind=ActorKind.SYSTEM, name="Ventanilla")
typed = st.text(string.ascii_letters + "áéñ", min_size=1, max_size=20).map(lambda text: f"{MARK}{text}")
files = st.tuples(st.uuids(), typed).map(
    lambda pair: FileRef(id=pair[0], name=f"{pair[1]}.png", media_type="image/png", size=9)
)


@st.composite
def lives(draw: Any) -> list[Change]:
    """Return the changes of an incident in which everything that can be typed was typed."""
    name = draw(typed)
    command = opening().model_copy(
        update={
            "subject": draw(typed),
            "description": draw(typed),
            "order_number": draw(typed),
            "product": draw(typed),
            "answers": (FieldAnswer(field="what", label=draw(typed), value=draw(typed)),),
            "files": (draw(files),),
            "contact": Contact(name=name, email=f"{MARK}@example.org".lower(), customer_id=MARTA.id),
        }
    )
    customer = Actor(kind=ActorKind.CUSTOMER, id=MARTA.id, name=name)
    changes = [rules.open_incident(command, NOON)]

    def do(move: Any, *arguments: Any) -> None:
        at = later(len(changes))
        changes.append(move(changes[-1].incident, arguments[0], at, *arguments[1:]))

    do(rules.comment, customer, draw(st.uuids()), draw(typed), (draw(files),))
    do(rules.note, ANA, draw(st.uuids()), draw(typed))
    do(rules.reply, ANA, draw(st.uuids()), draw(typed))
    do(tag, ANA, [draw(typed).lower()])
    do(amend, ANA, (FieldAnswer(field="what", label=draw(st.just("team") | typed), value=f"{draw(typed)}!"),))
    if draw(st.booleans()):
        do(rules.resolve, draw(st.sampled_from([ANA, customer])))
        do(rules.rate, customer, draw(st.integers(1, 5)), draw(typed))
        if draw(st.booleans()):
            do(rules.reopen, customer, draw(st.uuids()), draw(typed))
    return changes


def everything_left(changes: list[Change], erasure: Change) -> str:
    """Return all that the database and the broker keep then, as text."""
    messages = [wordless(change.message) for change in changes if change.message]
    lines = [nameless(change.entry()) for change in changes]
    kept = [erasure.incident, erasure.incident.row(), erasure.event, erasure.entry(), *messages, *lines]
    return "\n".join(each.model_dump_json() for each in kept) + enveloped(erasure.event).to_json().decode()


@given(changes=lives(), by=st.sampled_from([ANA, MARTA, SYSTEM]))
def test_nothing_that_was_typed_is_left_anywhere(changes: list[Change], by: Actor) -> None:
    before = "\n".join(change.incident.model_dump_json() for change in changes)
    assert MARK in before
    left = everything_left(changes, erase(changes[-1].incident, by, later(60)))
    assert MARK.lower() not in left.lower()
    assert (MARTA.id or "") not in left
    assert MARTA.name not in left


@given(changes=lives())
def test_what_statistics_need_stays(changes: list[Change]) -> None:
    before = changes[-1].incident
    after = erase(before, ANA, later(60)).incident
    kept = {"id", "reference", "priority", "category", "team", "language", "assignee", "opened_at"}
    assert all(getattr(before, field) == getattr(after, field) for field in kept)
    assert (after.rating and after.rating.stars) == (before.rating and before.rating.stars)
    assert (after.state, after.contact, after.erased_at) == (State.CLOSED, None, later(60))
    for change in changes:
        if change.message:
            left = wordless(change.message)
            assert (left.kind, left.at, left.version) == (
                change.message.kind,
                change.message.at,
                change.message.version,
            )


def test_its_event_tells_the_state_and_no_change_of_a_rating() -> None:
    incident: Incident = rules.open_incident(opening(), NOON).incident
    resolved = rules.resolve(incident, ANA, later()).incident
    rated = rules.rate(resolved, MARTA, later(2), 4, "Palabras").incident
    change = erase(rated, ANA, later(3))
    assert change.event.changes == (FieldChange(field="state", old="resolved", new="closed"),)
    assert event_key(change.event) == f"incident.erased.{incident.category}.normal"


def test_an_employee_stays_named_and_an_unknown_change_loses_its_value() -> None:
    told = FieldChange(field="address", old="Calle Mayor 1", new=None)
    state = FieldChange(field="state", old="open", new="assigned")
    entry = TimelineEntry(version=2, what="claimed", actor=ANA, at=NOON, changes=(told, state))
    assert nameless(entry) == entry.model_copy(update={"changes": (state,)})
