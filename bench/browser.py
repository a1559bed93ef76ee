"""A browser as cheap as can be: one kept-open connection on asyncio, cookies, forms, and nothing painted.

A common client library costs more time per request than the server that is measured.
"""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode, urlsplit

_HIDDEN = re.compile(rb"<input\b[^>]*\btype=\"hidden\"[^>]*>")
_ATTRIBUTE = re.compile(rb"\b(name|value)=\"([^\"]*)\"")


class ProtocolError(Exception):
    """The server broke off, or answered something that this browser does not read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer; header names are in lower case, of repeated ones the last counts."""

    status: int
    headers: Mapping[bytes, bytes]
    body: bytes

    @property
    def location(self) -> str:
        """Where a redirect leads, empty when it is none."""
        return self.headers.get(b"location", b"").decode()


class Browser:
    """Asks one server, one request after the other; opens the connection (again) when it must."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._cookies: dict[bytes, bytes] = {}
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> Answer:
        """Fetch a page; redirects are not followed."""
        return await self._ask(b"GET", path, b"")

    async def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Send a form; redirects are not followed."""
        return await self._ask(b"POST", path, urlencode(fields).encode())

    def forget(self) -> None:
        """Drop the cookies: who asks next is somebody new."""
        self._cookies.clear()

    def close(self) -> None:
        """Close the connection."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _ask(self, method: bytes, path: str, body: bytes) -> Answer:
        reader, writer = await self._connection()
        writer.write(self._request(method, path, body))
        try:
            answer = await self._answer(reader)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            self.close()
            raise ProtocolError(f"the connection broke: {error}") from None
        if answer.headers.get(b"connection", b"").lower() == b"close":
            self.close()
        return answer

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        # A server hangs up on who says nothing for some seconds.
        if self._reader is None or self._writer is None or self._reader.at_eof():
            self.close()
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        return self._reader, self._writer

    def _request(self, method: bytes, path: str, body: bytes) -> bytes:
        host = b"%b:%d" % (self._host.encode(), self._port)
        lines = [b"%b %b HTTP/1.1" % (method, path.encode()), b"Host: " + host]
        if self._cookies:
            lines.append(b"Cookie: " + b"; ".join(b"%b=%b" % pair for pair in self._cookies.items()))
        if method == b"POST":
            lines.append(b"Content-Type: application/x-www-form-urlencoded")
            lines.append(b"Content-Length: %d" % len(body))
        return b"\r\n".join((*lines, b"", body))

    async def _answer(self, reader: asyncio.StreamReader) -> Answer:
        head = await reader.readuntil(b"\r\n\r\n")
        status, *lines = head[:-4].split(b"\r\n")
        headers: dict[bytes, bytes] = {}
        for line in lines:
            name, _, value = line.partition(b":")
            name, value = name.lower(), value.strip()
            headers[name] = value
            if name == b"set-cookie":
                key, _, rest = value.partition(b"=")
                self._cookies[key] = rest.partition(b";")[0]
        code = int(status.split(b" ", 2)[1])
        if code != 204 and b"content-length" not in headers:
            raise ProtocolError("an answer without a length")
        body = await reader.readexactly(int(headers.get(b"content-length", b"0")))
        return Answer(code, headers, body)


def hidden_fields(page: bytes) -> dict[str, str]:
    """Return the hidden fields of a page's form, such as its CSRF token."""
    fields: dict[str, str] = {}
    for tag in _HIDDEN.findall(page):
        found = dict(_ATTRIBUTE.findall(tag))
        if name := found.get(b"name"):
            fields[unescape(name.decode())] = unescape(found.get(b"value", b"").decode())
    return fields
