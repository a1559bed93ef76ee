"""The bare limit: a Flask view that publishes one confirmed message and does nothing else.

A second view answers GET with nothing, so that the price of a submission's two requests can be told from
the price of the form.
"""

import os
from uuid import uuid4

from flask import Flask

from shared.clock import utc_now
from shared.contracts.commands import OpenIncident
from shared.contracts.envelope import Envelope
from shared.contracts.resources import Contact
from shared.contracts.topology import COMMANDS, command_key
from shared.contracts.vocabulary import Language
from shared.messaging.rabbit.publisher import RabbitPublisher

PATIENCE_S = 10


def create_app() -> Flask:
    """Return the application; it publishes with the account of AMQP_URL."""
    publisher = RabbitPublisher(os.environ["AMQP_URL"], "bench-bare")
    letter = _letter()
    app = Flask(__name__)

    @app.post("/")
    def publish() -> tuple[str, int]:
        message = letter.model_copy(update={"id": uuid4()})
        publisher.publish(COMMANDS, command_key(OpenIncident), message).result(PATIENCE_S)
        return "", 204

    @app.get("/")
    def nothing() -> tuple[str, int]:
        return "", 204

    return app


def _letter() -> Envelope:
    incident_id = uuid4()
    command = OpenIncident(
        incident_id=incident_id,
        category="damaged",
        subject="La cafetera llegó con el depósito roto",
        description="Al abrir la caja vi que el depósito de agua tiene una grieta de lado a lado. " * 2,
        order_number="P-2024-11873",
        product="Cafetera Lenta 2",
        contact=Contact(name="Inés Barrientos", email="ines.barrientos@example.com"),
        language=Language.SPANISH,
    )
    return Envelope.wrap(command, id=uuid4(), source="bench", time=utc_now(), correlationid=incident_id)
