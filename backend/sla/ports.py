"""What the watch asks of the world."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from backend.incidents.policies import PolicyBook
from backend.sla.domain import Watched


class Awaited(Protocol):
    """Where it is read what is awaited of the shop; methods raise DatabaseUnavailable."""

    def book(self) -> PolicyBook:
        """Return the policies that count now."""
        ...

    def alarmed(self, now: datetime) -> Iterable[Watched]:
        """Return the incidents of which something is to be told by now, what waits the longest first."""
        ...
