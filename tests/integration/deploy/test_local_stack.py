"""A stack of its own, with the real broker and the real database."""

import smtplib
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pika
import pytest
from pika.exceptions import ChannelClosedByBroker, ProbableAccessDeniedError, ProbableAuthenticationError
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from deploy.local.readiness import NotReady
from deploy.local.stack import Stack, running_stack
from deploy.local.terminal import Trouble

pytestmark = [pytest.mark.broker, pytest.mark.database]

FOUNDATIONS = ("rabbitmq", "database", "mailbox")


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running_stack(tmp_path_factory.mktemp("local"), only=FOUNDATIONS) as stack:
        yield stack


def test_every_part_is_ready_when_the_start_returns(stack: Stack) -> None:
    parts = stack.status()
    assert [part.name for part in parts] == ["epmd", "rabbitmq", "database", "mailbox"]
    assert {part.state for part in parts} == {"ready"}


def test_a_second_stack_runs_beside_it(stack: Stack, tmp_path: Path) -> None:
    with running_stack(tmp_path, only=FOUNDATIONS) as other:
        assert {part.state for part in other.status()} == {"ready"}
        assert {part.state for part in stack.status()} == {"ready"}
        assert not {part.port for part in other.status()} & {part.port for part in stack.status()}


@pytest.mark.parametrize("name", ["rabbitmq", "database", "mailbox", "epmd"])
def test_a_killed_part_comes_back_on_its_port(stack: Stack, name: str) -> None:
    before = stack.pid(name)
    stack.kill_part(name)
    stack.wait_until_ready(name)
    assert stack.pid(name) != before


def test_a_stopped_part_stays_down_until_it_is_started(stack: Stack) -> None:
    stack.stop_part("mailbox")
    assert {part.name: part.state for part in stack.status()}["mailbox"] == "stopped"
    with pytest.raises(NotReady):
        stack.wait_until_ready("mailbox", seconds=0)
    stack.start_part("mailbox")
    assert {part.name: part.state for part in stack.status()}["mailbox"] == "ready"


def test_a_service_reaches_its_own_database_only(stack: Stack) -> None:
    with MongoClient(stack.site.database.service_uri("customers")) as client:
        client.get_default_database()["customers"].insert_one({"_id": "c-1"})
        for name in ("incidents", "employees", "admin"):
            with pytest.raises(OperationFailure):
                client[name]["anything"].find_one()
            with pytest.raises(OperationFailure):
                client[name]["anything"].insert_one({})


def test_a_database_that_is_given_is_used_with_accounts_and_names_of_the_stacks_own(
    stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONGODB_URI", stack.environment()["MONGODB_URI"])
    with running_stack(tmp_path, only=["database"]) as guest:
        assert [(part.state, part.pid, part.port) for part in guest.status()] == [
            ("ready", None, stack.parts["database"].port)
        ]
        with MongoClient(guest.site.database.service_uri("intake")) as client:
            own = client.get_default_database()
            assert own.name == f"incidents-{guest.record.token}"
            own["incidents"].insert_one({"_id": "i-1"})
            with pytest.raises(OperationFailure):
                client["incidents"]["incidents"].find_one()
    with MongoClient(stack.site.database.service_uri("intake")) as client:
        assert client.get_default_database()["incidents"].find_one() is None


def test_a_given_account_that_may_make_no_others_is_shared_by_the_services(
    stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MONGODB_URI", stack.site.database.service_uri("intake"))
    with running_stack(tmp_path, only=["database"]) as guest:
        assert "The services share the account of MONGODB_URI" in capsys.readouterr().out
        with MongoClient(guest.site.database.service_uri("intake")) as client:
            assert client.get_default_database().name.startswith("incidents-")
            assert client.admin.command("ping")["ok"] == 1


def test_a_given_database_that_does_not_answer_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONGODB_URI", "mongodb://127.0.0.1:1/")
    with pytest.raises(Trouble, match="The database of MONGODB_URI does not answer"):
        Stack(tmp_path, only=["database"]).start()


def test_nobody_reaches_the_database_without_an_account(stack: Stack) -> None:
    with (
        MongoClient(f"mongodb://127.0.0.1:{stack.parts['database'].port}/?directConnection=true") as client,
        pytest.raises(OperationFailure),
    ):
        client["customers"]["customers"].find_one()


def test_the_search_may_read_the_incidents_and_write_nothing(stack: Stack) -> None:
    with MongoClient(stack.site.database.service_uri("search")) as client:
        database = client.get_default_database()
        database["incidents"].find_one()
        for collection in ("incidents", "answers", "anything"):
            with pytest.raises(OperationFailure):
                database[collection].insert_one({"_id": 1})


def _channel(url: str) -> "pika.adapters.blocking_connection.BlockingChannel":
    channel = pika.BlockingConnection(pika.URLParameters(url)).channel()
    channel.confirm_delivery()
    return channel


def test_the_topology_stands_when_the_broker_is_ready(stack: Stack) -> None:
    channel = _channel(stack.environment()["AMQP_URL"])
    assert channel.queue_declare("live", passive=True).method.queue == "live"
    channel.connection.close()


@pytest.mark.parametrize(
    ("user", "exchange"),
    [("relay", "commands"), ("webform", "events"), ("intake", "events"), ("intake", "commands")],
)
def test_a_service_publishes_nowhere_but_where_its_work_is(stack: Stack, user: str, exchange: str) -> None:
    channel = _channel(stack.site.broker.amqp_url(user))
    with pytest.raises(ChannelClosedByBroker, match="403"):
        channel.basic_publish(exchange, "incident.opened.other.normal", b"{}")
    channel.connection.close()


def test_the_relay_publishes_events(stack: Stack) -> None:
    channel = _channel(stack.site.broker.amqp_url("relay"))
    channel.basic_publish("events", "incident.opened.other.normal", b"{}", mandatory=True)
    channel.connection.close()


@pytest.mark.parametrize("url", ["guest:guest@", "operator:wrong@", "someone:not-a-token@"])
def test_the_broker_lets_no_stranger_in(stack: Stack, url: str) -> None:
    address = stack.site.broker.open_amqp_url.replace("amqp://", f"amqp://{url}")
    with pytest.raises((ProbableAuthenticationError, ProbableAccessDeniedError)):
        _channel(address)


def test_a_mail_can_be_read_on_the_page(stack: Stack) -> None:
    with smtplib.SMTP("127.0.0.1", stack.record.port("mailbox-smtp")) as smtp:
        smtp.sendmail("desk@shop.example", ["ana@example.org"], "Subject: Hola\n\nTodo listo.")
    with urllib.request.urlopen(stack.url("mailbox")) as page:
        assert "Hola" in page.read().decode()


def test_a_part_that_cannot_start_is_named_with_its_log(tmp_path: Path) -> None:
    stack = Stack(tmp_path, only=["mailbox"])
    (tmp_path / "mail").write_text("in the way")
    try:
        with pytest.raises(Trouble, match=r"mailbox ended while it was starting.*mailbox\.log, ends:"):
            stack.start()
        assert not stack.is_running()
    finally:
        stack.stop()


def test_a_recorded_port_that_somebody_took_is_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running_stack(tmp_path, only=["mailbox"]) as stack:
        port = stack.parts["mailbox"].port
        assert port
    with socket.create_server(("127.0.0.1", port)), running_stack(tmp_path, only=["mailbox"]) as moved:
        assert moved.parts["mailbox"].port not in (port, None)
        assert {part.state for part in moved.status()} == {"ready"}
    assert f"Port {port} of mailbox is taken by another program" in capsys.readouterr().out


def test_a_full_disk_is_said_before_anything_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 100_000_000}))
    with pytest.raises(Trouble, match="is full: 100 MB left"):
        Stack(tmp_path, only=["mailbox"]).start()


def test_two_starts_of_one_stack_do_not_run_into_each_other(tmp_path: Path) -> None:
    first, second = Stack(tmp_path, only=["mailbox"]), Stack(tmp_path, only=["mailbox"])
    first._prepare({})
    with first._starting_alone(), pytest.raises(Trouble, match=r"Another \./dev is starting this stack"):
        second.start()
