"""Who asks for much and then reads nothing gives the thread back: under a real gunicorn, with one thread."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from deploy.local.place import CHECKOUT
from deploy.local.ports import pick
from tests.support.waiting import eventually

PROGRAM = """
from flask import Flask, Response
from backend.kit.stalling import bound_stalls

app, ended = Flask(__name__), []

@app.get("/much/<float:seconds>")
def much(seconds):
    bound_stalls(seconds)
    answer = Response(bytes(64 * 1024) for _ in range(1_000))
    answer.call_on_close(lambda: ended.append(seconds))
    return answer

@app.get("/little")
def little():
    return {"ended": ended}
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[httpx.URL]:
    """Return the address of an application with one thread."""
    (tmp_path / "stalling_site.py").write_text(PROGRAM)
    port = pick(taken=())
    url = httpx.URL(f"http://127.0.0.1:{port}")
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    command += ["--worker-class", "gthread", "--threads", "1", "--pythonpath", f"{tmp_path},{CHECKOUT}"]
    command += ["--no-control-socket", "--log-level", "critical", "stalling_site:app"]
    with subprocess.Popen(command, cwd=tmp_path) as server:
        try:
            eventually(lambda: is_there(url))
            yield url
        finally:
            server.terminate()


def is_there(url: httpx.URL) -> bool:
    try:
        return httpx.get(url.join("/little"), timeout=1).is_success
    except httpx.HTTPError:
        return False


def stall(url: httpx.URL, seconds: float) -> socket.socket:
    """Ask for much, read its beginning and no more."""
    reader = socket.create_connection((url.host, url.port or 0), timeout=20)
    reader.sendall(f"GET /much/{seconds} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
    assert reader.recv(12) == b"HTTP/1.1 200"
    return reader


def test_a_reader_who_stalls_in_the_middle_of_a_piece_keeps_nobody_waiting(site: httpx.URL) -> None:
    with stall(site, 0.3):
        assert httpx.get(site.join("/little"), timeout=20).json() == {"ended": [0.3]}


def test_who_goes_on_reading_gets_everything_and_the_next_on_the_line_too(site: httpx.URL) -> None:
    with httpx.Client(base_url=site, timeout=20) as client:
        assert len(client.get("/much/5.0").content) == 1_000 * 64 * 1024
        assert client.get("/little").json() == {"ended": [5.0]}
