"""The form offers the categories of the shop, and asks what the chosen one needs, and nothing else."""

import re

import pytest
from flask.testing import FlaskClient

from shared.contracts.commands import OpenIncident
from shared.contracts.envelope import Envelope
from shared.contracts.knowledge import FieldKind
from shared.contracts.resources import FieldAnswer
from shared.links import Links
from shared.messaging.memory import MemoryBroker
from tests.support.forms import Visitor
from tests.support.incidents_seen import seen
from tests.support.little_desk import LittleDesk
from tests.support.little_knowledge import category, question
from tests.support.waiting import eventually
from webform import kept


@pytest.fixture
def shop(desk: LittleDesk) -> LittleDesk:
    desk.knowledge.categories = [
        category("zeal", position=2),
        category(
            "damaged",
            question("what", FieldKind.TEXT, "What is damaged?", required=True),
            question("how-many", FieldKind.NUMBER, "How many?"),
            question("since", FieldKind.DATE, "Since when?"),
            question("packing", FieldKind.CHOICE, "What was it in?"),
            position=1,
        ),
        category("late", question("due", FieldKind.DATE, "When was it due?", required=True), position=3),
        category("gone", active=False),
    ]
    return desk


@pytest.fixture
def visitor(shop: LittleDesk, served: FlaskClient) -> Visitor:
    return Visitor(served)


def opened(broker: MemoryBroker) -> list[OpenIncident]:
    commands = [Envelope.parse(delivery.body).content() for delivery in broker.queues["intake.commands"]]
    return [command for command in commands if isinstance(command, OpenIncident)]


def test_the_categories_in_use_stand_in_their_order_and_the_language_of_the_page(visitor: Visitor) -> None:
    page = visitor.look("/incidents/new")
    assert re.findall(r'name="category" type="radio" value="([^"]+)"', page) == ["damaged", "zeal", "late"]
    assert "About damaged" in page
    assert "What is damaged?" in page
    assert "What is damaged? (es)" in visitor.look("/incidents/new?lang=es")


def test_the_answers_go_along_as_they_were_read(visitor: Visitor, broker: MemoryBroker) -> None:
    answers = {"damaged.what": "The lid", "damaged.how-many": "2,5", "damaged.since": "2026-05-31"}
    assert visitor.send(**answers, **{"damaged.packing": "box", "late.due": "rubbish"}).status_code == 303
    (command,) = opened(broker)
    assert [(answer.field, answer.label, answer.value) for answer in command.answers] == [
        ("what", "What is damaged?", "The lid"),
        ("how-many", "How many?", "2,5"),
        ("since", "Since when?", "2026-05-31"),
        ("packing", "What was it in?", "A box"),
    ]


def test_only_the_chosen_category_must_be_answered(visitor: Visitor, broker: MemoryBroker) -> None:
    assert visitor.send(category="zeal").status_code == 303
    assert opened(broker)[0].answers == ()
    answer = visitor.send(category="late", **{"damaged.what": "The lid"})
    assert answer.status_code == 400
    assert 'href="#late.due"' in answer.text
    assert 'id="damaged.what-error"' not in answer.text
    assert "The lid" in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("what", ""),
        ("what", "x" * 201),
        ("how-many", "many"),
        ("how-many", "1e9"),
        ("since", "31/05/2026"),
        ("since", "2026-02-30"),
        ("since", "٢٠٢٦-05-31"),
        ("packing", "crate"),
    ],
)
def test_rubbish_gets_a_message_at_its_field(
    visitor: Visitor, broker: MemoryBroker, field: str, value: str
) -> None:
    answer = visitor.send(**{"damaged.what": "The lid", f"damaged.{field}": value})
    assert answer.status_code == 400
    assert f'id="damaged.{field}-error"' in answer.text
    assert not opened(broker)


def summary_of(page: str) -> list[str]:
    return re.findall(r'<li><a href="#[^"]+">([^<]+)</a></li>', page)


def test_above_the_form_each_sentence_stands_once_and_says_what_is_missing(
    visitor: Visitor, shop: LittleDesk
) -> None:
    asked = [
        question(slug, FieldKind.TEXT, f"Which {slug}?", required=True) for slug in ("lid", "pot", "box")
    ]
    counted = [question(f"no-{number}", FieldKind.NUMBER, f"Number {number}?") for number in range(3)]
    shop.knowledge.categories = [category("damaged", *asked, *counted)]
    page = visitor.send(**{f"damaged.no-{number}": "many" for number in range(3)}).text
    assert summary_of(page) == [
        "We need this to help you: Which lid?",
        "We need this to help you: Which pot?",
        "We need this to help you: Which box?",
        "This should be a number, such as 3 or 12.50.",
    ]
    assert page.count("This should be a number") == 1 + 3


def test_an_incomplete_address_is_said_once_above_and_once_at_its_field(visitor: Visitor) -> None:
    page = visitor.send(category="zeal", email="marta@").text
    assert len(summary_of(page)) == 1
    assert page.count("look like an e-mail address") == 1 + 1


def test_another_answer_is_another_incident(visitor: Visitor, broker: MemoryBroker) -> None:
    for what in ("The lid", "The handle", "The lid"):
        visitor.send(**{"damaged.what": what})
    assert len({command.incident_id for command in opened(broker)}) == 2


def test_what_staff_changes_is_asked_soon_of_everybody(
    visitor: Visitor, shop: LittleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "FRESH_S", 0)
    assert "What is damaged?" in visitor.look("/incidents/new")
    asks_why = category("damaged", question("why", FieldKind.TEXT, "Why?"))
    shop.knowledge.categories = [asks_why, category("new")]
    eventually(lambda: "About new" in visitor.look("/incidents/new"))
    assert "What is damaged?" not in visitor.look("/incidents/new")


def test_while_knowledge_is_away_what_was_read_last_is_asked(
    visitor: Visitor, shop: LittleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "FRESH_S", 0)
    visitor.look("/incidents/new")
    shop.knowledge.categories = []
    for _ in range(3):
        assert "What is damaged?" in visitor.look("/incidents/new")


def test_what_never_reached_knowledge_offers_the_first_categories_without_questions(
    client: FlaskClient, broker: MemoryBroker
) -> None:
    visitor = Visitor(client)
    page = visitor.look("/incidents/new")
    assert "It arrived broken or damaged" in page
    assert 'class="questions"' not in page
    assert visitor.send().status_code == 303


def test_knowledge_that_comes_late_is_heard_soon(
    visitor: Visitor, shop: LittleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "AGAIN_S", 0)
    shop.knowledge.categories, later = [], shop.knowledge.categories
    assert "What is damaged?" not in visitor.look("/incidents/new")
    shop.knowledge.categories = later
    eventually(lambda: "What is damaged?" in visitor.look("/incidents/new"))


def test_on_the_tracking_page_each_question_stands_with_its_answer(
    visitor: Visitor, shop: LittleDesk
) -> None:
    answer = FieldAnswer(field="damage", label="What is damaged?", value="The <b>lid</b>")
    incident = seen().model_copy(update={"answers": (answer,)})
    shop.incidents[incident.row.id] = incident
    key = Links("a link key for tests only").key_of(incident.row.id)
    page = visitor.look(f"/incidents/{incident.row.reference}?key={key}")
    assert "<dt><bdi>What is damaged?</bdi></dt><dd><bdi>The &lt;b&gt;lid&lt;/b&gt;</bdi></dd>" in page
