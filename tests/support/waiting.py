"""Waiting for a condition, never for a while."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(find: Callable[[], T], *, within: float = 30.0, every: float = 0.05) -> T:
    """Return the first true value that ``find`` gives; or fail after ``within`` seconds with the last one."""
    until = time.monotonic() + within
    while True:
        value = find()
        if value:
            return value
        if time.monotonic() > until:
            raise AssertionError(f"not true within {within} s; the last value was {value!r}")
        time.sleep(every)
