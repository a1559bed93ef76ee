"""Answers that take equally long, so that the time tells nothing about who has an account."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

FLOOR_S = 0.3
"""Seconds; longer than the work for a mail usually takes."""


@contextmanager
def paced() -> Iterator[None]:
    """Leave the block no earlier than ``FLOOR_S`` after it was entered, also with an error."""
    began = time.monotonic()
    try:
        yield
    finally:
        time.sleep(max(0.0, began + FLOOR_S - time.monotonic()))
