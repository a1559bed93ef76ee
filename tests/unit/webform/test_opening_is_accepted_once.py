"""Opening an incident: accepted once, refused in words, and never without what was typed."""

import pytest
from flask import Flask

from shared.contracts.commands import OpenIncident
from shared.contracts.envelope import Envelope
from shared.messaging.memory import MemoryBroker
from tests.support.forms import FILLED, Visitor


def opened(broker: MemoryBroker) -> list[OpenIncident]:
    commands = [Envelope.parse(delivery.body).content() for delivery in broker.queues["intake"]]
    return [command for command in commands if isinstance(command, OpenIncident)]


def test_a_filled_in_form_is_accepted_and_leads_to_the_tracking_page(
    visitor: Visitor, broker: MemoryBroker
) -> None:
    answer = visitor.send()
    assert answer.status_code == 303
    assert "/incidents/" in answer.location
    assert "key=" in answer.location
    (command,) = opened(broker)
    assert (command.subject, command.order_number, command.product) == (FILLED["subject"], "48213", None)
    assert (command.contact.email, command.language) == ("marta@example.com", "en")


def test_every_empty_form_is_another_one(app: Flask) -> None:
    one, other = Visitor(app.test_client()).open(), Visitor(app.test_client()).open()
    assert set(one) == {"csrf_token", "ticket"}
    assert all(one[name] != other[name] for name in one)


def test_each_language_has_its_empty_form(app: Flask) -> None:
    for language, words in [("en", "What happened?"), ("es", "¿Qué ha pasado?"), ("en", "What happened?")]:
        page = app.test_client().get("/incidents/new", headers={"Accept-Language": language}).text
        assert words in page


def test_a_double_click_opens_one_incident(visitor: Visitor, broker: MemoryBroker) -> None:
    hidden = visitor.open()
    first, second = visitor.send(hidden), visitor.send(hidden)
    assert first.location == second.location
    assert len({command.incident_id for command in opened(broker)}) == 1


def test_going_back_and_sending_other_words_opens_another(visitor: Visitor, broker: MemoryBroker) -> None:
    hidden = visitor.open()
    visitor.send(hidden)
    visitor.send(hidden, description="Y la tapa también.")
    assert len({command.incident_id for command in opened(broker)}) == 2


@pytest.mark.parametrize("field", ["subject", "description", "name", "email"])
@pytest.mark.parametrize("unseen", ["\u200b", "\u2060\u2800", "\ufeff \u00ad", "\u202e", "\u200d"])
def test_what_nobody_can_see_is_an_empty_field(
    visitor: Visitor, broker: MemoryBroker, field: str, unseen: str
) -> None:
    answer = visitor.send(**{field: unseen})
    assert answer.status_code == 400
    assert f'id="{field}-error"' in answer.text
    assert not opened(broker)


def test_hidden_characters_are_not_sent(visitor: Visitor, broker: MemoryBroker) -> None:
    assert visitor.send(email="marta@example.com\u200b", subject="Pedido \u202e654").status_code == 303
    (command,) = opened(broker)
    assert (command.contact.email, command.subject) == ("marta@example.com", "Pedido 654")


@pytest.mark.parametrize("field", ["category", "subject", "description", "name", "email"])
def test_an_empty_field_is_named_and_the_rest_is_kept(
    visitor: Visitor, broker: MemoryBroker, field: str
) -> None:
    answer = visitor.send(**{field: ""})
    assert answer.status_code == 400
    assert f'href="#{field}"' in answer.text
    for name, value in FILLED.items():
        if name not in {field, "category", "product"}:
            assert value in answer.text
    assert not opened(broker)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", "x" * 141),
        ("description", "x" * 10_001),
        ("name", "x" * 81),
        ("email", "nobody"),
        ("email", "a@b@c.example"),
        ("order_number", "1" * 41),
        ("subject", "a\x00b"),
        ("name", "Marta\r\nBcc: x@example.com"),
        ("category", "free-pizza"),
    ],
)
def test_rubbish_gets_a_message_at_its_field(
    visitor: Visitor, broker: MemoryBroker, field: str, value: str
) -> None:
    answer = visitor.send(**{field: value})
    assert answer.status_code == 400
    assert f'id="{field}-error"' in answer.text
    assert not opened(broker)


def test_html_comes_back_as_text(visitor: Visitor) -> None:
    answer = visitor.send(subject="<script>alert(1)</script>", email="")
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text


def test_without_the_broker_the_words_stay_and_a_second_try_is_the_same_incident(
    visitor: Visitor, broker: MemoryBroker
) -> None:
    hidden = visitor.open()
    broker.is_up = False
    answer = visitor.send(hidden)
    assert answer.status_code == 503
    assert FILLED["description"] in answer.text
    assert not opened(broker)
    broker.is_up = True
    assert visitor.send(hidden).status_code == 303
    assert len(opened(broker)) == 1


@pytest.mark.parametrize("hidden", [{}, {"csrf_token": "forged", "ticket": "forged"}])
def test_a_form_from_elsewhere_or_of_yesterday_comes_back_filled_in(
    visitor: Visitor, broker: MemoryBroker, hidden: dict[str, str]
) -> None:
    answer = visitor.send(hidden)
    assert answer.status_code == 400
    assert "open for too long" in answer.text
    assert FILLED["description"] in answer.text
    assert not opened(broker)


def test_switching_the_language_keeps_what_was_typed(visitor: Visitor, broker: MemoryBroker) -> None:
    answer = visitor.send(switch="es")
    assert answer.status_code == 200
    assert "Cuéntanos qué ha pasado" in answer.text
    assert FILLED["description"] in answer.text
    assert "lang=es" in answer.headers["Set-Cookie"]
    assert not opened(broker)
