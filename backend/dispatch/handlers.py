"""What dispatch does with events: it takes their rows into its book."""

from collections.abc import Sequence

from backend.dispatch.book import Book
from shared.contracts.events import IncidentEvent
from shared.contracts.vocabulary import ActorKind
from shared.messaging.worker import Handler, Task


def book_handler(book: Book) -> Handler:
    """Return the handler of the incidents' events; a repeated or late one changes nothing."""

    def follow(tasks: Sequence[Task]) -> None:
        for task in tasks:
            if not isinstance(task.content, IncidentEvent):
                raise TypeError(f"dispatch does not know {task.envelope.type}")
            event = task.content
            book.note(
                event.row,
                task.envelope.correlationid,
                is_handed=any(change.field == "assignee" for change in event.changes),
                by_house=event.actor.kind is ActorKind.SYSTEM,
            )

    return follow
