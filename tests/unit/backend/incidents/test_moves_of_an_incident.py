"""Every move in every state: what may be done, what becomes of it, and what the refusal says."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from backend.incidents import rules
from backend.incidents.model import Change, Incident
from backend.incidents.rules import REOPEN_WINDOW
from backend.incidents.steps import ACTIVE, IllegalMoveError
from shared.contracts.commands import OpenIncident
from shared.contracts.resources import Actor, Assignee, FieldChange, Rating
from shared.contracts.vocabulary import ActorKind, MessageKind, Priority, State
from tests.support.messages import SAMPLES
from tests.support.openings import ANA, LUIS, MARTA, NOON, later, opened, opening

Move = Callable[[Incident, datetime], Change]
TO_LUIS = Assignee(id=LUIS.id or "", name=LUIS.name)

MOVES: dict[str, Move] = {
    "claim": lambda found, at: rules.claim(found, ANA, at),
    "release": lambda found, at: rules.release(found, ANA, at),
    "assign": lambda found, at: rules.assign(found, ANA, at, TO_LUIS),
    "reply": lambda found, at: rules.reply(found, ANA, at, uuid4(), "Enviamos otra hoy."),
    "reply and resolve": lambda found, at: rules.reply_and_resolve(found, ANA, at, uuid4(), "Hecho."),
    "note": lambda found, at: rules.note(found, ANA, at, uuid4(), "Ya van tres de este lote."),
    "comment": lambda found, at: rules.comment(found, MARTA, at, uuid4(), "¿Y mi tetera?"),
    "pause": lambda found, at: rules.pause(found, ANA, at),
    "prioritize": lambda found, at: rules.prioritize(found, ANA, at, Priority.URGENT),
    "resolve": lambda found, at: rules.resolve(found, ANA, at),
    "customer resolves": lambda found, at: rules.resolve(found, MARTA, at),
    "reopen": lambda found, at: rules.reopen(found, ANA, at),
    "customer reopens": lambda found, at: rules.reopen(found, MARTA, at, uuid4(), "Llegó otra rota."),
    "close": lambda found, at: rules.close(found, ANA, at),
    "rate": lambda found, at: rules.rate(found, MARTA, at, 4, "Rápido"),
    "unsubscribe": lambda found, at: rules.subscribe(found, MARTA, at, wanted=False),
    "refuse": lambda found, at: rules.refuse(found, MARTA, at, (uuid4(), "Llegó otra rota.", ())),
}


def standing(state: State) -> Incident:
    """Return an incident that came to a state in the usual way."""
    incident = opened()
    if state is State.OPEN:
        return incident
    incident = rules.claim(incident, ANA, later(1)).incident
    if state is State.WAITING:
        return rules.pause(incident, ANA, later(2)).incident
    if state in {State.RESOLVED, State.CLOSED}:
        incident = rules.resolve(incident, ANA, later(2)).incident
    if state is State.CLOSED:
        return rules.close(incident, ANA, later(3)).incident
    return incident


O, A, W, R, C = State  # noqa: E741 (the table is read by its letters)
LEGAL: dict[str, dict[State, State]] = {
    "claim": {O: A},
    "release": {A: O, W: O},
    "assign": {O: A, A: A, W: W},
    "reply": {O: A, A: A, W: W, R: R},
    "reply and resolve": {O: R, A: R, W: R},
    "note": {O: O, A: A, W: W, R: R, C: C},
    "comment": {O: O, A: A, W: A, R: R, C: C},
    "pause": {O: W, A: W},
    "prioritize": {O: O, A: A, W: W},
    "resolve": {O: R, A: R, W: R},
    "customer resolves": {O: R, A: R, W: R},
    "reopen": {R: O, C: O},
    "customer reopens": {R: O},
    "close": {R: C},
    "rate": {R: R, C: C},
    "unsubscribe": {O: O, A: A, W: W, R: R, C: C},
    "refuse": {O: O, A: A, W: W, R: R, C: C},
}


@pytest.mark.parametrize(
    ("name", "state", "after"),
    [(name, state, after) for name, table in LEGAL.items() for state, after in table.items()],
)
def test_a_legal_move_leads_where_it_should(name: str, state: State, after: State) -> None:
    before = standing(state)
    change = MOVES[name](before, later(10))
    assert change.incident.state is after
    assert change.incident.version == before.version + 1
    assert change.incident.updated_at == later(10)
    assert change.event.about() == (before.id, before.version + 1)
    assert change.event.row == change.incident.row()


@pytest.mark.parametrize(
    ("name", "state"),
    [(name, state) for name, table in LEGAL.items() for state in State if state not in table],
)
def test_an_illegal_move_is_refused_and_says_where_the_incident_stands(name: str, state: State) -> None:
    before = standing(state)
    with pytest.raises(IllegalMoveError) as refused:
        MOVES[name](before, later(10))
    assert refused.value.state is state
    taken = name == "claim" and before.assignee is not None and state in ACTIVE
    assert ("You have it already." if taken else state) in str(refused.value)


def test_who_claims_what_another_has_is_told_who() -> None:
    with pytest.raises(IllegalMoveError, match="Ana García has it already"):
        rules.claim(standing(State.ASSIGNED), LUIS, later(10))


@pytest.mark.parametrize(("state", "after"), [(O, A), (W, W)])
def test_who_answers_what_nobody_has_has_it(state: State, after: State) -> None:
    unowned = standing(state).model_copy(update={"assignee": None})
    answered = rules.reply(unowned, LUIS, later(10), uuid4(), "Ahora lo miro.").incident
    assert (answered.state, answered.assignee) == (after, Assignee(id=LUIS.id or "", name=LUIS.name))


def test_a_refusal_names_both_states() -> None:
    with pytest.raises(IllegalMoveError, match="is closed can't be moved to resolved"):
        rules.resolve(standing(State.CLOSED), ANA, later())
    with pytest.raises(IllegalMoveError, match="is open can't be moved to closed"):
        rules.close(standing(State.OPEN), ANA, later())


def test_an_opened_incident_is_the_command_with_a_reference_and_a_team() -> None:
    command = opening(category="billing")
    change = rules.open_incident(command, NOON)
    incident = change.incident
    assert (incident.id, incident.version, incident.state) == (command.incident_id, 1, State.OPEN)
    assert (incident.team, incident.priority, incident.assignee) == ("billing", Priority.NORMAL, None)
    assert incident.opened_at == incident.updated_at == NOON
    assert (incident.subject, incident.description) == (command.subject, command.description)
    assert change.event.actor == MARTA
    assert change.entry().what == "opened"


def test_a_category_that_is_new_to_us_opens_without_a_team() -> None:
    assert rules.open_incident(opening(category="drones"), NOON).incident.team is None


def test_a_rating_is_kept_and_the_timeline_tells_its_stars_alone() -> None:
    change = MOVES["rate"](standing(State.RESOLVED), later(10))
    assert change.incident.rating == Rating(stars=4, word="Rápido", at=later(10))
    assert change.event.changes == (FieldChange(field="rating", old=None, new="4"),)
    again = rules.rate(change.incident, MARTA, later(11), 5, None)
    assert again.event.changes == (FieldChange(field="rating", old="4", new="5"),)


def test_mails_are_wanted_until_the_customer_says_no() -> None:
    change = MOVES["unsubscribe"](standing(State.OPEN), later(10))
    assert not change.incident.is_subscribed
    assert change.event.changes == (FieldChange(field="mails", old="yes", new="no"),)
    back = rules.subscribe(change.incident, MARTA, later(11), wanted=True)
    assert back.incident.is_subscribed
    assert back.entry().what == "subscribed"


def test_what_a_customer_fills_in_and_adds_is_kept() -> None:
    command = SAMPLES["incident.open"]
    assert isinstance(command, OpenIncident)
    incident = rules.open_incident(command, NOON).incident
    assert (incident.answers, incident.files) == (command.answers, command.files)
    commented = rules.comment(incident, MARTA, later(1), uuid4(), "Aquí va.", command.files)
    assert commented.message is not None
    assert commented.message.files == command.files


def test_who_claims_has_it_and_the_change_says_so() -> None:
    change = MOVES["claim"](standing(State.OPEN), later())
    assert change.incident.assignee == Assignee(id=ANA.id or "", name=ANA.name)
    assert change.event.changes == (
        FieldChange(field="state", old="open", new="assigned"),
        FieldChange(field="assignee", old=None, new="Ana García"),
    )


def test_who_answers_a_colleagues_incident_leaves_it_to_the_colleague() -> None:
    incident = rules.reply(standing(State.ASSIGNED), LUIS, later(5), uuid4(), "Yo lo miro.").incident
    assert incident.assignee is not None
    assert incident.assignee.id == ANA.id


def test_what_waits_without_an_assignee_can_be_claimed() -> None:
    waiting = rules.pause(standing(State.OPEN), ANA, later()).incident
    assert rules.claim(waiting, LUIS, later(2)).incident.state is State.ASSIGNED


def test_a_customer_who_writes_ends_the_waiting() -> None:
    nobodys = rules.pause(standing(State.OPEN), ANA, later()).incident
    assert rules.comment(nobodys, MARTA, later(2), uuid4(), "Aquí la foto.").incident.state is State.OPEN
    anas = standing(State.WAITING)
    assert rules.comment(anas, MARTA, later(9), uuid4(), "Aquí la foto.").incident.state is State.ASSIGNED


@pytest.mark.parametrize(
    ("name", "kind", "author"),
    [
        ("reply", MessageKind.REPLY, ANA),
        ("reply and resolve", MessageKind.REPLY, ANA),
        ("note", MessageKind.NOTE, ANA),
        ("comment", MessageKind.MESSAGE, MARTA),
        ("refuse", MessageKind.MESSAGE, MARTA),
    ],
)
def test_words_are_kept_with_their_author_and_their_version(
    name: str, kind: MessageKind, author: Actor
) -> None:
    change = MOVES[name](standing(State.ASSIGNED), later(10))
    assert change.message is not None
    assert (change.message.kind, change.message.author) == (kind, author)
    assert (change.message.version, change.message.at) == (change.incident.version, later(10))


@pytest.mark.parametrize("name", ["claim", "release", "assign", "pause", "prioritize", "resolve", "close"])
def test_a_move_without_words_leaves_none(name: str) -> None:
    state = next(iter(LEGAL[name]))
    assert MOVES[name](standing(state), later(10)).message is None


def test_a_reopened_incident_goes_back_to_the_queue() -> None:
    change = MOVES["customer reopens"](standing(State.RESOLVED), later(10))
    assert change.incident.assignee is None
    assert change.incident.resolved_at is None
    assert change.message is not None
    assert change.message.kind is MessageKind.MESSAGE


def test_an_employees_words_at_a_reopening_are_a_reply_and_may_be_left_out() -> None:
    resolved = standing(State.RESOLVED)
    said = rules.reopen(resolved, ANA, later(10), uuid4(), "Lo revisamos otra vez.").message
    assert said is not None
    assert said.kind is MessageKind.REPLY
    assert rules.reopen(resolved, ANA, later(10), uuid4(), None).message is None


def test_a_customer_may_reopen_for_two_weeks_and_an_employee_for_ever() -> None:
    resolved = standing(State.RESOLVED)
    assert resolved.resolved_at
    last = resolved.resolved_at + REOPEN_WINDOW
    assert rules.reopen(resolved, MARTA, last, uuid4(), "Otra vez.").incident.state is State.OPEN
    too_late = last + timedelta(milliseconds=1)
    with pytest.raises(IllegalMoveError, match="It was resolved over 14 days ago"):
        rules.reopen(resolved, MARTA, too_late, uuid4(), "Otra vez.")
    assert rules.reopen(resolved, ANA, too_late).incident.state is State.OPEN


def test_a_refused_wish_changes_nothing_but_the_timeline_and_keeps_the_words() -> None:
    before = standing(State.CLOSED)
    change = MOVES["refuse"](before, later(10))
    assert change.event.changes == ()
    same = {"version": before.version, "updated_at": before.updated_at, "is_unanswered": False}
    assert change.incident.is_unanswered
    assert change.incident.model_copy(update=same) == before
    assert change.entry().what == "request-refused"


@pytest.mark.parametrize("state", [State.RESOLVED, State.CLOSED])
def test_who_writes_afterwards_is_unanswered_until_somebody_has_read_it_and_closes_it(state: State) -> None:
    written = MOVES["comment"](standing(state), later(10)).incident
    assert written.state is state
    assert written.is_unanswered
    read = rules.close(written, ANA, later(11)).incident
    assert read.state is State.CLOSED
    assert not read.is_unanswered
    with pytest.raises(IllegalMoveError):
        rules.close(read, ANA, later(12))


def test_what_is_called_solved_needs_no_answer_until_its_customer_writes_again() -> None:
    for solved in (rules.resolve(standing(State.OPEN), who, later(10)).incident for who in (MARTA, ANA)):
        assert not solved.is_unanswered
        assert MOVES["comment"](solved, later(12)).incident.is_unanswered


def test_a_note_or_a_new_hand_is_no_answer() -> None:
    opened = standing(State.OPEN)
    claimed = rules.claim(opened, ANA, later(1)).incident
    assert claimed.is_unanswered
    assert MOVES["note"](claimed, later(2)).incident.is_unanswered
    assert not MOVES["reply"](claimed, later(2)).incident.is_unanswered


def test_time_never_runs_backwards_within_an_incident() -> None:
    before = standing(State.ASSIGNED)
    change = rules.resolve(before, ANA, before.updated_at - timedelta(hours=1))
    assert change.incident.updated_at == before.updated_at
    assert change.incident.resolved_at == before.updated_at


def test_a_timeline_line_tells_who_did_what_when_and_from_what_to_what() -> None:
    line = MOVES["prioritize"](standing(State.OPEN), later(10)).entry()
    assert (line.version, line.what, line.actor, line.at) == (2, "prioritized", ANA, later(10))
    assert line.changes == (FieldChange(field="priority", old="normal", new="urgent"),)


def test_no_employee_without_an_id_can_take_an_incident() -> None:
    nobody = Actor(kind=ActorKind.EMPLOYEE, name="Ana García")
    with pytest.raises(ValueError, match="id"):
        rules.claim(standing(State.OPEN), nobody, later())
