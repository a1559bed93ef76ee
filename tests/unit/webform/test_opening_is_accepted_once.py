"""Opening an incident: accepted once, refused in words, and never without what was typed."""

from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.contracts.commands import OpenIncident
from shared.contracts.envelope import Envelope
from shared.messaging.memory import MemoryBroker
from tests.support.forms import FILLED, Visitor
from tests.unit.webform.conftest import NOWHERE, site
from webform import opened as opened_before


def opened(broker: MemoryBroker) -> list[OpenIncident]:
    commands = [Envelope.parse(delivery.body).content() for delivery in broker.queues["intake.commands"]]
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
    assert set(one) == {"csrf_token", "ticket", "suggested"}
    assert all(one[name] != other[name] for name in ("csrf_token", "ticket"))


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


def test_the_same_words_from_a_form_that_was_shown_anew_lead_to_the_incident_they_opened(
    visitor: Visitor, broker: MemoryBroker
) -> None:
    first = visitor.send()
    again = visitor.send(description=f"  {FILLED['description']}\u200b\r\n")
    assert again.location == first.location
    assert len(opened(broker)) == 1
    assert "You had sent this already" in visitor.look(again.location)
    assert "You had sent this already" not in visitor.look(again.location)


def test_the_first_time_nobody_is_told_that_it_was_sent_before(visitor: Visitor) -> None:
    assert "You had sent this already" not in visitor.look(visitor.send().location)


@pytest.mark.parametrize("change", [{"subject": "Otra"}, {"order_number": ""}, {"category": "late"}])
def test_other_words_from_a_form_that_was_shown_anew_open_another(
    visitor: Visitor, broker: MemoryBroker, change: dict[str, str]
) -> None:
    visitor.send()
    visitor.send(**change)
    assert len({command.incident_id for command in opened(broker)}) == 2


def test_another_browser_and_another_hour_open_another(
    app: Flask, broker: MemoryBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = Visitor(app.test_client()), Visitor(app.test_client())
    one.send()
    other.send()
    monkeypatch.setattr(opened_before, "LASTS_S", 0)
    one.send()
    assert len({command.incident_id for command in opened(broker)}) == 3


def test_what_a_browser_remembers_is_bounded(visitor: Visitor) -> None:
    for number in range(12):
        cookies = visitor.send(subject=f"Pedido {number}").headers.getlist("Set-Cookie")
    assert max(map(len, cookies)) < 1000


def test_every_worker_of_the_site_knows_what_was_sent(
    app: Flask, broker: MemoryBroker, key_file: Path, client: FlaskClient
) -> None:
    first = Visitor(client).send()
    with site(broker, key_file, NOWHERE) as other, other.test_client() as there:
        there.set_cookie("session", client.get_cookie("session").value)
        assert Visitor(there).send().location == first.location
    assert len(opened(broker)) == 1


def test_without_the_broker_words_that_are_safe_already_lead_to_their_incident(
    visitor: Visitor, broker: MemoryBroker
) -> None:
    first = visitor.send()
    broker.is_up = False
    assert visitor.send().location == first.location


def test_the_id_of_who_asks_goes_along(visitor: Visitor, broker: MemoryBroker) -> None:
    given = visitor.headers["X-Correlation-ID"] = str(uuid4())
    answer = visitor.send()
    assert answer.headers["X-Correlation-ID"] == given
    assert str(Envelope.parse(broker.queues["intake.commands"][0].body).correlationid) == given


@pytest.mark.parametrize("given", ["", "nonsense", "1; DROP"])
def test_without_a_usable_id_there_is_a_new_one(visitor: Visitor, broker: MemoryBroker, given: str) -> None:
    visitor.headers["X-Correlation-ID"] = given
    made = visitor.send().headers["X-Correlation-ID"]
    assert made != given
    assert str(Envelope.parse(broker.queues["intake.commands"][0].body).correlationid) == made


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


@pytest.mark.parametrize(("language", "told"), [("en", "Our mails about it go to"), ("es", "irán a")])
def test_a_guest_sees_once_where_mails_go_and_can_send_it_again_corrected(
    app: Flask, broker: MemoryBroker, language: str, told: str
) -> None:
    guest = Visitor(app.test_client(), language)
    hidden = guest.open()
    page = guest.send(hidden, email="marta@exmaple.com").location
    assert f"{told} marta@exmaple.com" in guest.look(page)
    assert "exmaple" not in guest.look(page), "nobody else who gets the link learns it"
    guest.send(hidden)
    assert [each.contact.email for each in opened(broker)] == ["marta@exmaple.com", "marta@example.com"]
