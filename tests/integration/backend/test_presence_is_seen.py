"""Who is at an incident, in the running stack: told over the real stream to all, and soon over."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from statistics import median
from uuid import UUID, uuid4

import httpx
import pika
import pytest
from pika.exceptions import ChannelClosedByBroker

from backend.employees.domain import Employee
from backend.employees.handlers import NewEmployee, claims_of, take_on
from backend.presence.domain import LEASE
from deploy.local.broker import VHOST
from deploy.local.stack import Stack
from shared.clock import utc_now
from shared.contracts.envelope import Envelope
from shared.contracts.events import PresenceChanged
from shared.contracts.topology import EVENTS
from shared.contracts.vocabulary import Attention, Language, Role
from shared.messaging.ports import StreamState
from shared.messaging.rabbit.connection import parameters
from shared.messaging.rabbit.stream import StreamReader
from shared.tokens import AUDIENCE, Issuer, TokenSigner
from tests.support.waiting import eventually

pytestmark = pytest.mark.stack
LOOKING, TYPING, GONE = Attention.LOOKING, Attention.TYPING, Attention.GONE
AT_ONCE_S = 1.0


class Client:
    """Somebody's console: it reads the stream with their own token, and says where they are."""

    def __init__(self, stack: Stack, name: str) -> None:
        wanted = NewEmployee(name, "x@example.com", Role.AGENT, (), Language.SPANISH, "no hash")
        self.employee: Employee = take_on(wanted, utc_now)
        signer = TokenSigner.from_file(stack.site.signing_key("employees"), Issuer.EMPLOYEES)
        self.token = signer.sign(claims_of(self.employee, "s1", VHOST), timedelta(minutes=10))
        self._http = httpx.Client(
            base_url=stack.url("presence"), headers={"Authorization": f"Bearer {self.token}"}, timeout=30
        )
        self.heard: list[tuple[float, PresenceChanged]] = []
        self.is_live = False
        self._reader = StreamReader(
            stack.site.broker.open_amqp_url,
            name=self.employee.id,
            password=lambda: self.token,
            on_events=self._hear,
            on_state=self._note,
        )

    def __enter__(self) -> "Client":
        self._reader.start()
        eventually(lambda: self.is_live)
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.stop()
        self._http.close()

    def _note(self, state: StreamState) -> None:
        self.is_live = state.kind == "live"

    def _hear(self, events: list[Envelope]) -> None:
        contents = (event.content() for event in events)
        self.heard += [(time.monotonic(), one) for one in contents if isinstance(one, PresenceChanged)]

    def be_at(self, incident_id: UUID, *, typing: bool = False) -> list[tuple[str, str]]:
        """Say so, and return who else is there."""
        answer = self._http.put(f"/api/v1/incidents/{incident_id}/presence", json={"typing": typing})
        found = answer.raise_for_status().json()["others"]
        return [(one["employee"]["name"], one["attention"]) for one in found]

    def leave(self, incident_id: UUID) -> None:
        self._http.delete(f"/api/v1/incidents/{incident_id}/presence").raise_for_status()

    def hears(self, incident_id: UUID, who: "Client", attention: Attention) -> bool:
        return any(
            (event.incident_id, event.actor.id, event.attention) == (incident_id, who.employee.id, attention)
            for _, event in self.heard
        )


def seconds_until(find: Callable[[], bool]) -> float:
    """Wait for something, and return how long it took."""
    began = time.monotonic()
    eventually(find, every=0.005)
    return time.monotonic() - began


@pytest.fixture
def ana(stack: Stack) -> Iterator[Client]:
    with Client(stack, "Ana García") as client:
        client.be_at(uuid4())  # its first request fetches keys
        yield client


@pytest.fixture
def luis(stack: Stack) -> Iterator[Client]:
    with Client(stack, "Luis Ortega") as client:
        client.be_at(uuid4())
        yield client


def test_two_see_each_other_within_a_second(ana: Client, luis: Client) -> None:
    incident = uuid4()
    assert ana.be_at(incident) == []
    took = [seconds_until(lambda: luis.hears(incident, ana, LOOKING))]
    assert luis.be_at(incident) == [("Ana García", "looking")]
    took.append(seconds_until(lambda: ana.hears(incident, luis, LOOKING)))
    ana.be_at(incident, typing=True)
    took.append(seconds_until(lambda: luis.hears(incident, ana, TYPING)))
    assert luis.be_at(incident) == [("Ana García", "typing")]
    luis.heard.clear()
    ana.be_at(incident)
    took.append(seconds_until(lambda: luis.hears(incident, ana, LOOKING)))
    ana.leave(incident)
    took.append(seconds_until(lambda: luis.hears(incident, ana, GONE)))
    assert luis.be_at(incident) == []
    # A machine that is busy with other tests may be late once.
    assert median(took) < AT_ONCE_S


def test_whose_console_was_killed_is_gone_when_the_lease_has_run_out(ana: Client, luis: Client) -> None:
    incident = uuid4()
    began = time.monotonic()
    ana.be_at(incident, typing=True)  # and never again
    eventually(lambda: luis.hears(incident, ana, GONE), within=LEASE.total_seconds() + 5)
    lasted = next(at for at, event in luis.heard if event.attention is GONE and event.incident_id == incident)
    assert LEASE.total_seconds() - 0.5 < lasted - began < LEASE.total_seconds() + 2
    assert luis.be_at(incident) == []


def test_when_the_service_was_killed_who_is_still_there_is_soon_known_again(
    stack: Stack, ana: Client, luis: Client
) -> None:
    incident = uuid4()
    ana.be_at(incident)
    eventually(lambda: luis.hears(incident, ana, LOOKING))
    luis.heard.clear()

    def is_told_anew() -> bool:
        try:
            ana.be_at(incident)  # as every few seconds
        except httpx.TransportError:  # nobody listens just now
            return False
        return luis.hears(incident, ana, LOOKING)

    stack.kill_part("presence")
    eventually(is_told_anew, every=0.5, within=30)
    assert luis.be_at(incident) == [("Ana García", "looking")]
    stack.wait_until_ready("presence")


def test_only_employees_are_at_incidents(stack: Stack) -> None:
    url = f"{stack.url('presence')}/api/v1/incidents/{uuid4()}/presence"
    assert httpx.put(url, json={}, timeout=30).status_code == 401
    signer = TokenSigner.from_file(stack.site.signing_key("customers"), Issuer.CUSTOMERS)
    token = signer.sign({"sub": "c-customer1", "aud": AUDIENCE}, timedelta(minutes=1))
    answer = httpx.put(url, json={}, headers={"Authorization": f"Bearer {token}"}, timeout=30)
    assert answer.status_code == 401


def test_its_account_may_tell_of_presence_and_of_nothing_else(stack: Stack) -> None:
    connection = pika.BlockingConnection(parameters(stack.site.broker.amqp_url("presence"), "presence"))
    with connection:
        channel = connection.channel()
        channel.confirm_delivery()
        with pytest.raises(ChannelClosedByBroker) as refused:
            channel.basic_publish(EVENTS, "incident.opened.damaged.normal", b"{}", mandatory=True)
        assert refused.value.reply_code == 403
        with pytest.raises(ChannelClosedByBroker) as unread:
            connection.channel().basic_get("dispatch.events")
        assert unread.value.reply_code == 403
