"""The whole incident for employees; for its customer no notes, no addresses, no more than first names."""

from uuid import uuid4

import pytest

from backend.incidents import rules
from backend.incidents.merging import hear, merge
from backend.incidents.model import Change
from backend.resolution.views import CUSTOMERS_TIMELINE, customers_row, for_customer, for_employee, for_list
from shared.contracts.event_types import EVENTS
from shared.contracts.events import IncidentEvent
from shared.contracts.resources import Assignee, IncidentDetail, LastAnswer
from shared.contracts.vocabulary import MessageKind, Priority
from tests.support.openings import ANA, LUIS, MARTA, first_change, later, opened

INTERNAL = {"released", "assigned", "noted", "prioritized", "transferred", "categorized", "tagged", "amended",
            "woken", "merged", "unmerged", "split", "linked", "unlinked", "joined", "parted",
            "promised", "warned", "breached"}  # fmt: skip


@pytest.fixture
def story() -> list[Change]:
    """One incident to which everything happened."""
    to_luis = Assignee(id=LUIS.id or "", name=LUIS.name)
    changes = [first_change()[0]]
    for move in (
        lambda found, at: rules.claim(found, ANA, at),
        lambda found, at: rules.note(found, ANA, at, uuid4(), "Cliente de siempre."),
        lambda found, at: rules.prioritize(found, ANA, at, Priority.HIGH),
        lambda found, at: rules.reply(found, ANA, at, uuid4(), "¿Nos mandas una foto?"),
        lambda found, at: rules.comment(found, MARTA, at, uuid4(), "Aquí va."),
        lambda found, at: rules.assign(found, ANA, at, to_luis),
    ):
        changes.append(move(changes[-1].incident, later(len(changes))))
    return changes


def seen_by(view, story: list[Change]) -> IncidentDetail:  # type: ignore[no-untyped-def]
    messages = [change.message for change in story if change.message]
    return view(story[-1].incident, messages, [change.entry() for change in story])


def test_an_employee_sees_everything(story: list[Change]) -> None:
    detail = seen_by(for_employee, story)
    assert detail.row == story[-1].incident.row()
    assert detail.contact == story[-1].incident.contact
    assert [message.kind for message in detail.messages] == ["note", "reply", "message"]
    assert [entry.version for entry in detail.timeline] == list(range(1, 8))
    assert detail.description == story[0].incident.description


@pytest.mark.parametrize("view", [for_employee, for_customer])
def test_everybody_sees_by_when_an_answer_is_due(view, story: list[Change]) -> None:  # type: ignore[no-untyped-def]
    due = later(60)
    promised = story[-1].incident.model_copy(update={"answer_due": due})
    assert view(promised, (), ()).row.answer_due == due
    assert for_list(promised, None).row.answer_due == due


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("Mañana sale otra.", "Mañana sale otra."),
        ("Hola, Marta:\n\nmañana sale otra.", "Hola, Marta: mañana sale otra."),
        ("palabra " * 30, "palabra " * 19 + "palabra…"),
        ("x" * 300, "x" * 160 + "…"),
    ],
)
def test_a_list_shows_how_the_last_answer_begins(story: list[Change], text: str, excerpt: str) -> None:
    reply = rules.reply(story[-1].incident, ANA, later(60), uuid4(), text)
    own = for_list(reply.incident, reply.message)
    assert own.last_answer == LastAnswer(excerpt=excerpt, at=later(60))
    assert own.row == customers_row(reply.incident.row())


def test_a_customer_sees_no_note_whatever_it_says(story: list[Change]) -> None:
    detail = seen_by(for_customer, story)
    assert MessageKind.NOTE not in {message.kind for message in detail.messages}
    assert "Cliente de siempre" not in detail.model_dump_json()


def test_a_customer_sees_no_address_and_no_identity_of_the_staff(story: list[Change]) -> None:
    body = seen_by(for_customer, story).model_dump_json()
    for hidden in ("marta@example.org", ANA.id, LUIS.id, "García", "Ortega", "Luis"):
        assert str(hidden) not in body
    assert '"name":"Ana"' in body


def test_a_customer_sees_neither_team_nor_assignee(story: list[Change]) -> None:
    row = seen_by(for_customer, story).row
    assert (row.team, row.assignee) == (None, None)
    assert customers_row(story[-1].incident.row()) == row
    assert row.version == 7


def test_a_customers_timeline_tells_what_concerns_them_without_the_fields(story: list[Change]) -> None:
    timeline = seen_by(for_customer, story).timeline
    assert [entry.what for entry in timeline] == ["opened", "claimed", "replied", "commented"]
    assert all(entry.changes == () for entry in timeline)


def test_a_customer_keeps_their_own_name_whole(story: list[Change]) -> None:
    assert seen_by(for_customer, story).messages[-1].author == MARTA


def test_that_another_customer_wrote_on_what_was_merged_in_is_not_told(story: list[Change]) -> None:
    pablo = MARTA.model_copy(update={"id": "c-1a2b3c4d5e", "name": "Pablo Gil"})
    heard = hear(story[-1].incident, pablo, later(20))
    detail = seen_by(for_customer, [*story, heard])
    assert detail.timeline == seen_by(for_customer, story).timeline
    assert "Pablo" not in detail.model_dump_json()


def test_what_was_merged_is_to_its_customer_just_closed() -> None:
    opening = first_change()[0]
    merged, _ = merge(opening.incident, opened(), ANA, later(), has_merged=False)
    detail = seen_by(for_customer, [opening, merged])
    assert [entry.what for entry in detail.timeline] == ["opened", "closed"]
    assert (detail.row.merged_into, detail.timeline[-1].changes) == (None, ())
    assert [entry.what for entry in seen_by(for_employee, [opening, merged]).timeline] == ["opened", "merged"]


def test_every_event_is_either_the_customers_business_or_known_to_be_internal() -> None:
    told = {event.TYPE.removeprefix("incident.") for event in EVENTS if issubclass(event, IncidentEvent)}
    assert told == CUSTOMERS_TIMELINE | INTERNAL
    assert not CUSTOMERS_TIMELINE & INTERNAL
