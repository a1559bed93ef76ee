"""The integrators' guide has a program that runs: it is taken from there and run."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pika
import pytest

from deploy.local.place import CHECKOUT
from deploy.local.stack import Stack
from shared.clock import utc_now
from shared.contracts.commands import OpenIncident
from shared.contracts.envelope import Envelope
from shared.contracts.resources import Contact
from shared.contracts.topology import COMMANDS, command_key
from shared.contracts.vocabulary import Language
from shared.ids import reference_of, uuid7
from shared.messaging.rabbit.publisher import RabbitPublisher
from tests.support.waiting import eventually

pytestmark = pytest.mark.stack
QUEUE = "reports.urgent"


@pytest.fixture
def example(stack: Stack) -> Iterator["subprocess.Popen[str]"]:
    """The listing of the guide, running with the operator's account until the test is over."""
    listing = re.search(
        r"```python\n(.*?)```", (CHECKOUT / "docs/guides/integrator.md").read_text(), re.DOTALL
    )
    assert listing is not None
    url = stack.environment()["AMQP_URL"]
    program = subprocess.Popen(
        [sys.executable, "-c", listing[1]],
        env=os.environ | {"AMQP_URL": url},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        eventually(lambda: consumers(url) == 1)
        yield program
    finally:
        program.terminate()
        program.communicate(timeout=10)
        with pika.BlockingConnection(pika.URLParameters(url)) as connection:
            connection.channel().queue_delete(QUEUE)


def consumers(url: str) -> int:
    """Return how many programs listen to the example's queue."""
    with pika.BlockingConnection(pika.URLParameters(url)) as connection:
        try:
            declared = connection.channel().queue_declare(QUEUE, passive=True)
        except pika.exceptions.ChannelClosedByBroker:
            return 0
        return int(declared.method.consumer_count)


def test_the_example_prints_an_incident_that_a_customer_opens(
    stack: Stack, example: "subprocess.Popen[str]"
) -> None:
    incident_id = uuid7(utc_now())
    command = OpenIncident(
        incident_id=incident_id,
        category="damaged",
        subject="La tetera llegó rota",
        description="El pico está roto.",
        contact=Contact(name="Marta Ruiz", email="marta@tienda.example"),
        language=Language.SPANISH,
    )
    envelope = Envelope.wrap(
        command, id=incident_id, source="/test", time=utc_now(), correlationid=incident_id
    )
    publisher = RabbitPublisher(stack.environment()["AMQP_URL"], "customers")
    try:
        publisher.publish(COMMANDS, command_key(command), envelope).result(10)
    finally:
        publisher.close()
    assert example.stdout is not None
    expected = f"incident.opened {reference_of(incident_id)} normal La tetera llegó rota\n"
    assert expected in iter(example.stdout.readline, "")
