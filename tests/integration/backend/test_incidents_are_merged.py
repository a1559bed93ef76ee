"""Two incidents about the same: one goes on in the other, with its words, until that is undone."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest

from backend.incidents import rules
from backend.incidents.erasing import Erasing
from backend.incidents.model import Incident
from backend.incidents.steps import IllegalMoveError
from backend.kit.mongo import Database
from shared.clock import utc_now
from shared.contracts.resources import Actor
from shared.contracts.vocabulary import ActorKind
from shared.ids import reference_of
from tests.support.openings import ANA, MARTA, cause
from tests.support.staff_desk import StaffDesk

pytestmark = pytest.mark.database
PABLO = Actor(kind=ActorKind.CUSTOMER, id="c-1a2b3c4d5e", name="Pablo Gil")


def write(desk: StaffDesk, incident: Incident, text: str, by: Actor = MARTA) -> None:
    """Have a customer write, as the worker does."""
    words, why = uuid4(), cause()
    desk.store.change(incident.id, lambda found: rules.comment(found, by, utc_now(), words, text), why)
    desk.store.change(incident.id, lambda found: rules.comment(found, by, utc_now(), words, text), why)


def reply(desk: StaffDesk, incident: Incident, text: str) -> None:
    answer = desk.ask("POST", incident, "replies", {"text": text}, key=uuid4())
    assert answer.status_code == 201, answer.text


def texts(detail: Any) -> list[str]:
    return [message["text"] for message in detail["messages"]]


@pytest.fixture
def two(desk: StaffDesk) -> tuple[Incident, Incident]:
    """Two incidents of Marta's; on each she has written more."""
    one, other = desk.open(), desk.open()
    write(desk, one, "Uno.")
    write(desk, other, "Otro.")
    return one, other


def test_it_is_closed_and_its_conversation_goes_on_in_the_other(
    desk: StaffDesk, two: tuple[Incident, Incident]
) -> None:
    one, target = two
    reply(desk, target, "Contestado.")
    row = desk.put(one, "merge", {"into": str(target.id)})
    assert (row["state"], row["merged_into"], row["is_unanswered"]) == ("closed", str(target.id), False)
    detail = desk.read(target)
    assert texts(detail) == [one.description, "Uno.", "Otro.", "Contestado."]
    assert [message["origin"] for message in detail["messages"]] == [str(one.id)] * 2 + [None] * 2
    assert [each["id"] for each in detail["merged"]] == [str(one.id)]
    assert detail["row"]["is_unanswered"], "what nobody has answered there is unanswered here"
    assert {message["version"] for message in detail["messages"][:2]} == {detail["row"]["version"]}
    for each, other in (two, two[::-1]):
        event = desk.events(each)[-1]
        assert (event.type, event.data["other"]) == ("incident.merged", str(other.id))
        assert event.version == desk.store.get(each.id).version


def test_what_the_customer_writes_then_is_said_to_the_other(
    desk: StaffDesk, two: tuple[Incident, Incident]
) -> None:
    one, target = two
    desk.put(one, "merge", {"into": str(target.id)})
    reply(desk, target, "Ya está de camino.")
    desk.put(target, "pause")
    write(desk, one, "¿Cuándo llega?")
    row = desk.read(target)["row"]
    assert (row["state"], row["is_unanswered"]) == ("assigned", True)
    assert texts(desk.read(target))[-1] == "¿Cuándo llega?"
    assert desk.read(target)["messages"][-1]["version"] == row["version"]
    assert [event.type for event in desk.events(target)][-1] == "incident.commented"
    assert texts(desk.read(one)) == ["Uno.", "¿Cuándo llega?"]
    assert not desk.store.get(one.id).is_unanswered


def test_stale_hands_see_what_was_merged_in(desk: StaffDesk, two: tuple[Incident, Incident]) -> None:
    one, target = two
    seen = desk.store.get(target.id).version
    desk.put(one, "merge", {"into": str(target.id)})
    stale = desk.ask("POST", target, "replies", {"text": "Hola"}, seen=seen)
    assert stale.status_code == 412
    assert texts(stale.get_json()) == [one.description, "Uno."]


def test_the_same_customer_sees_both_in_one_and_where_it_goes_on(
    desk: StaffDesk, two: tuple[Incident, Incident]
) -> None:
    one, target = two
    desk.put(one, "merge", {"into": str(target.id)})
    seen = desk.read_as(MARTA.id, target)
    assert texts(seen) == [one.description, "Uno.", "Otro."]
    assert seen["merged"] == seen["links"] == []
    closed = desk.read_as(MARTA.id, one)
    assert closed["row"]["merged_into"] == str(target.id)
    assert [entry["what"] for entry in closed["timeline"]] == ["opened", "commented", "closed"]


@pytest.mark.parametrize("customer_id", [PABLO.id, None])
def test_another_customer_sees_no_more_than_their_own(desk: StaffDesk, customer_id: str | None) -> None:
    one, target = desk.open(customer_id), desk.open()
    write(desk, one, "Vivo en la calle Mayor.", PABLO)
    desk.put(one, "merge", {"into": str(target.id)})
    write(desk, one, "Y tengo prisa.", PABLO)
    reply(desk, target, "Solo para Marta.")
    seen = desk.read_as(MARTA.id, target)
    assert texts(seen) == ["Solo para Marta."]
    for hidden in ("Mayor", "prisa", "Pablo", "Gil"):
        assert hidden not in str(seen)
    assert [entry["what"] for entry in seen["timeline"]] == ["opened", "replied"]
    assert one.reference not in str(seen)
    if customer_id:
        theirs = desk.read_as(customer_id, one)
        assert texts(theirs) == ["Vivo en la calle Mayor.", "Y tengo prisa."]
        assert (theirs["row"]["merged_into"], theirs["row"]["state"]) == (None, "closed")
        assert target.reference not in str(theirs)


def test_undoing_it_leaves_both_as_they_were_with_the_words_since(
    desk: StaffDesk, two: tuple[Incident, Incident]
) -> None:
    one, target = two
    desk.put(one, "claim")
    reply(desk, target, "Contestado.")
    before = desk.store.get(one.id), desk.store.get(target.id)
    desk.put(one, "merge", {"into": str(target.id)})
    write(desk, one, "¿Y bien?")
    row = desk.delete(one, "merge")
    assert (row["state"], row["merged_into"]) == ("assigned", None)
    kept = {"version", "updated_at"}
    for was in before:
        now = desk.store.get(was.id)
        assert now.model_dump(exclude=kept) == was.model_dump(exclude=kept)
    assert texts(desk.read(one)) == ["Uno.", "¿Y bien?"]
    assert texts(desk.read(target)) == ["Otro.", "Contestado."]
    assert {event.type for event in (desk.events(one)[-1], desk.events(target)[-1])} == {"incident.unmerged"}
    write(desk, one, "Otra vez yo.")
    assert texts(desk.read(target)) == ["Otro.", "Contestado."]


def test_one_that_waited_is_back_at_work_where_its_customer_has_written(
    desk: StaffDesk, two: tuple[Incident, Incident]
) -> None:
    one, target = two
    desk.put(one, "pause")
    desk.put(one, "merge", {"into": str(target.id)})
    write(desk, one, "Aquí está la foto.")
    row = desk.delete(one, "merge")
    assert (row["state"], row["is_unanswered"]) == ("open", True)


@pytest.mark.parametrize("which", [0, 1])
def test_it_stays_where_either_was_changed_by_more_than_words(
    desk: StaffDesk, two: tuple[Incident, Incident], which: int
) -> None:
    one, target = two
    desk.put(one, "merge", {"into": str(target.id)})
    if which == 1:
        desk.put(target, "priority", {"priority": "high"})
        refused = desk.ask("DELETE", one, "merge")
        why = f"Ana has changed {target.reference} since, so the merge stays."
        assert (refused.status_code, refused.get_json()["detail"]) == (409, why)
    else:
        refused = desk.ask("PUT", one, "priority", {"priority": "high"})
        why = f"It was merged into {target.reference}; change that one."
        assert (refused.status_code, refused.get_json()["detail"]) == (409, why)


def test_two_that_were_merged_into_one_part_in_any_order(desk: StaffDesk) -> None:
    target, one, two = desk.open(), desk.open(), desk.open()
    reply(desk, target, "Contestado.")
    for each in (one, two):
        desk.put(each, "merge", {"into": str(target.id)})
    desk.delete(one, "merge")
    assert desk.read(target)["row"]["is_unanswered"], "nobody has answered what the other one says"
    desk.delete(two, "merge")
    assert [row["state"] for row in (desk.read(one)["row"], desk.read(two)["row"])] == ["open", "open"]
    assert texts(desk.read(target)) == ["Contestado."]


def test_what_cannot_be_merged_says_why(desk: StaffDesk, two: tuple[Incident, Incident]) -> None:
    one, target = two
    third, closed = desk.open(), desk.open()
    desk.put(closed, "resolution")
    desk.put(closed, "closure")
    desk.put(one, "merge", {"into": str(target.id)})
    for incident, into, why in (
        (third, third, "It can't be merged into itself."),
        (third, one, f"{one.reference} was merged itself; merge this one into where that goes on."),
        (third, closed, f"{closed.reference} is closed and takes nothing in."),
        (target, third, f"Others were merged into it; merge {third.reference} into this one instead."),
        (closed, target, "An incident that is closed can't be merged."),
    ):
        refused = desk.ask("PUT", incident, "merge", {"into": str(into.id)})
        assert (refused.status_code, refused.get_json()["detail"]) == (409, why)
    nobody = desk.ask("PUT", third, "merge", {"into": str(uuid4())})
    assert (nobody.status_code, nobody.get_json()["errors"][0]["field"]) == (422, "into")
    assert desk.ask("DELETE", third, "merge").status_code == 409


def test_of_two_that_are_merged_into_each_other_at_once_one_is(
    desk: StaffDesk, two: tuple[Incident, Incident]
) -> None:
    seen, barrier = desk.store.get(two[0].id).version, Barrier(2)

    def merge(pair: tuple[Incident, Incident]) -> int:
        barrier.wait()
        body = {"into": str(pair[1].id)}
        status: int = desk.ask("PUT", pair[0], "merge", body, seen=seen).status_code
        return status

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(merge, (two, two[::-1])))
    assert statuses[0] == 200
    assert statuses[1] in {409, 412}
    assert sum(desk.store.get(each.id).merged_into is not None for each in two) == 1


def test_a_repeated_request_merges_once(desk: StaffDesk, two: tuple[Incident, Incident]) -> None:
    one, target = two
    key, seen = uuid4(), desk.store.get(one.id).version
    first = desk.ask("PUT", one, "merge", {"into": str(target.id)}, key=key, seen=seen)
    again = desk.ask("PUT", one, "merge", {"into": str(target.id)}, key=key, seen=seen)
    assert first.get_json() == again.get_json()
    key, seen = uuid4(), desk.store.get(one.id).version
    undone = desk.ask("DELETE", one, "merge", key=key, seen=seen)
    assert desk.ask("DELETE", one, "merge", key=key, seen=seen).get_json() == undone.get_json()


def test_nothing_of_an_erased_one_is_left_in_the_other(
    desk: StaffDesk, two: tuple[Incident, Incident], database: Database
) -> None:
    one, target = two
    desk.put(one, "merge", {"into": str(target.id)})
    Erasing(database, desk.store, utc_now).one(one.id, ANA, cause())
    assert texts(desk.read(target)) == ["Otro."]
    assert desk.ask("DELETE", one, "merge").status_code == 409


def test_what_was_merged_into_an_erased_one_outlives_it_and_is_heard_again(
    desk: StaffDesk, two: tuple[Incident, Incident], database: Database
) -> None:
    one, target = two
    desk.put(one, "merge", {"into": str(target.id)})
    Erasing(database, desk.store, utc_now).one(target.id, ANA, cause())
    left = desk.store.get(one.id)
    assert (left.state, left.merged_into) == ("closed", None)
    write(desk, one, "¿Hay alguien?")
    assert one.id in {row.id for row in desk.store.queue()}
    with pytest.raises(IllegalMoveError, match="erased"):
        desk.store.change(
            target.id, lambda found: rules.comment(found, MARTA, utc_now(), uuid4(), "x"), cause()
        )
    assert reference_of(target.id) == target.reference
