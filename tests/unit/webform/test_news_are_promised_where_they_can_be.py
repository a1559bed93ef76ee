"""A page is promised news only while it is known how its incident stands; else it asks now and then."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from shared.links import Links
from shared.messaging.ports import StreamState
from tests.support.incidents_seen import seen
from tests.support.little_desk import LittleDesk
from webform.live import Hub, LiveFeed

LINKS = Links("a link key for tests only")


class SilentReader:
    """A stream on which nothing happens."""

    def start(self) -> None:
        """Nothing to begin."""

    def stop(self, timeout: float = 2.0) -> None:
        """Nothing to end."""

    def renew(self, password: str) -> None:
        """Nothing to renew."""


@pytest.fixture
def watching(served: FlaskClient) -> Iterator[FlaskClient]:
    """A browser at a site whose stream is there, with a place for one page."""
    hub = Hub(most=1)
    hub.follow(StreamState("live"))
    found = served.application.extensions
    before = found["webform"]
    found["webform"] = replace(before, feed=LiveFeed(hub, SilentReader))
    yield served
    found["webform"] = before


def changes(desk: LittleDesk) -> str:
    incident = seen()
    desk.incidents[incident.row.id] = incident
    return f"/incidents/{incident.row.reference}/changes?key={LINKS.key_of(incident.row.id)}&seen=1"


def test_while_resolution_is_away_no_news_are_promised_and_no_place_is_taken(
    watching: FlaskClient, desk: LittleDesk
) -> None:
    address = changes(desk)
    desk.is_up = False
    assert [watching.get(address).status_code for _ in range(2)] == [503, 503]
    desk.is_up = True
    answer = watching.get(address, buffered=False)
    assert answer.status_code == 200
    answer.close()
