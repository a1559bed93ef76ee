"""The tracking page: what it shows in each state, and that customers' words arrive once."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.clock import utc_now
from shared.contracts.commands import CommentIncident, ReopenIncident
from shared.contracts.envelope import Content, Envelope
from shared.contracts.resources import Actor, IncidentDetail
from shared.contracts.vocabulary import ActorKind, State
from shared.ids import reference_of
from shared.links import Links
from shared.messaging.memory import MemoryBroker
from tests.support.forms import hidden_of
from tests.support.incidents_seen import ANA, CUSTOMER, did, said, seen
from tests.support.little_accounts import MARTA, PASSWORD
from tests.support.little_desk import LittleDesk

LINKS = Links("a link key for tests only")
CLOSED_BOX = '<section id="answer" class="card" hidden>'
ENGLISH = {"Accept-Language": "en"}


def link(incident: IncidentDetail, more: str = "") -> str:
    return f"/incidents/{incident.row.reference}{more}?key={LINKS.key_of(incident.row.id)}"


def place(desk: LittleDesk, incident: IncidentDetail) -> IncidentDetail:
    desk.incidents[incident.row.id] = incident
    return incident


def commands(broker: MemoryBroker) -> list[Content]:
    return [Envelope.parse(delivery.body).content() for delivery in broker.queues["resolution.commands"]]


def send(client: FlaskClient, incident: IncidentDetail, move: str, text: str = "") -> TestResponse:
    hidden = hidden_of(client.get(link(incident), headers=ENGLISH).text)
    return client.post(link(incident, f"/{move}"), data={**hidden, "text": text}, headers=ENGLISH)


def test_before_it_is_registered_the_page_says_that_it_is_safe(served: FlaskClient) -> None:
    identity = uuid4()
    page = served.get(
        f"/incidents/{reference_of(identity)}?key={LINKS.key_of(identity)}", headers=ENGLISH
    ).text
    assert "We have it" in page
    assert "being registered" in page
    assert 'http-equiv="refresh"' in page
    assert CLOSED_BOX in page


def test_the_conversation_is_told_in_order_with_both_sides_apart(
    served: FlaskClient, desk: LittleDesk
) -> None:
    incident = place(
        desk,
        seen(
            State.RESOLVED,
            said(3, ANA, "Hoy sale otra."),
            said(4, CUSTOMER, "¡Gracias!"),
            did(2, "claimed", ANA),
            did(5, "resolved", ANA),
        ),
    )
    page = served.get(link(incident), headers=ENGLISH).text
    words = ["partida", "took it on", "Hoy sale otra.", "¡Gracias!", "marked it as solved"]
    assert [page.index(word) for word in words] == sorted(page.index(word) for word in words)
    assert len(re.findall(r'class="message mine"', page)) == 2
    assert len(re.findall(r'class="message ours"', page)) == 1


def test_the_site_asks_as_a_guest_of_this_incident_alone(served: FlaskClient, desk: LittleDesk) -> None:
    incident = place(desk, seen())
    served.get(link(incident))
    (claims,) = desk.guests
    assert (claims["iss"], claims["sub"], claims["incident"]) == ("webform", "guest", str(incident.row.id))
    assert claims["exp"] - claims["iat"] == 120


@pytest.mark.parametrize(
    ("state", "offered", "missing"),
    [
        (State.OPEN, "It's solved already", "Send, and open it again"),
        (State.WAITING, "It's solved already", "Send, and open it again"),
        (State.RESOLVED, "Send, and open it again", "It's solved already"),
        (State.CLOSED, CLOSED_BOX, "It's solved already"),
    ],
)
def test_each_state_offers_what_is_possible(
    served: FlaskClient, desk: LittleDesk, state: State, offered: str, missing: str
) -> None:
    page = served.get(link(place(desk, seen(state))), headers=ENGLISH).text
    assert offered in page
    assert missing not in page


def test_words_are_shown_as_being_sent_until_the_incident_shows_them(
    served: FlaskClient, desk: LittleDesk, broker: MemoryBroker
) -> None:
    incident = place(desk, seen())
    answer = send(served, incident, "comments", "La caja también.")
    assert answer.status_code == 303
    (command,) = commands(broker)
    assert isinstance(command, CommentIncident)
    assert (command.text, command.author.name) == ("La caja también.", "Marta Ruiz")
    assert "sending…" in served.get(link(incident), headers=ENGLISH).text

    arrived = said(2, CUSTOMER, "La caja también.").model_copy(update={"id": command.message_id})
    row = incident.row.model_copy(update={"version": 2})
    place(desk, incident.model_copy(update={"row": row, "messages": (arrived,)}))
    page = served.get(link(incident), headers=ENGLISH)
    assert page.text.count("La caja también.") == 1
    assert "sending…" not in page.text
    assert "sent=;" in page.headers["Set-Cookie"]


def test_what_was_sent_to_one_incident_never_shows_on_another(served: FlaskClient, desk: LittleDesk) -> None:
    one, other = place(desk, seen()), place(desk, seen())
    send(served, one, "comments", "Solo para esta.")
    assert "Solo para esta." in served.get(link(one)).text
    assert "Solo para esta." not in served.get(link(other)).text


def test_a_double_click_says_it_once(served: FlaskClient, desk: LittleDesk, broker: MemoryBroker) -> None:
    incident = place(desk, seen())
    hidden = hidden_of(served.get(link(incident)).text)
    for _ in range(2):
        served.post(link(incident, "/comments"), data={**hidden, "text": "Hola"})
    assert len({Envelope.parse(delivery.body).id for delivery in broker.queues["resolution.commands"]}) == 1


def test_opening_again_needs_a_word_and_carries_it(
    served: FlaskClient, desk: LittleDesk, broker: MemoryBroker
) -> None:
    incident = place(desk, seen(State.RESOLVED))
    empty = send(served, incident, "reopening")
    assert empty.status_code == 400
    assert "Write something first." in empty.text
    assert send(served, incident, "reopening", "Vino otra rota.").status_code == 303
    (command,) = commands(broker)
    assert isinstance(command, ReopenIncident)
    assert command.text == "Vino otra rota."


def test_the_language_of_a_refused_answer_is_changed_by_a_link_to_the_page(
    served: FlaskClient, desk: LittleDesk
) -> None:
    path = link(place(desk, seen()), "/comments")
    page = served.post(path, data={"text": "A medias"}, headers=ENGLISH)
    there = served.get(f"{path}&lang=es", follow_redirects=True)
    assert page.status_code == 400
    assert "&amp;lang=es" in page.text
    assert (there.status_code, "Recibida" in there.text) == (200, True)


@pytest.mark.parametrize("hidden", [{}, {"csrf_token": "forged", "ticket": "forged"}])
def test_a_stale_answer_comes_back_and_can_be_sent_at_once(
    served: FlaskClient, desk: LittleDesk, broker: MemoryBroker, hidden: dict[str, str]
) -> None:
    incident = place(desk, seen())
    page = served.post(link(incident, "/comments"), data={**hidden, "text": "Hola"}, headers=ENGLISH)
    assert page.status_code == 400
    assert "open for too long" in page.text
    again = {**hidden_of(page.text), "text": "Hola"}
    assert served.post(link(incident, "/comments"), data=again).status_code == 303
    assert len(commands(broker)) == 1


def test_reloading_the_address_of_a_post_leads_to_the_page(served: FlaskClient, desk: LittleDesk) -> None:
    incident = place(desk, seen())
    answer = served.get(link(incident, "/comments"))
    assert answer.status_code == 303
    assert answer.location.endswith(link(incident))


def test_the_live_parts_come_only_when_they_changed(served: FlaskClient, desk: LittleDesk) -> None:
    incident = place(desk, seen())
    first = served.get(link(incident, "/conversation"), headers=ENGLISH)
    assert "<html" not in first.text
    etag = {**ENGLISH, "If-None-Match": first.headers["ETag"]}
    assert served.get(link(incident, "/conversation"), headers=etag).status_code == 304
    spanish = {"Accept-Language": "es", "If-None-Match": first.headers["ETag"]}
    assert served.get(link(incident, "/conversation"), headers=spanish).status_code == 200
    place(
        desk,
        incident.model_copy(
            update={"row": incident.row.model_copy(update={"version": 2, "state": "assigned"})}
        ),
    )
    assert served.get(link(incident, "/conversation"), headers=etag).status_code == 200


def test_going_back_finds_what_was_typed(served: FlaskClient, desk: LittleDesk) -> None:
    incident = place(desk, seen())
    for path in ("/incidents/new", link(incident)):
        assert "no-store" not in served.get(path).headers["Cache-Control"]


def test_the_link_to_keep_is_the_public_one(served: FlaskClient, desk: LittleDesk) -> None:
    incident = place(desk, seen())
    page = served.get(link(incident), headers={"Host": "evil.example"}).text
    assert "evil.example" not in page
    assert f'value="http://localhost{link(incident)}"' in page


@pytest.mark.parametrize("text", ["\u200b", "\u2800 \ufeff"])
def test_a_comment_needs_something_to_see(
    served: FlaskClient, desk: LittleDesk, broker: MemoryBroker, text: str
) -> None:
    answer = send(served, place(desk, seen()), "comments", text)
    assert answer.status_code == 400
    assert not commands(broker)


def test_each_text_has_its_own_direction(served: FlaskClient, desk: LittleDesk) -> None:
    incident = place(desk, seen(State.ASSIGNED, said(3, ANA, "مرحبا"), did(2, "claimed", ANA)))
    page = served.get(link(incident), headers=ENGLISH).text
    assert '<p class="words" dir="auto">مرحبا</p>' in page
    assert "<bdi>Ana</bdi> took it on." in page


@pytest.mark.parametrize(
    ("opener", "author_id"),
    [("c-other0001", None), (MARTA["id"], MARTA["id"]), (None, None)],
    ids=["somebody else's", "their own", "a guest's"],
)
def test_who_holds_a_link_speaks_for_its_customer_whoever_is_signed_in(
    served: FlaskClient, desk: LittleDesk, broker: MemoryBroker, opener: str | None, author_id: str | None
) -> None:
    hidden = hidden_of(served.get("/account/sign-in").text)
    served.post("/account/sign-in", data={**hidden, "email": MARTA["email"], "password": PASSWORD})
    customer = Actor(kind=ActorKind.CUSTOMER, id=opener, name="Rosa Molina")
    send(served, place(desk, seen(State.OPEN, did(1, "opened", customer))), "comments", "Hola")
    (command,) = commands(broker)
    assert isinstance(command, CommentIncident)
    assert (command.author.id, command.author.name) == (author_id, "Rosa Molina")


def steps_of(page: str) -> list[str]:
    return re.findall(r'<li class="\w+"[^>]*>([^<]+)</li>', page)


def test_who_said_that_it_is_solved_reads_so_and_no_step_is_made_up(
    served: FlaskClient, desk: LittleDesk
) -> None:
    incident = place(desk, seen(State.RESOLVED, did(1, "opened", CUSTOMER), did(2, "resolved", CUSTOMER)))
    page = served.get(link(incident), headers=ENGLISH).text
    assert "You told us that this is solved." in page
    assert "We think this is solved" not in page
    assert steps_of(page) == ["Received", "Solved"]


def test_the_steps_that_were_taken_stay(served: FlaskClient, desk: LittleDesk) -> None:
    took, asked, solved = did(2, "claimed", ANA), did(3, "paused", ANA), did(4, "resolved", ANA)
    page = served.get(link(place(desk, seen(State.RESOLVED, took, asked, solved))), headers=ENGLISH).text
    assert "We think this is solved" in page
    assert steps_of(page) == ["Received", "Being looked at", "Your turn", "Solved"]
    page = served.get(link(place(desk, seen(State.RESOLVED, took, solved))), headers=ENGLISH).text
    assert steps_of(page) == ["Received", "Being looked at", "Solved"]


def test_what_changes_nothing_for_the_customer_leaves_no_trace(served: FlaskClient, desk: LittleDesk) -> None:
    incident = place(desk, seen(State.ASSIGNED, did(1, "opened", CUSTOMER), did(2, "claimed", ANA)))
    first = served.get(link(incident, "/conversation"), headers=ENGLISH)
    row = incident.row.model_copy(update={"version": 3, "updated_at": utc_now()})  # a note
    place(desk, incident.model_copy(update={"row": row}))
    again = {**ENGLISH, "If-None-Match": first.headers["ETag"]}
    assert served.get(link(incident, "/conversation"), headers=again).status_code == 304


@pytest.mark.parametrize("write", [str.lower, lambda proper: proper.replace("-", "")])
def test_a_reference_may_be_written_as_it_was_heard(
    served: FlaskClient, desk: LittleDesk, write: Callable[[str], str]
) -> None:
    incident = place(desk, seen())
    proper = incident.row.reference
    answer = served.get(link(incident).replace(proper, write(proper)))
    assert answer.status_code == 308
    assert answer.location.endswith(link(incident))
    assert served.get(answer.location).status_code == 200
    assert served.get(f"/incidents/{write(proper)}?key=wrong").status_code == 404
