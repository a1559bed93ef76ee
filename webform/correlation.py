"""One id from the browser's request to the console: taken from who asks, else made, and handed on."""

from uuid import UUID, uuid4

import httpx
import structlog
from flask import Flask, Response, g, request

from shared.telemetry import CORRELATION_HEADER


def correlation_id() -> UUID:
    """Return the id that ties the present request to all that follows from it."""
    if "correlation_id" not in g:
        g.correlation_id = _given() or uuid4()
    found: UUID = g.correlation_id
    return found


def accompany(app: Flask) -> None:
    """Mark the logs of each request with its id, and hand it back."""

    @app.before_request
    def begin() -> None:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(correlation_id=str(correlation_id()))

    @app.after_request
    def end(response: Response) -> Response:
        response.headers[CORRELATION_HEADER] = str(correlation_id())
        return response


def hand_on(question: httpx.Request) -> None:
    """Give the id to a service that is asked on the way; a request hook of httpx."""
    question.headers[CORRELATION_HEADER] = str(correlation_id())


def _given() -> UUID | None:
    try:
        return UUID(request.headers.get(CORRELATION_HEADER, ""))
    except ValueError:
        return None
