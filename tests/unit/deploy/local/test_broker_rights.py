import json
import re
from pathlib import Path

import pytest

from deploy.local.broker import OPERATOR, RIGHTS, Broker
from deploy.local.place import Place
from deploy.local.record import Record
from shared.contracts import topology
from tests.support.messages import SAMPLES


@pytest.fixture
def broker(tmp_path: Path) -> Broker:
    place = Place(tmp_path)
    return Broker(place, Record(place))


SERVICES = tuple(name for name in RIGHTS if name != OPERATOR)


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_may_declare_anything(service: str) -> None:
    configure, _, _ = RIGHTS[service]
    assert not re.search(configure, topology.EVENTS)
    assert configure == "^$"


@pytest.mark.parametrize(
    ("service", "may_write", "may_read"),
    [
        ("intake", {"dead", "retry.intake"}, {"intake.commands"}),
        ("resolution", {"dead", "retry.resolution"}, {"resolution.commands", "resolution.events"}),
        ("relay", {"people", "events"}, set()),
        ("dispatch", {"dead", "desk", "retry.dispatch"}, {"dispatch.events"}),
        ("presence", {"events"}, set()),
        ("sla", {"desk"}, set()),
        ("search", {"dead", "retry.search"}, {"search.events"}),
        ("customers", {"people", "events"}, set()),
        ("webform", {"commands"}, {"live"}),
        (
            "notifications",
            {"dead", "retry.notifications"},
            {"notifications.commands", "notifications.events"},
        ),
        ("inbound", {"commands"}, set()),
    ],
)
def test_each_service_writes_and_reads_what_its_work_needs(
    service: str, may_write: set[str], may_read: set[str]
) -> None:
    exchanges = {
        topology.EVENTS,
        *topology.COMMAND_EXCHANGES,
        topology.DEAD,
        "amq.default",
        "amq.topic",
    }
    exchanges |= {topology.retry_exchange(name) for name, _ in topology.work_queues()}
    queues = {topology.LIVE, *(queue for _, queue in topology.work_queues())}
    queues |= {topology.dead_queue(name) for name, _ in topology.work_queues()}
    _, write, read = RIGHTS[service]
    assert {name for name in exchanges | queues if re.search(write, name)} == may_write
    assert {name for name in exchanges | queues if re.search(read, name)} == may_read


def test_only_customers_and_the_relay_may_ask_for_what_concerns_a_person() -> None:
    asking = {name for name, (_, write, _) in RIGHTS.items() if re.search(write, topology.PEOPLE)}
    assert asking == {OPERATOR, "customers", "relay"}


def test_only_who_hands_out_incidents_and_who_sees_them_late_may_decide_for_the_house() -> None:
    deciding = {name for name, (_, write, _) in RIGHTS.items() if re.search(write, topology.DESK)}
    assert deciding == {OPERATOR, "dispatch", "sla"}


@pytest.mark.parametrize(("user", "kind"), [("presence", "presence.changed"), ("metrics", "figures.changed")])
def test_who_tells_of_presence_or_figures_may_tell_of_nothing_else(
    broker: Broker, user: str, kind: str
) -> None:
    permissions = broker.definitions()["topic_permissions"]
    (permission,) = (each for each in permissions if each["user"] == user)  # type: ignore[attr-defined]
    keys = re.compile(permission["write"])
    assert permission["exchange"] == topology.EVENTS
    assert keys.search(topology.event_key(SAMPLES[kind]))  # type: ignore[arg-type]
    assert not keys.search("incident.opened.damaged.normal")


def test_only_the_operator_and_the_employees_service_administer(broker: Broker) -> None:
    users = broker.definitions()["users"]
    assert isinstance(users, list)
    assert {user["name"] for user in users if user["tags"]} == {"operator", "employees"}


def test_the_definitions_hold_no_guest_and_nothing_inside_the_vhost(broker: Broker) -> None:
    definitions = broker.definitions()
    assert "guest" not in json.dumps(definitions)
    assert set(definitions) == {"vhosts", "users", "permissions", "topic_permissions"}


def test_every_listener_is_on_the_loopback(broker: Broker) -> None:
    configuration = broker.configuration("key")
    assert f"listeners.tcp.1 = 127.0.0.1:{broker.port}\n" in configuration
    assert "management.tcp.ip = 127.0.0.1\n" in configuration
    assert broker.environment()["ERL_EPMD_ADDRESS"] == "127.0.0.1"
