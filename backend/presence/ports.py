"""What presence asks of the world outside."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from shared.contracts.events import PresenceChanged


class Teller(Protocol):
    """Tells the screens; what it can't tell is lost, since it would be old by the time it could."""

    def tell(self, events: Iterable[PresenceChanged], story: UUID) -> None:
        """Tell events, at once or never; ``story`` is the correlation id of what led to them."""
        ...
