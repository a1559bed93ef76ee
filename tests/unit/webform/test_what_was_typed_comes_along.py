"""Who leaves the form to sign in, or for the other language, finds it as it was; without scripts."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from shared.contracts.commands import OpenIncident
from shared.contracts.envelope import Envelope
from shared.messaging.memory import MemoryBroker
from tests.support.forms import FILLED, Visitor, hidden_of
from tests.support.little_accounts import PASSWORD
from tests.support.little_desk import LittleDesk

SPANISH = {"Accept-Language": "es"}
TYPED = FILLED["description"]


def sign_in(client: FlaskClient, address: str) -> str | None:
    hidden = hidden_of(client.get(address).text)
    person = {"email": "marta@example.com", "password": PASSWORD}
    return client.post("/account/sign-in", data={**hidden, **person}).location


def test_who_signs_in_from_the_form_comes_back_to_it_filled_in(
    served: FlaskClient, broker: MemoryBroker
) -> None:
    left = Visitor(served).send(**{"sign-in": "1"})
    assert left.location == "/account/sign-in?then=incident"
    assert sign_in(served, left.location) == "/incidents/new"
    page = served.get("/incidents/new", headers=SPANISH).text
    assert TYPED in page
    sent = Visitor(served).send(suggested="1")
    assert sent.status_code == 303
    command = Envelope.parse(broker.queues["intake.commands"][0].body).content()
    assert isinstance(command, OpenIncident)
    assert command.contact.customer_id


def test_the_door_leads_back_to_a_form_only_where_something_is_in_it(visitor: Visitor) -> None:
    assert 'href="/account/sign-in"' in visitor.look("/incidents/new")
    assert 'href="/account/sign-in?then=incident"' in visitor.send(category="").text
    assert 'href="/account/sign-in?then=incident"' in visitor.look("/incidents/new")


def test_a_refused_form_is_shown_in_the_other_language_by_a_link(visitor: Visitor) -> None:
    refused = visitor.send(subject="")
    assert 'href="?lang=es"' in refused.text
    page = visitor.client.get("/incidents/new?lang=es").text
    assert "Cuéntanos qué ha pasado" in page
    assert TYPED in page
    assert 'value="marta@example.com"' in page
    assert "problems" not in page


def test_what_was_sent_is_not_shown_again(visitor: Visitor) -> None:
    visitor.send(subject="")
    assert visitor.send().status_code == 303
    assert TYPED not in visitor.look("/incidents/new")


def test_what_is_too_long_to_come_along_stays_in_the_form(served: FlaskClient) -> None:
    hard = "".join(chr(0x4E00 + (number * 7919) % 20000) for number in range(4000))
    answer = Visitor(served).send(description=hard, **{"sign-in": "1"})
    assert answer.status_code == 200
    assert "too long to take along" in answer.text
    assert hard in answer.text
    assert hard not in Visitor(served).look("/incidents/new")


def test_who_signs_out_leaves_nothing_that_they_typed(served: FlaskClient) -> None:
    sign_in(served, "/account/sign-in")
    Visitor(served).send(subject="")
    served.post("/account/sign-out")
    assert TYPED not in served.get("/incidents/new").text


def end_everywhere(client: FlaskClient, _desk: LittleDesk) -> None:
    client.post("/account/sessions/end", data=hidden_of(client.get("/account/sessions").text))


def find_it_ended(client: FlaskClient, desk: LittleDesk) -> None:
    desk.accounts.is_over = True
    client.get("/account")


@pytest.mark.parametrize("leave", [end_everywhere, find_it_ended])
def test_however_a_session_ends_nothing_typed_stays(
    served: FlaskClient, desk: LittleDesk, leave: Callable[[FlaskClient, LittleDesk], None]
) -> None:
    sign_in(served, "/account/sign-in")
    Visitor(served).send(subject="")
    leave(served, desk)
    assert TYPED not in served.get("/incidents/new").text


def test_what_is_carried_is_believed_only_from_us(visitor: Visitor) -> None:
    visitor.client.set_cookie("typed", "forged", path="/incidents/new")
    assert "Tell us what happened" in visitor.look("/incidents/new")


def test_an_address_names_no_place_of_its_own_to_go_to(served: FlaskClient) -> None:
    assert sign_in(served, "/account/sign-in?then=https://evil.example") == "/incidents"
