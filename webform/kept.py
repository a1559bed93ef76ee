"""What another service said last, kept in memory and asked again in the background: no page waits for it."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

FRESH_S = 30.0
AGAIN_S = 5.0
"""So soon it is asked again where there was no answer."""
FIRST_WAIT_S = 0.4
"""So long the first page waits; later ones are served what is kept."""

Kept = TypeVar("Kept")


class Refreshed(Generic[Kept]):
    """A value that is fetched in the background; safe between threads.

    ``fetch`` returns the present value, or None where it can't tell: then the last one stays.
    """

    def __init__(self, fetch: Callable[[], Kept | None], at_first: Kept) -> None:
        self._fetch = fetch
        self._value = at_first
        self._due_at = 0.0
        self._asking: threading.Thread | None = None
        self._is_answered = threading.Event()
        self._lock = threading.Lock()

    def value(self) -> Kept:
        """Return what is known now; the same object for as long as nothing has changed."""
        if self._is_due():
            self._asking = threading.Thread(target=self._refresh, name="refresh", daemon=True)
            self._asking.start()
        self._is_answered.wait(FIRST_WAIT_S)
        return self._value

    def close(self) -> None:
        """Wait for a question that is on its way; ``fetch`` sets the limit."""
        if self._asking:
            self._asking.join()

    def _is_due(self) -> bool:
        with self._lock:
            now = time.monotonic()
            if now < self._due_at:
                return False
            self._due_at = now + FRESH_S
            return True

    def _refresh(self) -> None:
        try:
            found = self._fetch()
            if found is None:
                self._due_at = min(self._due_at, time.monotonic() + AGAIN_S)
            elif found != self._value:
                self._value = found
        finally:
            self._is_answered.set()
