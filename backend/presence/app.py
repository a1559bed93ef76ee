"""The composition root of ``presence``: ``gunicorn 'backend.presence.app:create_app()'``."""

from uuid import uuid4

from flask_openapi3 import OpenAPI
from prometheus_client import Gauge

from backend.kit.chores import Chore
from backend.kit.http import create_service
from backend.kit.tokens import TokenVerifier
from backend.presence.api import presence_api
from backend.presence.domain import Attendance
from backend.presence.postman import LiveTeller
from shared.clock import utc_now
from shared.contracts.topology import LIVE
from shared.messaging.ports import BrokerUnavailableError, Publisher
from shared.messaging.rabbit.publisher import RabbitPublisher
from shared.settings import Settings
from shared.tokens import JWKS_PATH, Issuer

LOOK_EVERY_S = 0.5
LEASES = Gauge("presence_leases", "Employees at incidents now", multiprocess_mode="livesum")


class PresenceSettings(Settings):
    """The broker to tell by, and where the keys of those are whose tokens it believes."""

    amqp_url: str
    employees_url: str


def create_app(settings: PresenceSettings | None = None, publisher: Publisher | None = None) -> OpenAPI:
    """Return the WSGI application; without ``settings`` they come from the environment.

    ``publisher`` stands in for the broker's in a test.
    """
    settings = settings or PresenceSettings.load()
    sender = publisher or RabbitPublisher(settings.amqp_url, "presence", needs=(LIVE,))
    attendance, teller = Attendance(), LiveTeller(sender, utc_now)

    def broker_check() -> None:
        if not sender.is_ready():
            raise BrokerUnavailableError("not connected to the broker")

    def expire() -> None:
        teller.tell(attendance.expire(utc_now()), uuid4())
        LEASES.set(attendance.count())

    verifier = TokenVerifier({Issuer.EMPLOYEES: settings.employees_url + JWKS_PATH})
    app = create_service("presence", checks={"broker": broker_check}, verifier=verifier)
    app.register_api(presence_api(attendance, teller, utc_now))
    Chore("expiry", LOOK_EVERY_S, expire).start()
    return app
