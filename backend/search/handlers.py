"""What the indexer does with events: whatever happened, the index shows how things stand now."""

from collections.abc import Sequence

from backend.search.domain import key_of
from backend.search.ports import Index, Source
from shared.contracts.events import Event
from shared.messaging.worker import Handler, Task


def index_handler(index: Index, source: Source) -> Handler:
    """Return the handler of events.

    It looks at the source and not into the event, so that a repeated or late event changes nothing: the
    source is never behind an event, and each thing is read once however many events of a batch it has.
    """

    def follow(tasks: Sequence[Task]) -> None:
        changed = {key_of(task.content): None for task in tasks if isinstance(task.content, Event)}
        index.refresh(list(changed), source)

    return follow
