"""``python -m bench.canned``: a child that answers like the web form, without doing anything for it.

What the load generator reaches here is its own ceiling. Task: page (the text of the form). Tells: url.
"""

import asyncio
import sys
from typing import cast

from bench.child import task, tell

_ANSWER = b"HTTP/1.1 %b\r\n%b\r\nContent-Length: %d\r\n\r\n%b"
_ACCEPTED = _ANSWER % (b"303 SEE OTHER", b"Location: /incidents/0000-0000?key=x", 0, b"")


class CannedSite(asyncio.Protocol):
    """Answers GET with the page and POST with the redirect of an accepted form; one request at a time."""

    def __init__(self, page: bytes) -> None:
        self._page = _ANSWER % (b"200 OK", b"Set-Cookie: session=canned", len(page), page)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Answer at once: the generator sends a request in one piece."""
        self._transport.write(self._page if data.startswith(b"GET") else _ACCEPTED)


async def serve(page: bytes) -> None:
    """Serve on a free port until the input closes."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: CannedSite(page), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    tell(url=f"http://{host}:{port}")
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(task()["page"].encode()))
