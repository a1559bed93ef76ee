"""Answers that take equally long, so that the time tells nothing about who has an account."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

LINK_S = 0.4
"""Longer than it usually takes to keep a link and hand over its mail."""
REGISTER_S = 0.8
"""The same with two passwords to be hashed."""


@contextmanager
def paced(seconds: float) -> Iterator[None]:
    """Leave the block no earlier than so long after it was entered, also with an error."""
    began = time.monotonic()
    try:
        yield
    finally:
        time.sleep(max(0.0, began + seconds - time.monotonic()))
