"""What customers ask for, in the imperative. Adding one: add it to COMMANDS and its golden file."""

from typing import ClassVar
from uuid import UUID

from shared.contracts.resources import Actor, Contact, Contract
from shared.contracts.vocabulary import Language, OrderNumber, Product, Slug, Subject, Text


class Command(Contract):
    """A request to change one incident."""

    TYPE: ClassVar[str]
    SERVICE: ClassVar[str]
    """The service whose queue takes it."""

    incident_id: UUID

    def about(self) -> tuple[UUID, int]:
        """Return the incident and its version; a command knows none yet, so 0."""
        return self.incident_id, 0


class OpenIncident(Command):
    """Open an incident. The identity is the sender's, so a repeated command changes nothing."""

    TYPE: ClassVar[str] = "incident.open"
    SERVICE: ClassVar[str] = "intake"

    category: Slug
    subject: Subject
    description: Text
    order_number: OrderNumber | None = None
    product: Product | None = None
    contact: Contact
    language: Language


class CommentIncident(Command):
    """Add the customer's words to the conversation; ``message_id`` makes a repetition harmless."""

    TYPE: ClassVar[str] = "incident.comment"
    SERVICE: ClassVar[str] = "resolution"

    message_id: UUID
    author: Actor
    text: Text


class ResolveIncident(Command):
    """The customer says that it is solved."""

    TYPE: ClassVar[str] = "incident.resolve"
    SERVICE: ClassVar[str] = "resolution"

    request_id: UUID
    author: Actor


class ReopenIncident(Command):
    """The customer says that it is not solved after all; ``text`` says why and joins the conversation."""

    TYPE: ClassVar[str] = "incident.reopen"
    SERVICE: ClassVar[str] = "resolution"

    message_id: UUID
    author: Actor
    text: Text


COMMANDS: tuple[type[Command], ...] = (OpenIncident, CommentIncident, ResolveIncident, ReopenIncident)
