"""Messages that the broker did not take, and whether it is their own fault or the broker's."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from shared.messaging.ports import RefusedError

MOST_FAULTS = 120
"""So often a message may fail where others do not, before it is set aside: with PAUSE_S, after a minute."""


class Suspects:
    """Remembers failures by message, for as long as a process lasts.

    While the broker is away everything fails, and nothing can be said of any message: a failure is a
    message's own fault only where the broker took another one in the same round. What is refused by a
    queue (full, or without its leader) is never a message's fault.
    """

    def __init__(self) -> None:
        self._failures: Counter[UUID] = Counter()
        self._faults: Counter[UUID] = Counter()

    def __contains__(self, message_id: UUID) -> bool:
        return message_id in self._failures

    def first_the_likelier(self, message_ids: Iterable[UUID]) -> list[UUID]:
        """Order suspects so that those come first that failed less often."""
        return sorted(message_ids, key=lambda each: self._failures[each])

    def note(self, failed: Mapping[UUID, Exception], taken: Collection[UUID]) -> None:
        """Take in how a round went."""
        for message_id in taken:
            del self._failures[message_id], self._faults[message_id]
        for message_id, error in failed.items():
            self._failures[message_id] += 1
            self._faults[message_id] += bool(taken) and not isinstance(error, RefusedError)

    def is_hopeless(self, message_id: UUID) -> bool:
        """Tell whether a message failed so often, on its own, that it is to be set aside."""
        return self._faults[message_id] >= MOST_FAULTS

    def forget(self, message_id: UUID) -> None:
        """Drop what is known of a message that was set aside."""
        del self._failures[message_id], self._faults[message_id]
