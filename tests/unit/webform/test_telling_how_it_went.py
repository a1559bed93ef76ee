"""Rating what is solved, and choosing whether to get mails: by forms that need no script."""

import re
from collections.abc import Sequence

import pytest
from flask.testing import FlaskClient

from shared.clock import utc_now
from shared.contracts.commands import RateIncident, SubscribeIncident, UnsubscribeIncident
from shared.contracts.envelope import Content, Envelope
from shared.contracts.resources import IncidentDetail, Rating
from shared.contracts.vocabulary import RATING_WORD_MAX, State
from shared.links import Links
from shared.messaging.memory import MemoryBroker
from tests.support.forms import hidden_of
from tests.support.incidents_seen import ANA, CUSTOMER, did, seen
from tests.support.little_desk import LittleDesk

LINKS = Links("a link key for tests only")
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def solved(desk: LittleDesk) -> IncidentDetail:
    incident = seen(State.RESOLVED, did(2, "claimed", ANA), did(3, "resolved", ANA))
    desk.incidents[incident.row.id] = incident
    return incident


def link(incident: IncidentDetail, more: str = "") -> str:
    return f"/incidents/{incident.row.reference}{more}?key={LINKS.key_of(incident.row.id)}"


def commands(broker: MemoryBroker) -> Sequence[Content]:
    return [Envelope.parse(delivery.body).content() for delivery in broker.queues["resolution.commands"]]


def post(client: FlaskClient, incident: IncidentDetail, place: str, **fields: str):  # type: ignore[no-untyped-def]
    hidden = hidden_of(client.get(link(incident), headers=ENGLISH).text)
    return client.post(link(incident, place), data={**hidden, **fields}, headers=ENGLISH)


def test_what_is_solved_can_be_rated_and_the_page_says_thanks(
    served: FlaskClient, solved: IncidentDetail, broker: MemoryBroker
) -> None:
    answer = post(served, solved, "/rating", stars="4", word="Rápido y amable")
    assert answer.status_code == 303
    (wish,) = commands(broker)
    assert isinstance(wish, RateIncident)
    assert (wish.stars, wish.word, wish.author.name) == (4, "Rápido y amable", CUSTOMER.name)
    assert "Thank you for telling us." in served.get(answer.headers["Location"], headers=ENGLISH).text


def test_the_same_rating_sent_twice_is_one_and_another_replaces_it(
    served: FlaskClient, solved: IncidentDetail, broker: MemoryBroker
) -> None:
    hidden = hidden_of(served.get(link(solved)).text)
    for stars in ("4", "4", "2"):
        served.post(link(solved, "/rating"), data={**hidden, "stars": stars})
    ids = [wish.request_id for wish in commands(broker) if isinstance(wish, RateIncident)]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Choose how we did first."),
        ({"stars": "6"}, "Choose how we did first."),
        ({"stars": "five"}, "Choose how we did first."),
        ({"stars": "3", "word": "x" * (RATING_WORD_MAX + 1)}, "at most 500 fit"),
    ],
)
def test_a_rating_that_is_not_right_comes_back_as_it_was_typed(
    served: FlaskClient,
    solved: IncidentDetail,
    broker: MemoryBroker,
    fields: dict[str, str],
    message: str,
) -> None:
    answer = post(served, solved, "/rating", **{"word": "Casi bien", **fields})
    assert answer.status_code == 400
    assert message in answer.text
    assert fields.get("word", "Casi bien") in answer.text
    assert commands(broker) == []


def test_without_a_broker_the_rating_stays_in_its_form(
    served: FlaskClient, solved: IncidentDetail, broker: MemoryBroker
) -> None:
    broker.is_up = False
    answer = post(served, solved, "/rating", stars="5", word="Genial")
    assert answer.status_code == 503
    assert "fault on our side" in answer.text
    assert "Genial" in answer.text


@pytest.mark.parametrize("state", [State.OPEN, State.ASSIGNED, State.WAITING])
def test_what_is_not_solved_asks_for_no_rating(served: FlaskClient, desk: LittleDesk, state: State) -> None:
    incident = seen(state)
    desk.incidents[incident.row.id] = incident
    page = served.get(link(incident), headers=ENGLISH).text
    assert page.partition('id="rating"')[2].partition(">")[0].endswith(" hidden")


def test_the_stars_that_were_given_are_shown(served: FlaskClient, desk: LittleDesk) -> None:
    incident = seen(State.RESOLVED).model_copy(update={"rating": Rating(stars=2, at=utc_now())})
    desk.incidents[incident.row.id] = incident
    assert "You told us: “Badly”." in served.get(link(incident), headers=ENGLISH).text


def test_who_changes_a_rating_finds_what_they_had_said(served: FlaskClient, desk: LittleDesk) -> None:
    rating = Rating(stars=2, word="Tardasteis mucho", at=utc_now())
    incident = seen(State.RESOLVED).model_copy(update={"rating": rating})
    desk.incidents[incident.row.id] = incident
    page = served.get(link(incident), headers=ENGLISH).text
    assert re.search(r"<input checked [^>]*name=\"stars\"[^>]*value=\"2\"", page)
    assert ">\nTardasteis mucho</textarea>" in page.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("is_subscribed", "button", "kind"),
    [(True, "No more mails", UnsubscribeIncident), (False, "Send me mails", SubscribeIncident)],
)
def test_mails_are_switched_by_one_button(
    served: FlaskClient,
    desk: LittleDesk,
    broker: MemoryBroker,
    is_subscribed: bool,
    button: str,
    kind: type[Content],
) -> None:
    incident = seen(State.ASSIGNED).model_copy(update={"is_subscribed": is_subscribed})
    desk.incidents[incident.row.id] = incident
    assert button in served.get(link(incident), headers=ENGLISH).text
    wanted = "no" if is_subscribed else "yes"
    assert post(served, incident, "/mails", wanted=wanted).status_code == 303
    assert [type(wish) for wish in commands(broker)] == [kind]


@pytest.mark.parametrize("place", ["/rating", "/mails"])
def test_a_wrong_key_rates_and_switches_nothing(
    served: FlaskClient, solved: IncidentDetail, broker: MemoryBroker, place: str
) -> None:
    answer = served.post(
        f"/incidents/{solved.row.reference}{place}?key=x", data={"stars": "5", "wanted": "no"}
    )
    assert answer.status_code == 404
    assert commands(broker) == []


@pytest.mark.parametrize("place", ["/rating", "/mails"])
def test_who_reloads_the_address_of_a_post_is_led_to_the_page(
    served: FlaskClient, solved: IncidentDetail, place: str
) -> None:
    assert (
        served.get(link(solved, place)).headers["Location"].startswith(f"/incidents/{solved.row.reference}?")
    )


def test_what_is_said_about_one_incident_is_not_said_on_the_page_of_another(
    served: FlaskClient, desk: LittleDesk
) -> None:
    rated, other = seen(State.RESOLVED), seen(State.RESOLVED)
    desk.incidents |= {incident.row.id: incident for incident in (rated, other)}
    hidden = hidden_of(served.get(link(rated), headers=ENGLISH).text)
    served.post(link(rated, "/rating"), data={**hidden, "stars": "5"}, headers=ENGLISH)
    assert "Thank you for telling us" not in served.get(link(other), headers=ENGLISH).text
    assert "Thank you for telling us" not in served.get(link(rated), headers=ENGLISH).text
