"""Runs the bare view exactly as the stack runs the web form: same gunicorn, same settings, same account."""

import asyncio
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.browser import Browser, ProtocolError
from deploy.local import ports
from deploy.local.part import Part
from deploy.local.place import CHECKOUT
from deploy.local.supervision import DIES_WITH_PARENT, plain_environment
from deploy.local.terminal import Trouble

_START_S = 20


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it answers, and its first process."""

    url: str
    pid: int


@contextmanager
def bare_server(webform: Part) -> Iterator[Server]:
    """Run the bare view for as long as the block lasts."""
    address = f"127.0.0.1:{ports.pick(taken=set())}"
    process = subprocess.Popen(
        [*DIES_WITH_PARENT, *_same_command(webform, address)],
        cwd=CHECKOUT,
        env={**plain_environment(), **webform.environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        server = Server(f"http://{address}", process.pid)
        _wait_until_it_publishes(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(15)


def _same_command(webform: Part, address: str) -> list[str]:
    """Return the web form's command with another address, name and application."""
    command = list(webform.command)
    for option, value in (("--bind", address), ("--name", "bare")):
        command[command.index(option) + 1] = value
    # Its start and end are nobody's news.
    command[-1:] = ["--log-level", "warning", "bench.bare:create_app()"]
    return command


def _wait_until_it_publishes(server: Server, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _START_S
    while not asyncio.run(_publishes(server.url)):
        if process.poll() is not None or time.monotonic() > deadline:
            raise Trouble("The bare view did not start; what it printed says why.")
        time.sleep(0.1)


async def _publishes(url: str) -> bool:
    browser = Browser(url)
    try:
        return (await browser.post("/", {})).status == 204
    except (OSError, ProtocolError):
        return False
    finally:
        browser.close()
