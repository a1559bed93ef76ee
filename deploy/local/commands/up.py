"""``./dev up``: starts the stack and stays, or leaves it running."""

import argparse
import signal
import time
from collections.abc import Mapping
from types import FrameType

from deploy.local.catalogs import compile_catalogs
from deploy.local.packages import require
from deploy.local.part import Part
from deploy.local.place import CHECKOUT, own_place
from deploy.local.stack import Stack
from deploy.local.supervision import ProcessState
from deploy.local.terminal import Trouble, done, painted, say, step, warn

_SHOWN = ("webform", "mailbox")
_HIGHEST_PORT = 65_535


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what can be said after ``./dev up``."""
    parser.add_argument("--detach", action="store_true", help="return when all are ready, leave them running")
    parser.add_argument(
        "--port",
        action="append",
        default=[],
        type=_wanted_port,
        metavar="PART=PORT",
        help="use this port for a part (it is kept for later starts)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Start every part; then wait for Ctrl-C, or return at once with ``--detach``."""
    stack = Stack(own_place().root)
    if stack.is_running():
        done("The stack is running already. ./dev status shows its parts, ./dev down stops it.")
        return 0
    start(stack, detached=arguments.detach, wanted_ports=dict(arguments.port))
    if arguments.detach:
        say("It runs in the background: ./dev status shows its parts, ./dev down stops it.")
        return 0
    say("Ctrl-C stops it.")
    stay(stack)
    return 0


def start(stack: Stack, *, detached: bool, wanted_ports: Mapping[str, int] | None = None) -> None:
    """Install what the stack needs, start it, and show each part as it becomes ready."""
    _let_signals_interrupt()
    require("broker")
    compile_catalogs(CHECKOUT)
    stack.start(_show, detached=detached, wanted_ports=wanted_ports)
    for name in _SHOWN:
        if name in stack.parts:
            say(f"  {name:<10}{stack.url(name)}")


def stay(stack: Stack) -> None:
    """Report parts that end and come back, until the stack is stopped or Ctrl-C stops it."""
    try:
        known = stack.states()
        while states := stack.states():
            _report(known, states)
            known = states
            time.sleep(1)
        say("The stack was stopped.")
    except KeyboardInterrupt:
        say()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if stack.is_running():
            with step("Stopping the stack"):
                stack.stop()


def _show(part: Part, seconds: float) -> None:
    where = f"port {part.port}" if part.port else ""
    done(f"{part.name:<18}{painted(where, 'grey'):<10}", seconds if part.is_ours else None)


def _report(before: Mapping[str, ProcessState], now: Mapping[str, ProcessState]) -> None:
    for name, state in now.items():
        if state.is_alive and state.pid != before[name].pid:
            warn(f"{name} was started again. Its log: {own_place().log_of(name)}")
        elif state.state == "FATAL" and before[name].state != "FATAL":
            warn(f"{name} ended again and again; it stays down. Its log: {own_place().log_of(name)}")


def _wanted_port(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    if not name or not number:
        raise argparse.ArgumentTypeError(f"{text} is not PART=PORT, such as webform=8000")
    if not (number.isascii() and number.isdecimal()) or not 0 < int(number) <= _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{number} is no port: a number from 1 to {_HIGHEST_PORT}")
    return name, int(number)


def _let_signals_interrupt() -> None:
    """Let a closed terminal or a SIGTERM end the command as Ctrl-C does, with everything stopped."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)


def running() -> Stack:
    """Return the checkout's stack; raise Trouble when it does not run."""
    stack = Stack(own_place().root)
    if not stack.is_running():
        raise Trouble("The stack does not run: ./dev up starts it.")
    return stack
