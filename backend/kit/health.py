"""What every service and worker answers about itself: ``/healthz``, ``/readyz``, ``/metrics``."""

import os
from collections.abc import Callable, Mapping

import structlog
from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from backend.kit.auth import public
from backend.kit.problems import Problem

log = structlog.stdlib.get_logger(__name__)
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
        return Response(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)

    return pages


def _failure(check: Callable[[], None]) -> str | None:
    try:
        check()
    except Exception as error:  # noqa: BLE001 (whatever it raises, the part does not work)
        return str(error) or type(error).__name__
    return None


def _registry() -> CollectorRegistry:
    """Return the metrics of all processes of this service, where several share a directory of them."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry
