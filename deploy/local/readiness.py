"""Ways to find out whether a part does its work: each returns when it does and raises NotReady when not."""

import base64
import http.client
import socket
import urllib.error
import urllib.parse
import urllib.request

# The loopback is asked directly, whatever proxy this machine uses for the world.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class NotReady(Exception):  # noqa: N818  (it is an answer)
    """The part does not work yet, and why, as far as can be told."""


def tcp(port: int) -> None:
    """Ask whether anybody listens on a port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError as error:
        raise NotReady(f"port {port}: {error.strerror or error}") from None


def amqp(port: int) -> None:
    """Ask whether a broker greets who opens an AMQP 0-9-1 connection."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(b"AMQP\x00\x00\x09\x01")
            greeting = connection.recv(7)
    except OSError as error:
        raise NotReady(f"port {port}: {error.strerror or error}") from None
    if not greeting.startswith(b"\x01\x00\x00"):
        raise NotReady(f"port {port} does not speak AMQP 0-9-1")


def http_ok(url: str) -> None:
    """Ask whether a page answers 200; a user and password in the URL are sent along."""
    parts = urllib.parse.urlsplit(url)
    request = urllib.request.Request(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl())  # noqa: S310
    if parts.username:
        credentials = f"{parts.username}:{parts.password}".encode()
        request.add_header("Authorization", f"Basic {base64.b64encode(credentials).decode()}")
    try:
        with _DIRECT.open(request, timeout=3) as answer:
            answer.read()
    except urllib.error.HTTPError as error:
        raise NotReady(f"{parts.path} answered {error.code}: {_excerpt(error)}") from None
    except (OSError, http.client.HTTPException) as error:
        raise NotReady(f"{parts.path}: {getattr(error, 'reason', error)}") from None


def _excerpt(error: urllib.error.HTTPError) -> str:
    with error:
        return " ".join(error.read(400).decode(errors="replace").split())
