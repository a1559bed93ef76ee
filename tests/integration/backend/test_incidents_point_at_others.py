"""Links, splits, known incidents and a customer's other incidents, over HTTP on a real database."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from gridfs import GridFSBucket

from backend.incidents import rules
from backend.incidents.erasing import Erasing
from backend.incidents.model import Incident
from backend.kit.audit import AuditEntry
from backend.kit.causes import Cause
from backend.kit.mongo import Database
from backend.knowledge.domain import announce, solve
from backend.knowledge.store import KnowledgeStore
from shared.clock import utc_now
from shared.contracts.knowledge import AnswerText, Follower, KnownIncident
from shared.contracts.resources import FileRef
from shared.contracts.vocabulary import LINKS_MAX, Language
from shared.ids import reference_of, uuid7
from tests.support.openings import ANA, MARTA, cause
from tests.support.staff_desk import StaffDesk

pytestmark = pytest.mark.database


@pytest.fixture
def knowledge(database: Database) -> KnowledgeStore:
    return KnowledgeStore(database, utc_now)


@pytest.fixture
def known(knowledge: KnowledgeStore) -> KnownIncident:
    """Something that affects many, as a supervisor announces it."""
    texts = dict.fromkeys(Language, AnswerText(title="Teteras del lote 17", body="Se rompen."))
    edit = announce(uuid7(utc_now()), None, ANA, utc_now(), category=None, texts=texts)
    entry = AuditEntry.note(f"known-incident:{edit.after.id}", "announced", 1, ANA, utc_now())
    return knowledge.known_incidents.put(edit, entry, cause())


def last_event(desk: StaffDesk, incident: Incident | UUID) -> Any:
    return desk.events(incident)[-1]


def test_a_link_is_seen_from_both_ends_and_by_no_customer(desk: StaffDesk) -> None:
    one, other = desk.open(), desk.open(None)
    row = desk.put(one, f"links/{other.id}")
    for each, end in ((one, other), (other, one)):
        assert [link["id"] for link in desk.read(each)["links"]] == [str(end.id)]
        event = last_event(desk, each)
        assert (event.type, event.data["other"]) == ("incident.linked", str(end.id))
        assert event.data["changes"] == [{"field": "links", "old": None, "new": end.reference}]
    assert desk.put(one, f"links/{other.id}")["version"] == row["version"]
    assert desk.read_as(MARTA.id, one)["links"] == []
    assert other.reference not in str(desk.read_as(MARTA.id, one))
    desk.delete(other, f"links/{one.id}")
    assert desk.read(one)["links"] == desk.read(other)["links"] == []
    assert last_event(desk, one).type == last_event(desk, other).type == "incident.unlinked"


def test_a_link_to_what_was_merged_meanwhile_can_be_taken_away(desk: StaffDesk) -> None:
    one, merged, target = desk.open(), desk.open(), desk.open()
    desk.put(one, f"links/{merged.id}")
    seen = desk.store.get(merged.id).version
    desk.ask("PUT", merged, "merge", {"into": str(target.id)}, key=uuid4(), seen=seen)
    desk.delete(one, f"links/{merged.id}")
    assert desk.read(one)["links"] == []


def test_a_link_needs_two_incidents_that_are_there_and_not_erased(
    desk: StaffDesk, database: Database
) -> None:
    one, erased = desk.open(), desk.open()
    Erasing(database, desk.store, utc_now).one(erased.id, ANA, cause())
    assert desk.ask("PUT", one, f"links/{one.id}").status_code == 409
    assert desk.ask("PUT", one, f"links/{uuid4()}").status_code == 404
    assert desk.ask("PUT", one, f"links/{erased.id}").status_code == 409
    assert desk.ask("PUT", one, f"links/{erased.id}", seen=7).status_code == 412


def test_there_are_only_so_many_links(desk: StaffDesk, database: Database) -> None:
    one, other = desk.open(), desk.open()
    many = [uuid4() for _ in range(LINKS_MAX)]
    database["incidents"].update_one({"_id": one.id}, {"$set": {"links": many}})
    refused = desk.ask("PUT", other, f"links/{one.id}")
    assert refused.get_json()["detail"] == f"{one.reference} has {LINKS_MAX} links already."
    assert desk.read(other)["links"] == []


def photo(database: Database) -> FileRef:
    """Keep a picture, as ``files`` does."""
    file_id = uuid4()
    about = {"media_type": "image/jpeg", "incident_id": None}
    GridFSBucket(database, "files").upload_from_stream_with_id(file_id, "caja.jpg", b"JPEG", metadata=about)
    return FileRef(id=file_id, name="caja.jpg", media_type="image/jpeg", size=4)


def said(desk: StaffDesk, incident: Incident, text: str, *files: FileRef) -> UUID:
    """Have Marta write something, and return which message that is."""
    message = uuid4()
    at = utc_now()
    desk.store.change(
        incident.id, lambda found: rules.comment(found, MARTA, at, message, text, files), cause()
    )
    return message


def test_a_message_becomes_an_incident_of_the_same_customer(desk: StaffDesk, database: Database) -> None:
    old, ref = desk.open(), photo(database)
    message = said(desk, old, "Y además me cobrasteis dos veces.", ref)
    body = {"message": str(message), "subject": "Cobro doble"}
    key, seen = uuid4(), desk.store.get(old.id).version
    answer = desk.ask("POST", old, "splits", body, key=key, seen=seen)
    assert answer.status_code == 201
    assert (answer.get_json()["id"], answer.headers["ETag"]) == (str(old.id), f'"{seen + 1}"')
    new_id = UUID(answer.headers["Location"].rpartition("/")[2])
    new = desk.read(new_id)
    assert (new["row"]["subject"], new["description"]) == ("Cobro doble", "Y además me cobrasteis dos veces.")
    assert (new["contact"], new["row"]["state"]) == (desk.read(old)["contact"], "open")
    assert new["row"]["is_unanswered"]
    assert [file["id"] for file in new["files"]] == [str(ref.id)]
    (kept,) = desk.read(old)["messages"]
    assert (kept["text"], kept["files"], kept["became"]) == (new["description"], [], str(new_id))
    assert [link["id"] for link in new["links"]] == [str(old.id)]
    assert [link["id"] for link in desk.read(old)["links"]] == [str(new_id)]
    assert last_event(desk, old).data["other"] == str(new_id)
    (opened,) = desk.events(new_id)
    assert (opened.type, opened.data["actor"]["kind"]) == ("incident.opened", "customer")
    again = desk.ask("POST", old, "splits", body, key=key, seen=seen)
    assert (again.status_code, again.headers["Location"]) == (201, answer.headers["Location"])
    assert len(desk.store.queue()) == 2
    twice = desk.ask("POST", old, "splits", body, key=uuid4())
    detail = f"It is an incident of its own already: {reference_of(new_id)}."
    assert (twice.status_code, twice.get_json()["detail"]) == (409, detail)
    assert new_id not in {each["became"] for each in desk.read_as(MARTA.id, old)["messages"]}


def test_only_a_customers_own_message_of_this_incident_is_split_off(desk: StaffDesk) -> None:
    incident, other = desk.open(), desk.open()
    desk.ask("POST", incident, "replies", {"text": "Hola, Marta."}, key=uuid4())
    (reply,) = desk.read(incident)["messages"]
    refused = desk.ask("POST", incident, "splits", {"message": reply["id"], "subject": "Otra"}, key=uuid4())
    detail = "Only what the customer wrote can be split off."
    assert (refused.status_code, refused.get_json()["detail"]) == (409, detail)
    elsewhere = said(desk, other, "Aquí.")
    body = {"message": str(elsewhere), "subject": "Otra"}
    refused = desk.ask("POST", incident, "splits", body, key=uuid4())
    assert (refused.status_code, refused.get_json()["errors"][0]["field"]) == (422, "message")


def followers(database: Database) -> list[dict[str, Any]]:
    return list(database["followers"].find())


def test_who_is_joined_follows_until_the_incident_is_taken_out(
    desk: StaffDesk, database: Database, known: KnownIncident
) -> None:
    incident = desk.open()
    body = {"known_incident": str(known.id)}
    row = desk.put(incident, "known-incident", body)
    (follower,) = followers(database)
    assert (follower["email"], follower["known_incident_id"]) == ("marta@example.org", known.id)
    assert desk.read(incident)["known_incident"] == {
        "id": str(known.id),
        "titles": dict.fromkeys(Language, "Teteras del lote 17"),
        "solved_at": None,
    }
    event = last_event(desk, incident)
    assert (event.type, event.data["known_incident"]) == ("incident.joined", str(known.id))
    assert desk.read_as(MARTA.id, incident)["known_incident"] is None
    assert desk.put(incident, "known-incident", body)["version"] == row["version"]
    desk.delete(incident, "known-incident")
    assert followers(database) == []
    assert last_event(desk, incident).type == "incident.parted"
    assert desk.delete(incident, "known-incident")["version"] == row["version"] + 1


def test_who_follows_of_their_own_accord_or_for_another_incident_goes_on(
    desk: StaffDesk, database: Database, known: KnownIncident, knowledge: KnowledgeStore
) -> None:
    one, other = desk.open(), desk.open()
    body = {"known_incident": str(known.id)}
    for each in (one, other):
        desk.put(each, "known-incident", body)
    desk.delete(one, "known-incident")
    assert len(followers(database)) == 1
    desk.delete(other, "known-incident")
    assert followers(database) == []
    marta = Follower(email="Marta@example.org", name="Marta", language=Language.SPANISH)
    knowledge.follow(known.id, marta)
    desk.put(one, "known-incident", body)
    desk.delete(one, "known-incident")
    assert [each["name"] for each in followers(database)] == ["Marta"]


def test_what_is_solved_or_unknown_is_not_joined(
    desk: StaffDesk, known: KnownIncident, knowledge: KnowledgeStore
) -> None:
    incident = desk.open()
    unknown = desk.ask("PUT", incident, "known-incident", {"known_incident": str(uuid4())})
    assert (unknown.status_code, unknown.get_json()["errors"][0]["field"]) == (422, "known_incident")
    edit = solve(known, ANA, utc_now())
    entry = AuditEntry.note(f"known-incident:{known.id}", "solved", 2, ANA, utc_now())
    knowledge.known_incidents.put(edit, entry, Cause(uuid4(), uuid4()))
    solved = desk.ask("PUT", incident, "known-incident", {"known_incident": str(known.id)})
    assert (solved.status_code, solved.get_json()["detail"]) == (
        409,
        "That known incident is solved already.",
    )


def test_an_erased_incident_leaves_no_follower(
    desk: StaffDesk, database: Database, known: KnownIncident
) -> None:
    incident = desk.open()
    desk.put(incident, "known-incident", {"known_incident": str(known.id)})
    Erasing(database, desk.store, utc_now).one(incident.id, ANA, cause())
    assert followers(database) == []


@pytest.mark.parametrize("customer_id", [MARTA.id, None])
def test_a_customers_other_incidents_are_told(desk: StaffDesk, customer_id: str | None) -> None:
    mine = [desk.open(customer_id) for _ in range(3)]
    desk.open("c-somebodyelse")
    desk.open(None if customer_id else MARTA.id)
    rows = desk.read(mine[0], "/others")["rows"]
    assert {row["id"] for row in rows} == {str(one.id) for one in mine[1:]}
