"""Health and metrics of a worker process, which speaks no other HTTP."""

import threading

from werkzeug.serving import BaseWSGIServer, make_server

from backend.kit.health import Checks
from backend.kit.http import create_service


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


def serve_health(port: int, name: str, checks: Checks, host: str = "127.0.0.1") -> HealthServer:
    """Begin to answer; raise OSError when the port is taken."""
    return HealthServer(make_server(host, port, create_service(name, checks=checks), threaded=True))
