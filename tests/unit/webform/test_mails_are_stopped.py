"""A mail program's own "unsubscribe" stops the mails about one incident; looking at the link does not."""

from uuid import uuid4

from flask.testing import FlaskClient

from shared.contracts.commands import UnsubscribeIncident
from shared.contracts.envelope import Envelope
from shared.links import Links
from shared.messaging.memory import MemoryBroker
from tests.support.forms import hidden_of
from tests.support.incidents_seen import seen
from tests.support.little_desk import LittleDesk
from tests.unit.webform.test_following_an_incident import ENGLISH, link, place

LINKS = Links("a link key for tests only")
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def wishes(broker: MemoryBroker) -> list[object]:
    return [Envelope.parse(delivery.body).content() for delivery in broker.queues["resolution.commands"]]


def test_one_click_stops_the_mails(served: FlaskClient, desk: LittleDesk, broker: MemoryBroker) -> None:
    incident = seen()
    desk.incidents[incident.row.id] = incident
    answer = served.post(LINKS.mails_off("", incident.row.id), data=ONE_CLICK)
    assert answer.status_code == 204
    [wish] = wishes(broker)
    assert isinstance(wish, UnsubscribeIncident)
    assert wish.incident_id == incident.row.id
    assert wish.author.name == incident.row.customer_name


def test_it_works_while_the_desk_is_away(client: FlaskClient, broker: MemoryBroker) -> None:
    assert client.post(LINKS.mails_off("", uuid4()), data=ONE_CLICK).status_code == 204
    assert len(wishes(broker)) == 1


def test_opening_the_link_changes_nothing_and_leads_to_the_page(
    client: FlaskClient, broker: MemoryBroker
) -> None:
    incident_id = uuid4()
    answer = client.get(LINKS.mails_off("", incident_id))
    assert (answer.status_code, answer.location) == (303, LINKS.page("", incident_id))
    assert wishes(broker) == []


def test_an_altered_link_stops_nothing(client: FlaskClient, broker: MemoryBroker) -> None:
    link = LINKS.mails_off("", uuid4())[:-1] + "!"
    assert client.post(link, data=ONE_CLICK).status_code == 404
    assert wishes(broker) == []


def test_a_program_is_told_to_try_again_while_the_broker_is_away(
    client: FlaskClient, broker: MemoryBroker
) -> None:
    broker.is_up = False
    assert client.post(LINKS.mails_off("", uuid4()), data=ONE_CLICK).status_code == 503


def test_a_double_click_is_answered_by_one_notice(served: FlaskClient, desk: LittleDesk) -> None:
    incident = place(desk, seen())
    hidden = hidden_of(served.get(link(incident), headers=ENGLISH).text)
    for _ in range(2):
        served.post(link(incident, "/mails"), data={**hidden, "wanted": "no"}, headers=ENGLISH)
    page = served.get(link(incident), headers=ENGLISH).text
    assert page.count("no more mails about this incident") == 1
