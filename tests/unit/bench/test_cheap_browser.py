import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bench.browser import Browser, ProtocolError, hidden_fields


@dataclass
class Site:
    """A real server that gives prepared answers and keeps what it was asked."""

    answers: list[bytes]
    url: str = ""
    asked: list[bytes] = field(default_factory=list)
    connections: int = 0


def length_of(head: bytes) -> int:
    found = re.search(rb"(?i)content-length: (\d+)", head)
    return int(found[1]) if found else 0


@asynccontextmanager
async def site(*answers: bytes) -> AsyncIterator[Site]:
    served = Site(list(answers))

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.connections += 1
        while served.answers:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                break
            served.asked.append(head + await reader.readexactly(length_of(head)))
            answer = served.answers.pop(0)
            writer.write(answer)
            await writer.drain()
            if b"Connection: close" in answer:
                break
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    served.url = f"http://127.0.0.1:{port}"
    async with server:
        yield served


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(10):
            await work()

    asyncio.run(bounded())


def test_a_form_is_sent_with_the_cookie_that_came_with_it() -> None:
    async def work() -> None:
        page = b"HTTP/1.1 200 OK\r\nSet-Cookie: session=abc; HttpOnly; Path=/\r\nContent-Length: 2\r\n\r\nhi"
        moved = b"HTTP/1.1 303 SEE OTHER\r\nLocation: /incidents/7F3K-9QX2?key=x\r\nContent-Length: 0\r\n\r\n"
        async with site(page, moved) as served:
            browser = Browser(served.url)
            assert (await browser.get("/incidents/new")).body == b"hi"
            answer = await browser.post("/incidents/new", {"subject": "Llegó roto & mojado"})
            browser.close()
        assert (answer.status, answer.location) == (303, "/incidents/7F3K-9QX2?key=x")
        assert served.connections == 1
        assert b"Cookie: session=abc\r\n" in served.asked[1]
        assert served.asked[1].endswith(b"\r\n\r\nsubject=Lleg%C3%B3+roto+%26+mojado")

    run(work)


def test_somebody_new_brings_no_cookie() -> None:
    async def work() -> None:
        page = b"HTTP/1.1 200 OK\r\nSet-Cookie: session=abc\r\nContent-Length: 0\r\n\r\n"
        async with site(page, page) as served:
            browser = Browser(served.url)
            await browser.get("/")
            browser.forget()
            await browser.get("/")
            browser.close()
        assert b"Cookie" not in served.asked[1]

    run(work)


def test_after_a_goodbye_the_next_request_opens_a_new_connection() -> None:
    async def work() -> None:
        bye = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        async with site(bye, bye) as served:
            browser = Browser(served.url)
            await browser.get("/")
            await browser.get("/")
            browser.close()
        assert served.connections == 2

    run(work)


def test_an_answer_that_breaks_off_is_an_error_and_no_answer() -> None:
    async def work() -> None:
        async with site(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 10\r\n\r\nhalf") as served:
            with pytest.raises(ProtocolError, match="broke"):
                await Browser(served.url).get("/")

    run(work)


def test_an_answer_without_a_length_is_refused_instead_of_waited_for() -> None:
    async def work() -> None:
        async with site(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n") as served:
            browser = Browser(served.url)
            with pytest.raises(ProtocolError, match="length"):
                await browser.get("/")
            browser.close()

    run(work)


def test_hidden_fields_are_read_in_whatever_order_their_attributes_stand() -> None:
    page = (
        b'<form><input id="csrf_token" name="csrf_token" type="hidden" value="a&amp;b">'
        b'<input type="hidden" value="42" name="started"><input type="text" name="subject" value="seen">'
        b'<input type="hidden" name="empty"></form>'
    )
    assert hidden_fields(page) == {"csrf_token": "a&b", "started": "42", "empty": ""}
