"""How every service speaks HTTP: problem documents, correlation ids, health, limits and OpenAPI."""

import json
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import structlog
from flask import Flask, Response, g, jsonify, request
from flask_openapi3 import Info, OpenAPI
from prometheus_client import Histogram
from pymongo.errors import PyMongoError
from werkzeug.exceptions import BadRequest
from werkzeug.middleware.proxy_fix import ProxyFix

from backend.kit.auth import guard, public
from backend.kit.health import UNTOLD, Checks, health_blueprint
from backend.kit.mongo import DatabaseUnavailable, as_outage
from backend.kit.openapi import described
from backend.kit.problems import (
    Problem,
    ProblemDocument,
    answer_with_problems,
    crashed,
    invalid,
    problem_response,
)
from backend.kit.tokens import TokenVerifier
from shared.telemetry import CORRELATION_HEADER, configure_logging

log = structlog.stdlib.get_logger(__name__)
API_VERSION = "1"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""RFC 9110, 9.2.1: they change nothing."""
LARGEST_BODY = 256 * 1024
"""Bytes; a longer request is answered with 413 before it is read."""
SECONDS = Histogram("http_request_seconds", "Time to answer", ["service", "route", "method", "status"])


def demand_json() -> None:
    """Refuse a body that is not JSON, or not an object, before a view looks at it."""
    if request.routing_exception is not None or not request.get_data(cache=True):
        return
    # What comes in chunks ends silently at the limit; asked for more, Werkzeug says that it was too large.
    request.stream.read(1)
    if not request.is_json:
        raise Problem(415, "The body must be JSON.", "Send Content-Type: application/json.", type="not-json")
    try:
        body = request.get_json()
    except BadRequest as error:
        raise Problem(400, "The body is not valid JSON.", type="invalid-request") from error
    except RecursionError:
        body = None
    if not isinstance(body, dict):
        raise Problem(400, "The body must be a JSON object.", type="invalid-request")
    if not _is_text(body):
        raise Problem(400, "The body has half a character in it.", type="invalid-request")


def create_service(
    name: str,
    *,
    checks: Checks,
    verifier: TokenVerifier | None = None,
    largest_body: int = LARGEST_BODY,
    demand_body: Callable[[], None] = demand_json,
    trusted_proxies: int = 0,
) -> OpenAPI:
    """Return an application with everything but its own routes: register those with ``register_api``.

    Every view demands a token that ``verifier`` believes, unless it is marked ``public``. ``checks``
    are what ``/readyz`` asks. ``largest_body`` is in bytes; ``demand_body`` raises a Problem for a body
    of a kind that this service does not take. So many proxies are believed about who asks:
    ``trusted_proxies``, each of which adds to ``X-Forwarded-For``.
    """
    configure_logging(name)
    app = OpenAPI(
        name,
        info=Info(title=f"Ventanilla {name}", version=API_VERSION),
        doc_ui=False,
        validation_error_status=400,
        validation_error_model=ProblemDocument,
        validation_error_callback=invalid,
    )
    app.config["MAX_CONTENT_LENGTH"] = largest_body
    if trusted_proxies:
        only_who = {"x_proto": 0, "x_host": 0, "x_port": 0, "x_prefix": 0}
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted_proxies, **only_who)  # type: ignore[method-assign]
    answer_with_problems(app)
    app.register_error_handler(DatabaseUnavailable, _database_down)
    app.register_error_handler(PyMongoError, _database_error)
    _accompany(app, name)
    guard(app, verifier)
    app.before_request(demand_body)
    app.register_blueprint(health_blueprint(checks))
    app.add_url_rule("/openapi.json", "openapi", public(lambda: jsonify(described(app))))
    return app


def correlation_id() -> UUID:
    """Return the id that ties the present request to all that came before and follows from it."""
    if "correlation_id" not in g:
        g.correlation_id = _given_id() or uuid4()
    found: UUID = g.correlation_id
    return found


def _given_id() -> UUID | None:
    try:
        return UUID(request.headers.get(CORRELATION_HEADER, ""))
    except ValueError:
        return None


def _accompany(app: Flask, service: str) -> None:
    """Mark the logs with the request's correlation id, hand it back, and time the answer."""

    def begin() -> None:
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(correlation_id=str(correlation_id()))

    def end(response: Response) -> Response:
        response.headers[CORRELATION_HEADER] = str(correlation_id())
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers.setdefault("Cache-Control", "no-store")
        route = request.url_rule.rule if request.url_rule else "none"
        took = time.perf_counter() - g.get("began", time.perf_counter())
        SECONDS.labels(service, route, request.method, response.status_code).observe(took)
        if request.endpoint not in UNTOLD:
            _tell(route, response.status_code, took)
        return response

    app.before_request(begin)
    app.after_request(end)


def _tell(route: str, status: int, took: float) -> None:
    """Write the one line that every request leaves: its route, not its address, so no query and no id."""
    identity = g.get("identity")
    log.info(
        "answered",
        method=request.method,
        route=route,
        status=status,
        ms=round(took * 1000, 1),
        subject=identity.subject if identity else None,
    )


def _is_text(body: dict[str, Any]) -> bool:
    r"""Tell whether all of it can be written down: JSON's ``"\ud800"`` is no character alone."""
    try:
        json.dumps(body, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return True


def _database_down(error: DatabaseUnavailable) -> Response:
    log.warning("request failed without the database", reason=str(error))
    detail = "Try again in a moment."
    if request.method not in SAFE_METHODS:
        # The answer to a commit can be lost on its way.
        detail = (
            "It is not known whether the change was made. Look before you ask again, or ask again with the "
            "same Idempotency-Key."
        )
    return problem_response(
        Problem(
            503,
            "The database is out of reach.",
            detail,
            type="database-down",
            headers={"Retry-After": "2"},
        )
    )


def _database_error(error: PyMongoError) -> Response:
    outage = as_outage(error)
    return crashed(error) if outage is None else _database_down(outage)
