"""What may help is shown before an incident is opened, and never stands in the way."""

import time
from html import unescape
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from shared.clock import utc_now
from shared.contracts.knowledge import Answer, AnswerText, KnownIncident, Suggestion, SuggestionKind
from shared.contracts.vocabulary import Language
from shared.messaging.memory import MemoryBroker
from tests.support.forms import FILLED, Visitor, hidden_of
from tests.support.little_accounts import MARTA, PASSWORD
from tests.support.little_desk import LittleDesk
from tests.support.waiting import eventually

ANSWER, KNOWN, OWN = uuid4(), uuid4(), UUID("0197a8c0-0000-7000-8000-000000000001")
ENGLISH = {"Accept-Language": "en"}
BEFORE = "/incidents/new/help"
FOLLOW = f"/known-incidents/{KNOWN}/followers"


def texts(title: str, body: str) -> dict[Language, AnswerText]:
    return {language: AnswerText(title=title, body=f"{body} ({language})") for language in Language}


@pytest.fixture
def helped(desk: LittleDesk) -> LittleDesk:
    """A shop that has something of each kind to say."""
    now, known = utc_now(), desk.knowledge
    answered = texts("How to return it", "Print the label.\n\nThen post it.")
    known.answers = [Answer(id=ANSWER, version=1, texts=answered, is_published=True, updated_at=now)]
    struck = texts("Strike at the carrier", "Parcels are late")
    known.known_incidents = [KnownIncident(id=KNOWN, version=1, texts=struck, announced_at=now)]
    known.suggestions = [
        Suggestion(kind=SuggestionKind.ANSWER, id=ANSWER, title="How to return it", score=0.9),
        Suggestion(kind=SuggestionKind.KNOWN_INCIDENT, id=KNOWN, title="Strike at the carrier", score=0.8),
        Suggestion(
            kind=SuggestionKind.OWN_INCIDENT, id=OWN, title="My teapot", reference="0197-A8C0", score=0.7
        ),
    ]
    return desk


@pytest.fixture
def visitor(helped: LittleDesk, served: FlaskClient) -> Visitor:
    return Visitor(served)


def sign_in(client: FlaskClient) -> None:
    hidden = hidden_of(client.get("/account/sign-in").text)
    client.post("/account/sign-in", data={**hidden, "email": MARTA["email"], "password": PASSWORD})


def test_who_writes_sees_all_that_may_help(visitor: Visitor) -> None:
    visitor.look("/incidents/suggestions?text=first")

    def piece() -> str:
        return visitor.look("/incidents/suggestions?text=teapot&category=damaged")

    eventually(lambda: "Then post it." in piece())
    assert "<details" in piece()
    assert f'formaction="{FOLLOW}"' in piece()
    assert "/incidents/0197-A8C0?key=" in piece()


def test_the_search_is_asked_for_who_is_signed_in(visitor: Visitor, helped: LittleDesk) -> None:
    visitor.look("/incidents/suggestions?text=teapot&category=nonsense")
    sign_in(visitor.client)
    visitor.look("/incidents/suggestions?text=teapot&category=damaged")
    guest, marta = helped.knowledge.asked
    assert "customer" not in guest["claims"]
    assert "category" not in guest
    assert marta["claims"]["customer"] == MARTA["id"]
    assert (marta["text"], marta["category"], marta["language"]) == ("teapot", "damaged", "en")


def test_nothing_written_is_nothing_asked(visitor: Visitor, helped: LittleDesk) -> None:
    assert not visitor.look("/incidents/suggestions?text=%20")
    assert not helped.knowledge.asked


def test_without_scripts_help_comes_after_sending_and_does_not_hold_up_twice(
    visitor: Visitor, broker: MemoryBroker
) -> None:
    led = visitor.send()
    assert (led.status_code, led.location) == (303, BEFORE)
    preview = visitor.look(BEFORE)
    assert "Strike at the carrier" in preview
    assert not broker.queues["intake.commands"]
    shown = hidden_of(preview)
    assert {name: shown[name] for name in FILLED} == FILLED
    sent = visitor.client.post("/incidents/new", data=shown, headers=ENGLISH)
    assert sent.status_code == 303
    assert len(broker.queues["intake.commands"]) == 1
    assert visitor.send().location == sent.location, "sent before, so it is not asked again"


def test_from_the_help_one_may_go_back_to_the_form_and_is_not_held_up_again(
    visitor: Visitor, broker: MemoryBroker
) -> None:
    visitor.send()
    back = {**hidden_of(visitor.look(BEFORE)), "back": "1"}
    led = visitor.client.post("/incidents/new", data=back, headers=ENGLISH)
    assert (led.status_code, led.location) == (303, "/incidents/new")
    form = visitor.look(led.location)
    assert FILLED["description"] in form
    assert "Not sent yet" not in form
    assert not broker.queues["intake.commands"]
    assert "key=" in (visitor.send(hidden_of(form)).location or "")


def test_the_page_with_help_can_be_reloaded_and_shown_in_the_other_language(visitor: Visitor) -> None:
    visitor.send()
    for _ in range(2):
        assert hidden_of(visitor.look(BEFORE))["subject"] == FILLED["subject"]
    assert hidden_of(visitor.look(f"{BEFORE}?lang=es"))["description"] == FILLED["description"]


def test_who_wrote_more_than_can_be_carried_is_not_stopped(visitor: Visitor, broker: MemoryBroker) -> None:
    hard = "".join(chr(0x4E00 + (number * 7919) % 20000) for number in range(4000))
    assert "key=" in (visitor.send(description=hard).location or "")
    assert len(broker.queues["intake.commands"]) == 1


def test_who_carries_nothing_is_led_from_the_help_to_the_form(visitor: Visitor) -> None:
    assert visitor.client.get(BEFORE).location == "/incidents/new"


def test_help_that_is_gone_by_now_holds_nobody(visitor: Visitor, helped: LittleDesk) -> None:
    visitor.send()
    helped.knowledge.suggestions = []
    page = visitor.look(BEFORE)
    assert "This may help you already" not in page
    assert hidden_of(page)["subject"] == FILLED["subject"]


def test_where_nothing_helps_it_goes_straight_through(visitor: Visitor, helped: LittleDesk) -> None:
    helped.knowledge.suggestions = []
    assert visitor.send().status_code == 303


def test_a_slow_search_delays_nobody(visitor: Visitor, helped: LittleDesk) -> None:
    hidden = visitor.open()
    helped.knowledge.sluggish_s = 2
    began = time.monotonic()
    assert visitor.send(hidden).status_code == 303
    assert time.monotonic() - began < 1.5


def test_without_search_and_knowledge_nobody_notices(client: FlaskClient) -> None:
    answer = client.get("/incidents/suggestions?text=teapot")
    assert (answer.status_code, answer.text) == (503, "")
    assert Visitor(client).send().status_code == 303


def test_who_has_said_who_they_are_follows_at_once(visitor: Visitor, helped: LittleDesk) -> None:
    answer = visitor.client.post(FOLLOW, data={**visitor.open(), **FILLED}, headers=ENGLISH)
    assert answer.status_code == 303
    assert "We will write to you" in visitor.look(answer.location)
    expected = {"email": "marta@example.com", "name": "Marta Ruiz", "language": "en"}
    assert helped.knowledge.followers == [(KNOWN, expected)]


def test_who_has_not_is_asked_first(visitor: Visitor, helped: LittleDesk) -> None:
    led = visitor.client.post(FOLLOW, data=visitor.open(), headers=ENGLISH)
    assert (led.status_code, led.location) == (303, FOLLOW)
    page = visitor.look(FOLLOW)
    assert "Whom shall we write to?" in page
    assert 'class="problems"' not in page
    wrong = {**hidden_of(page), "name": "Marta", "email": "nobody"}
    assert 'href="#email"' in visitor.client.post(FOLLOW, data=wrong, headers=ENGLISH).text
    assert visitor.client.post(FOLLOW, data={**wrong, "email": "m@example.com"}).status_code == 303
    assert len(helped.knowledge.followers) == 1


def test_who_is_signed_in_follows_as_themselves(visitor: Visitor, helped: LittleDesk) -> None:
    sign_in(visitor.client)
    data = {**visitor.open(), "name": "Somebody", "email": "else@example.com"}
    visitor.client.post(FOLLOW, data=data, headers=ENGLISH)
    assert helped.knowledge.followers[0][1]["email"] == MARTA["email"]


def test_what_is_over_is_said_and_what_is_forged_is_not_noted(visitor: Visitor, helped: LittleDesk) -> None:
    assert visitor.client.post(FOLLOW, data=FILLED, headers=ENGLISH).status_code == 400
    hidden = visitor.open()
    helped.knowledge.known_incidents = []
    answer = visitor.client.post(FOLLOW, data={**hidden, **FILLED}, headers=ENGLISH)
    assert "It is solved already" in unescape(answer.text)
    assert not helped.knowledge.followers


def test_without_knowledge_the_wish_to_hear_is_kept_on_the_page(client: FlaskClient) -> None:
    visitor = Visitor(client)
    answer = client.post(FOLLOW, data={**visitor.open(), **FILLED}, headers=ENGLISH)
    assert answer.status_code == 503
    assert "could not note it" in answer.text
    assert 'value="marta@example.com"' in answer.text


def test_a_machine_that_fills_in_everything_is_told_nothing_and_opens_nothing(
    client: FlaskClient, broker: MemoryBroker
) -> None:
    answer = Visitor(client).send(website="https://spam.example")
    assert answer.status_code == 303
    assert "key=" in answer.location
    assert not broker.queues["intake.commands"]
