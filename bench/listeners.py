"""``python -m bench.listeners``: a child that stands for many open tracking pages.

Task: url, paths (of the Server-Sent Events, one for each page), connect_s. Tells ``ready`` with how many
pages are listening and how many were turned away; then, for each change that a page hears of, ``page`` (its
place in ``paths``), ``version`` and ``at`` (``time.perf_counter()``). A page that finds no place asks again
until ``connect_s`` is over, for those who left hold theirs a while. A page that is cut off counts as lost:
here nothing connects anew.
"""

import asyncio
import time
from urllib.parse import urlsplit

from bench.child import task, tell

_AT_ONCE = 50
"""So many pages connect at the same time, as no queue of connections is endless."""
_AGAIN_S = 2.0
"""So long a page that found no place waits before it asks again."""


class Listener:
    """One open page: a connection on which the site tells that something has changed."""

    def __init__(self, place: int, host: str, port: int, path: str) -> None:
        self._place, self._host, self._port, self._path = place, host, port, path
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def connect(self) -> bool:
        """Ask for the news; return whether the site takes this page as a listener."""
        self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        request = f"GET {self._path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n\r\n"
        self._writer.write(request.encode())
        head = await self._reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            self._writer.close()
            self._reader = None
            return False
        return True

    async def listen(self) -> None:
        """Tell every change until the site ends the connection."""
        while self._reader is not None:
            line = await self._reader.readline()
            if not line:
                return
            if line.startswith(b"id: "):
                tell(page=self._place, version=int(line[4:]), at=time.perf_counter())


async def _listen(url: str, paths: list[str], connect_s: float) -> None:
    parts = urlsplit(url)
    gate = asyncio.Semaphore(_AT_ONCE)
    listeners = [Listener(n, parts.hostname or "", parts.port or 80, path) for n, path in enumerate(paths)]

    async def connect(one: Listener) -> bool:
        until = time.monotonic() + connect_s - _AGAIN_S
        while True:
            async with gate:
                if await one.connect():
                    return True
            if time.monotonic() > until:
                return False
            await asyncio.sleep(_AGAIN_S)

    async with asyncio.timeout(connect_s):
        taken = await asyncio.gather(*(connect(one) for one in listeners))
    tell(ready=sum(taken), turned_away=len(taken) - sum(taken))
    await asyncio.gather(*(one.listen() for one in listeners))
    await asyncio.Event().wait()  # all were cut off; the parent says when it is over


def main() -> None:
    """Listen until the parent ends this process."""
    given = task()
    asyncio.run(_listen(given["url"], given["paths"], given["connect_s"]))


if __name__ == "__main__":
    main()
