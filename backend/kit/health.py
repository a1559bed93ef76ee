"""What every service and worker answers about itself: ``/healthz``, ``/readyz``, ``/metrics``."""

from collections.abc import Callable, Mapping

import structlog
from flask import Blueprint, Response, jsonify

from backend.kit.auth import public
from backend.kit.problems import Problem
from shared.metrics import exposition

log = structlog.stdlib.get_logger(__name__)
UNTOLD = frozenset({"health.alive", "health.ready", "health.metrics", "openapi"})
"""Asked every few seconds by machines: no line in the log."""
Checks = Mapping[str, Callable[[], None]]
"""Name to a function that returns when that part works and raises when it does not."""


def health_blueprint(checks: Checks) -> Blueprint:
    """Return the three pages; ``/readyz`` runs the checks and names those that fail."""
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    @public
    def alive() -> Response:
        return jsonify({"status": "alive"})

    @pages.get("/readyz")
    @public
    def ready() -> Response:
        failing = {name: reason for name, check in checks.items() if (reason := _failure(check))}
        if failing:
            raise Problem(503, "Not ready.", type="not-ready", extra={"failing": failing})
        return jsonify({"status": "ready"})

    @pages.get("/metrics")
    @public
    def metrics() -> Response:
        body, content_type = exposition()
        return Response(body, content_type=content_type)

    return pages


def _failure(check: Callable[[], None]) -> str | None:
    try:
        check()
    except Exception as error:  # noqa: BLE001 (whatever it raises, the part does not work)
        return str(error) or type(error).__name__
    return None
