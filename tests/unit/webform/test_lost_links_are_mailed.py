"""A guest who has lost the links of their incidents asks for them; nobody learns whether there are any."""

import pytest
from flask.testing import FlaskClient

from shared.contracts.commands import SendIncidentLinks
from shared.contracts.envelope import Envelope
from shared.contracts.vocabulary import Language
from shared.messaging.memory import MemoryBroker
from tests.support.forms import Visitor, hidden_of
from tests.support.signed_in import ENGLISH, look, post

LINKS = "/incidents/links"


def asked(broker: MemoryBroker) -> list[SendIncidentLinks]:
    contents = [Envelope.parse(one.body).content() for one in broker.queues["notifications.commands"]]
    return [content for content in contents if isinstance(content, SendIncidentLinks)]


def test_who_asks_is_told_the_same_whoever_they_are(client: FlaskClient, broker: MemoryBroker) -> None:
    pages = []
    for email in ("marta@example.com", "nobody@example.com"):
        answer = post(client, LINKS, email=email)
        assert (answer.status_code, answer.location) == (303, "/account/mailed?about=links")
        pages.append(look(client, answer.location).replace(email, "EMAIL"))
    assert pages[0] == pages[1]
    assert "If anything was opened with EMAIL" in pages[0]
    assert [(one.email, one.language) for one in asked(broker)] == [
        ("marta@example.com", Language.ENGLISH),
        ("nobody@example.com", Language.ENGLISH),
    ]


def test_a_post_that_is_repeated_asks_once_for_the_same(client: FlaskClient, broker: MemoryBroker) -> None:
    filled = {**hidden_of(look(client, LINKS)), "email": "marta@example.com"}
    for _ in range(2):
        client.post(LINKS, data=filled, headers=ENGLISH)
    first, second = asked(broker)
    assert first.request_id == second.request_id
    post(client, LINKS, email="marta@example.com")
    assert asked(broker)[2].request_id != first.request_id


@pytest.mark.parametrize(("email", "words"), [("", "We need an e-mail"), ("marta@", "look like an e-mail")])
def test_without_an_e_mail_nothing_is_asked_for(
    client: FlaskClient, broker: MemoryBroker, email: str, words: str
) -> None:
    answer = post(client, LINKS, email=email)
    assert answer.status_code == 400
    assert words in answer.text.partition('id="email-error"')[2][:200]
    assert f'value="{email}"' in answer.text
    assert not asked(broker)


def test_a_page_that_was_open_for_too_long_comes_back_filled_in(
    client: FlaskClient, broker: MemoryBroker
) -> None:
    answer = client.post(LINKS, data={"email": "marta@example.com"}, headers=ENGLISH)
    assert answer.status_code == 400
    assert "open for too long" in answer.text
    assert 'value="marta@example.com"' in answer.text
    assert not asked(broker)


def test_while_the_broker_is_away_no_mail_is_promised(client: FlaskClient, broker: MemoryBroker) -> None:
    broker.is_up = False
    answer = post(client, LINKS, email="marta@example.com")
    assert answer.status_code == 503
    assert "Please try again in a moment." in answer.text
    assert 'value="marta@example.com"' in answer.text


@pytest.mark.parametrize("path", ["/incidents/7F3K-9QX0", "/incidents/7F3K-9QX0?key=x", "/account/sign-in"])
def test_where_a_link_is_missed_the_way_to_another_one_is_shown(client: FlaskClient, path: str) -> None:
    assert f'href="{LINKS}"' in client.get(path).text


def test_a_page_that_was_never_there_offers_no_links(client: FlaskClient) -> None:
    assert LINKS not in client.get("/nowhere").text


@pytest.mark.parametrize(("language", "words"), [("en", "Lost the link"), ("es", "¿Has perdido el enlace")])
def test_the_form_leads_there(visitor: Visitor, language: str, words: str) -> None:
    page = visitor.look(f"/incidents/new?lang={language}")
    assert f'<a href="/incidents/links">{words}' in page
