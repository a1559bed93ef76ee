"""The moves of the employees' desk in every state: what may be done, what becomes of it, who else is told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from backend.incidents import relating, rules, sorting
from backend.incidents.erased import erase
from backend.incidents.merging import Since, merge, unmerge
from backend.incidents.model import Change, Incident
from backend.incidents.splitting import offshoot_id, split
from backend.incidents.steps import IllegalMoveError, UnfitValueError
from shared.contracts.knowledge import AnswerText, KnownIncident
from shared.contracts.resources import Assignee, FieldAnswer, FieldChange
from shared.contracts.vocabulary import Language, State
from tests.support.openings import ANA, LUIS, MARTA, NOON, later, opened

Move = Callable[[Incident, datetime], Change | tuple[Change, Change] | None]
TITLES = dict.fromkeys(Language, AnswerText(title="Lote 17", body="Se rompen."))
KNOWN = KnownIncident(id=uuid4(), version=1, texts=TITLES, announced_at=NOON)
WORDS = rules.comment(opened(), MARTA, NOON, uuid4(), "Y además, otra cosa.").message
assert WORDS
NO_WORDS = Since((), (), (), ())


def splitting(incident: Incident, at: datetime) -> tuple[Change, Change]:
    assert WORDS
    return split(incident, WORDS, ANA, at, new_id=uuid4(), subject="Otra cosa")


MOVES: dict[str, Move] = {
    "transfer": lambda found, at: sorting.transfer(found, ANA, at, "shipping"),
    "categorize": lambda found, at: sorting.categorize(found, ANA, at, "late", "shipping", "returns"),
    "tag": lambda found, at: sorting.tag(found, ANA, at, ["tetera", "lote-17"]),
    "amend": lambda found, at: sorting.amend(found, ANA, at, (FieldAnswer(field="a", label="A", value="1"),)),
    "wake": lambda found, at: rules.wake(found, ANA, at),
    "merge": lambda found, at: merge(found, opened(), ANA, at, has_merged=False),
    "link": lambda found, at: relating.link(found, opened(), ANA, at),
    "join": lambda found, at: relating.join(found, ANA, at, KNOWN),
    "split": splitting,
}


def standing(state: State) -> Incident:
    """Return an incident that came to a state in the usual way."""
    incident = rules.claim(opened(), ANA, later(1)).incident
    match state:
        case State.OPEN:
            return opened()
        case State.WAITING:
            return rules.pause(incident, ANA, later(2), later(60)).incident
        case State.RESOLVED:
            return rules.resolve(incident, ANA, later(2)).incident
        case State.CLOSED:
            return rules.close(standing(State.RESOLVED), ANA, later(3)).incident
    return incident


def made(change: Change | tuple[Change, Change] | None) -> Change:
    assert change is not None
    return change[0] if isinstance(change, tuple) else change


O, A, W, R, C = State  # noqa: E741 (the table is read by its letters)
LEGAL: dict[str, dict[State, State]] = {
    "transfer": {O: O, A: O, W: W},
    "categorize": {O: O, A: A, W: W, R: R},
    "tag": {O: O, A: A, W: W, R: R, C: C},
    "amend": {O: O, A: A, W: W, R: R},
    "wake": {W: A},
    "merge": {O: C, A: C, W: C, R: C},
    "link": {O: O, A: A, W: W, R: R, C: C},
    "join": {O: O, A: A, W: W, R: R},
    "split": {O: O, A: A, W: W, R: R, C: C},
}


@pytest.mark.parametrize(
    ("name", "state", "after"),
    [(name, state, after) for name, table in LEGAL.items() for state, after in table.items()],
)
def test_a_legal_move_leads_where_it_should(name: str, state: State, after: State) -> None:
    before = standing(state)
    change = made(MOVES[name](before, later(10)))
    assert change.incident.state is after
    assert change.event.about() == (before.id, before.version + 1)
    assert change.event.row == change.incident.row()
    assert change.entry().changes, "the timeline tells the old and the new"


@pytest.mark.parametrize(
    ("name", "state"),
    [(name, state) for name, table in LEGAL.items() for state in State if state not in table],
)
def test_an_illegal_move_is_refused_and_says_where_the_incident_stands(name: str, state: State) -> None:
    with pytest.raises(IllegalMoveError, match=f"is {state} can't be") as refused:
        MOVES[name](standing(state), later(10))
    assert refused.value.state is state


@pytest.mark.parametrize("name", MOVES)
def test_what_was_erased_takes_none_of_them(name: str) -> None:
    left = erase(standing(State.ASSIGNED), ANA, later(5)).incident
    with pytest.raises(IllegalMoveError):
        MOVES[name](left, later(10))


@pytest.mark.parametrize("name", MOVES)
def test_what_was_merged_takes_none_of_them_and_says_where_it_goes_on(name: str) -> None:
    target = opened()
    merged = merge(standing(State.WAITING), target, ANA, later(5), has_merged=False)[0].incident
    with pytest.raises(IllegalMoveError, match=f"It was merged into {target.reference}; change that one."):
        MOVES[name](merged, later(10))


def test_what_waits_goes_to_another_team_waiting() -> None:
    change = sorting.transfer(standing(State.WAITING), ANA, later(10), "shipping")
    assert (change.incident.wake_at, change.incident.assignee) == (later(60), None)
    assert FieldChange(field="assignee", old="Ana García", new=None) in change.event.changes


def test_the_team_follows_the_category_only_from_the_categorys_own_team() -> None:
    incident = opened()
    follows = sorting.categorize(incident, ANA, later(), "late", "shipping", "returns")
    assert follows.incident.team == "shipping"
    elsewhere = sorting.categorize(incident, ANA, later(), "late", "shipping", "billing")
    assert elsewhere.incident.team == "returns"


def test_what_is_so_already_changes_nothing() -> None:
    incident = made(MOVES["tag"](opened(), later())).incident
    assert sorting.tag(incident, LUIS, later(2), ["lote-17", "tetera", "tetera"]) is None
    assert sorting.amend(incident, LUIS, later(2), ()) is None
    assert relating.unlink(incident, opened(), LUIS, later(2)) is None
    assert relating.part(incident, LUIS, later(2), None) is None
    joined = made(MOVES["join"](opened(), later())).incident
    assert relating.join(joined, LUIS, later(2), KNOWN) is None
    with pytest.raises(IllegalMoveError, match="That team has it already"):
        sorting.transfer(incident, ANA, later(2), "returns")
    with pytest.raises(IllegalMoveError, match="It has that category already"):
        sorting.categorize(incident, ANA, later(2), "damaged", "returns", "returns")


def test_one_known_incident_is_enough() -> None:
    joined = made(MOVES["join"](opened(), later())).incident
    another = KNOWN.model_copy(update={"id": uuid4()})
    with pytest.raises(IllegalMoveError, match="a case of another known incident"):
        relating.join(joined, ANA, later(2), another)
    parted = relating.part(joined, ANA, later(2), KNOWN)
    assert parted
    assert parted.event.changes == (FieldChange(field="known_incident", old="Lote 17", new=None),)


def test_what_was_amended_is_told_inside_and_not_in_the_event() -> None:
    change = made(MOVES["amend"](opened(), later()))
    assert change.entry().changes == (FieldChange(field="A", old=None, new="1"),)
    assert change.event.changes == (FieldChange(field="answers", old=None, new=None),)


@pytest.mark.parametrize("wake_at", [later(10), later(-5), later(10) + timedelta(days=366)])
def test_a_day_must_be_to_come_within_a_year(wake_at: datetime) -> None:
    with pytest.raises(UnfitValueError) as refused:
        rules.pause(opened(), ANA, later(10), wake_at)
    assert refused.value.faults.keys() == {"wake_at"}


@pytest.mark.parametrize(
    "move",
    [
        lambda found, at: rules.comment(found, MARTA, at, uuid4(), "Aquí está."),
        lambda found, at: rules.release(found, ANA, at),
        lambda found, at: rules.resolve(found, ANA, at),
        lambda found, at: rules.wake(found, ANA, at),
        lambda found, at: erase(found, ANA, at),
    ],
)
def test_what_waits_no_longer_has_no_day(move: Move) -> None:
    change = made(move(standing(State.WAITING), later(10)))
    assert change.incident.wake_at is None
    assert "wake_at" in {one.field for one in change.event.changes}


def test_a_note_tells_whom_it_calls_and_not_what_it_says() -> None:
    luis = Assignee(id=LUIS.id or "", name=LUIS.name)
    change = rules.note(opened(), ANA, later(), uuid4(), "¿Lo miras?", (), (luis,))
    assert change.message
    assert change.message.mentions == (luis,)
    assert change.event.model_dump()["mentions"] == (LUIS.id,)


def test_undoing_a_merge_brings_back_how_it_stood_waiting_day_and_all() -> None:
    waiting, target = standing(State.WAITING), opened()
    merged, into = merge(waiting, target, ANA, later(10), has_merged=False)
    assert (merged.incident.wake_at, merged.incident.is_unanswered) == (None, False)
    back, left = unmerge(merged.incident, into.incident, LUIS, later(20), NO_WORDS)
    kept = {"version", "updated_at"}
    assert back.incident.model_dump(exclude=kept) == waiting.model_dump(exclude=kept)
    assert left.incident.model_dump(exclude=kept) == target.model_dump(exclude=kept)


def test_a_new_incident_of_a_message_is_the_same_for_the_same_request() -> None:
    assert WORDS
    request = uuid4()
    assert offshoot_id(WORDS, request) == offshoot_id(WORDS, request) != offshoot_id(WORDS, uuid4())


def test_a_new_incident_of_a_message_has_a_promise_of_its_own() -> None:
    assert WORDS
    old = standing(State.WAITING)
    _, opening = split(old, WORDS, ANA, later(10), new_id=uuid4(), subject="Otra")
    new = opening.incident
    assert (new.opened_at, new.assignee, new.state) == (later(10), None, State.OPEN)
    assert (new.team, new.category, new.contact) == (old.team, old.category, old.contact)
    assert opening.event.actor == MARTA
