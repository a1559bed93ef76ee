"""Health and metrics of a worker process, which speaks no other HTTP."""

import threading
from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify
from werkzeug.serving import BaseWSGIServer, make_server

from backend.kit.auth import public
from backend.kit.health import Checks
from backend.kit.http import create_service
from shared.tokens import JWKS_PATH


class HealthServer:
    """Answers ``/healthz``, ``/readyz``, ``/metrics`` and ``/openapi.json`` on a thread of its own."""

    def __init__(self, server: BaseWSGIServer) -> None:
        self._server = server
        self._thread = threading.Thread(target=server.serve_forever, name="health", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()


def serve_health(
    port: int, name: str, checks: Checks, host: str = "127.0.0.1", keys: Mapping[str, Any] | None = None
) -> HealthServer:
    """Begin to answer; raise OSError when the port is taken.

    ``keys`` is the JSON Web Key Set of a worker that signs tokens.
    """
    app = create_service(name, checks=checks)
    if keys is not None:
        app.add_url_rule(JWKS_PATH, "keys", public(lambda: _published(keys)))
    return HealthServer(make_server(host, port, app, threaded=True))


def _published(keys: Mapping[str, Any]) -> Response:
    response = jsonify(keys)
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
