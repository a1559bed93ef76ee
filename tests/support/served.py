"""Applications and handlers over real HTTP, each on a free port, for tests of who asks a service."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from werkzeug.serving import make_server

Application = Callable[..., Any]


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Let a handler answer until the block is over; yield its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class Doorway:
    """The address of an application that may be made only later, and that may be away."""

    def __init__(self) -> None:
        self.app: Application | None = None
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> "Doorway":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        if self.app is None:
            start("503 Service Unavailable", [("Content-Length", "0")])
            return []
        return self.app(environ, start)


@contextmanager
def away(doorway: Doorway) -> Iterator[None]:
    """Take an application away for as long as the block lasts."""
    app, doorway.app = doorway.app, None
    try:
        yield
    finally:
        doorway.app = app
