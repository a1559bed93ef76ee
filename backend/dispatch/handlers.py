"""What dispatch does with events: it takes them into its book."""

from collections.abc import Sequence

from backend.dispatch.book import Book
from shared.contracts.events import IncidentEvent
from shared.messaging.worker import Handler, Task


def book_handler(book: Book) -> Handler:
    """Return the handler of the incidents' events; a repeated or late one changes nothing."""

    def follow(tasks: Sequence[Task]) -> None:
        for task in tasks:
            if not isinstance(task.content, IncidentEvent):
                raise TypeError(f"dispatch does not know {task.envelope.type}")
            book.note(task.content, task.envelope.correlationid)

    return follow
