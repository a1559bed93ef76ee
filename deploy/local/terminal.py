"""What people see: short lines, coloured only on a terminal, and the seconds of a long step."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Trouble(Exception):  # noqa: N818  (it is not always an error: a missing package is none)
    """What keeps a command from going on, in words for the person who gave it."""


_COLOURS = {"green": "32", "red": "31", "yellow": "33", "grey": "2", "bold": "1"}


def painted(text: str, colour: str, stream: object = None) -> str:
    """Return the text in a colour where people look at a terminal, as it is elsewhere."""
    stream = stream or sys.stdout
    is_terminal = bool(getattr(stream, "isatty", lambda: False)())
    if not is_terminal or "NO_COLOR" in os.environ:
        return text
    return f"\033[{_COLOURS[colour]}m{text}\033[0m"


def say(text: str = "") -> None:
    """Print one line at once, also into a pipe."""
    print(text, flush=True)


def done(title: str, seconds: float | None = None) -> None:
    """Print that something is finished, and how long it took."""
    took = "" if seconds is None else painted(f"  {seconds:.1f} s", "grey")
    say(f"{painted('✓', 'green')} {title}{took}")


def warn(text: str) -> None:
    """Print something to know that stops nothing."""
    say(f"{painted('!', 'yellow')} {text}")


def fail(text: str) -> None:
    """Print on the error stream why a command ends here."""
    print(f"{painted('✗', 'red', sys.stderr)} {text}", file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show that a long step is under way, and in the end how long it took."""
    began = time.monotonic()
    ended = threading.Event()
    counter = threading.Thread(target=_count_seconds, args=(title, began, ended), daemon=True)
    counter.start()
    succeeded = False
    try:
        yield
        succeeded = True
    finally:
        ended.set()
        counter.join()
        if succeeded:
            done(title, time.monotonic() - began)


def _count_seconds(title: str, began: float, ended: threading.Event) -> None:
    if not sys.stdout.isatty():
        say(f"… {title}")
        return
    while True:
        print(f"\r\033[K… {title}  {time.monotonic() - began:.0f} s", end="", flush=True)
        if ended.wait(1):
            print("\r\033[K", end="", flush=True)
            return
