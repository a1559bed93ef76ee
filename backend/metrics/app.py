"""The composition root of ``metrics``: ``gunicorn --workers 1 'backend.metrics.app:create_app()'``."""

import atexit
from threading import Thread
from zoneinfo import ZoneInfo

import structlog
from flask import Response
from flask_openapi3 import OpenAPI

from backend.kit.chores import Chore
from backend.kit.http import create_service
from backend.kit.lease import Lease
from backend.kit.mongo import Database, check, connect
from backend.kit.problems import Problem, problem_response
from backend.kit.tokens import TokenVerifier
from backend.metrics import check as checks_of_figures
from backend.metrics.api import Answering, metrics_api
from backend.metrics.following import Follower, NotReadyError, Parts, Shown
from backend.metrics.ports import OvertakenError
from backend.metrics.postman import FiguresTeller
from backend.metrics.rebuilding import LASTS
from backend.metrics.records import RecordStore
from backend.metrics.settings import MetricsSettings
from backend.metrics.store import FactsStore
from shared.clock import utc_now
from shared.contracts.topology import LIVE, events_queue
from shared.messaging.ports import BrokerUnavailableError, Inbox
from shared.messaging.rabbit.inbox import RabbitInbox
from shared.messaging.rabbit.publisher import RabbitPublisher
from shared.tokens import JWKS_PATH, Issuer

log = structlog.stdlib.get_logger(__name__)
LOOK_EVERY_S = 0.2
ENDING_S = 3.0
BATCH = 500


def create_app(settings: MetricsSettings | None = None) -> OpenAPI:
    """Return the WSGI application; without ``settings`` they come from the environment.

    It follows the events on a thread of its own: the figures are in the memory of this process.
    """
    settings = settings or MetricsSettings.load()
    own, incidents = (connect(uri, "metrics") for uri in (settings.mongodb_uri, settings.incidents_uri))
    publisher = RabbitPublisher(settings.amqp_url, "metrics", needs=(LIVE,))
    shown = Shown()
    teller = FiguresTeller(publisher, lambda: shown.board().applied, utc_now)

    def look() -> None:
        shown.board()

    def tell() -> None:
        try:
            teller.look()
        except NotReadyError:
            return

    def broker_check() -> None:
        if not publisher.is_ready():
            raise BrokerUnavailableError("not connected to the broker")

    app = create_service(
        "metrics",
        checks={
            "database": lambda: check(own),
            "incidents": lambda: check(incidents),
            "broker": broker_check,
            "figures": look,
        },
        verifier=TokenVerifier({Issuer.EMPLOYEES: settings.employees_url + JWKS_PATH}),
    )
    app.register_error_handler(NotReadyError, _not_ready)
    app.register_error_handler(OvertakenError, _not_ready)
    app.register_api(
        metrics_api(
            Answering(shown, RecordStore(incidents), lambda: checks_of_figures.run(settings), utc_now)
        )
    )
    _follow(settings, own, incidents, shown)
    Chore("telling", LOOK_EVERY_S, tell).start()
    return app


def _follow(settings: MetricsSettings, own: Database, incidents: Database, shown: Shown) -> None:
    def make_inbox() -> Inbox:
        return RabbitInbox(settings.amqp_url, "metrics", BATCH, queue=events_queue("metrics"))

    parts = Parts(
        store=FactsStore(own),
        source=RecordStore(incidents),
        lease=Lease(own, "figures"),
        rebuild_lease=Lease(own, "rebuild", LASTS),
        make_inbox=make_inbox,
        clock=utc_now,
        zone=ZoneInfo(settings.shop_timezone),
    )
    follower = Follower(parts, shown)
    thread = Thread(target=follower.run, name="following", daemon=True)
    thread.start()

    def end() -> None:
        follower.stop()
        thread.join(ENDING_S)

    # So that the next process need not wait until the lease runs out.
    atexit.register(end)


def _not_ready(error: Exception) -> Response:
    log.info("request failed without figures", reason=str(error))
    title = "There are no figures just now."
    headers = {"Retry-After": "2"}
    return problem_response(Problem(503, title, type="no-figures", headers=headers))
