"""What is asked for, in the imperative. Adding one: add it to COMMANDS and its golden file."""

from abc import abstractmethod
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, EmailStr, Field

from shared.contracts.promises import Percent
from shared.contracts.resources import Actor, Assignee, Contact, Contract, FieldAnswer, FileRef
from shared.contracts.vocabulary import (
    FIELDS_MAX,
    FILES_MAX,
    AccountMailKind,
    CustomerId,
    Language,
    Link,
    Name,
    OrderNumber,
    Priority,
    Product,
    PromiseTarget,
    RatingWord,
    Role,
    Slug,
    Stars,
    Subject,
    Text,
)


class Command(Contract):
    """A request to one service."""

    TYPE: ClassVar[str]
    SERVICE: ClassVar[str]
    """The service whose queue takes it."""

    @abstractmethod
    def about(self) -> tuple[UUID, int]:
        """Return what it concerns, and its version; a command knows none yet, so 0."""


class IncidentCommand(Command):
    """A request to change one incident."""

    incident_id: UUID

    def about(self) -> tuple[UUID, int]:
        """Return the incident, and 0."""
        return self.incident_id, 0


class PersonCommand(Command):
    """A request about a person and all that is theirs: only the service that knows them may send it."""


class HouseCommand(IncidentCommand):
    """What the house decides about an incident; ``request_id`` makes a repetition harmless."""

    request_id: UUID


class DeskCommand(HouseCommand):
    """It is decided about the incident as it stood in the version ``seen``; in any other, nothing is done."""

    seen: int = Field(ge=1)


class OpenIncident(IncidentCommand):
    """Open an incident. The identity is the sender's, so a repeated command changes nothing."""

    TYPE: ClassVar[str] = "incident.open"
    SERVICE: ClassVar[str] = "intake"

    category: Slug
    subject: Subject
    description: Text
    order_number: OrderNumber | None = None
    product: Product | None = None
    answers: tuple[FieldAnswer, ...] = Field((), max_length=FIELDS_MAX)
    """What the category asked for besides."""
    files: tuple[FileRef, ...] = Field((), max_length=FILES_MAX)
    contact: Contact
    customer_group: Slug | None = None
    """The group of customers that they are in, of who is signed in."""
    language: Language


class CommentIncident(IncidentCommand):
    """Add the customer's words to the conversation; ``message_id`` makes a repetition harmless."""

    TYPE: ClassVar[str] = "incident.comment"
    SERVICE: ClassVar[str] = "resolution"

    message_id: UUID
    author: Actor
    text: Text
    files: tuple[FileRef, ...] = Field((), max_length=FILES_MAX)


class ResolveIncident(IncidentCommand):
    """The customer says that it is solved."""

    TYPE: ClassVar[str] = "incident.resolve"
    SERVICE: ClassVar[str] = "resolution"

    request_id: UUID
    author: Actor


class ReopenIncident(IncidentCommand):
    """The customer says that it is not solved after all; ``text`` says why and joins the conversation."""

    TYPE: ClassVar[str] = "incident.reopen"
    SERVICE: ClassVar[str] = "resolution"

    message_id: UUID
    author: Actor
    text: Text
    files: tuple[FileRef, ...] = Field((), max_length=FILES_MAX)


class RateIncident(IncidentCommand):
    """The customer says how well it was dealt with; a later rating replaces an earlier one."""

    TYPE: ClassVar[str] = "incident.rate"
    SERVICE: ClassVar[str] = "resolution"

    request_id: UUID
    author: Actor
    stars: Stars
    word: RatingWord | None = None


class SubscribeIncident(IncidentCommand):
    """The customer wants mails about it again."""

    TYPE: ClassVar[str] = "incident.subscribe"
    SERVICE: ClassVar[str] = "resolution"

    request_id: UUID
    author: Actor


class UnsubscribeIncident(IncidentCommand):
    """The customer wants no more mails about it."""

    TYPE: ClassVar[str] = "incident.unsubscribe"
    SERVICE: ClassVar[str] = "resolution"

    request_id: UUID
    author: Actor


class AdoptIncidents(PersonCommand):
    """Give a customer the incidents that guests opened with an e-mail which they have proved to be theirs.

    A command and no event: it names an address, and events are read by everybody.
    """

    TYPE: ClassVar[str] = "incidents.adopt"
    SERVICE: ClassVar[str] = "resolution"

    request_id: UUID
    customer_id: CustomerId
    email: EmailStr
    """In its normal form, without capitals."""

    def about(self) -> tuple[UUID, int]:
        """Return the request, and 0: it concerns as many incidents as there are."""
        return self.request_id, 0


class ForgetPerson(PersonCommand):
    """Forget who has this e-mail and no account: the incidents they opened, and what they follow.

    A command and no event: it names an address. Who had an account is told by ``customer.erased`` besides.
    """

    TYPE: ClassVar[str] = "person.forget"
    SERVICE: ClassVar[str] = "resolution"

    request_id: UUID
    email: EmailStr
    """In its normal form, without capitals."""

    def about(self) -> tuple[UUID, int]:
        """Return the request, and 0: it concerns as many things as there are."""
        return self.request_id, 0


class ForgetCorrespondent(PersonCommand):
    """Forget that this e-mail got mails or was copied in, whoever's incident it was."""

    TYPE: ClassVar[str] = "correspondent.forget"
    SERVICE: ClassVar[str] = "notifications"

    request_id: UUID
    email: EmailStr
    """In its normal form, without capitals."""

    def about(self) -> tuple[UUID, int]:
        """Return the request, and 0: it concerns as many things as there are."""
        return self.request_id, 0


class SendAccountMail(PersonCommand):
    """Have a mail about an account sent; ``link`` is what its button opens."""

    TYPE: ClassVar[str] = "account-mail.send"
    SERVICE: ClassVar[str] = "notifications"

    mail_id: UUID
    """The same for a repeated command, so that it is sent once."""
    kind: AccountMailKind
    email: EmailStr
    name: Name | None = None
    language: Language
    link: Link

    def about(self) -> tuple[UUID, int]:
        """Return the mail, and 0."""
        return self.mail_id, 0


class AssignIncident(DeskCommand):
    """Give an incident that nobody has to an employee."""

    TYPE: ClassVar[str] = "incident.assign"
    SERVICE: ClassVar[str] = "resolution"

    to: Assignee


class ReleaseIncident(DeskCommand):
    """Give an incident back to its team: whoever has it is gone."""

    TYPE: ClassVar[str] = "incident.release"
    SERVICE: ClassVar[str] = "resolution"


class EscalateIncident(HouseCommand):
    """``percent`` of the time until ``due`` were over ``at`` a moment: tell it, and do what follows.

    Nothing is done where it was told, or where that promise has ended or is due at another time.
    """

    TYPE: ClassVar[str] = "incident.escalate"
    SERVICE: ClassVar[str] = "resolution"

    target: PromiseTarget
    due: AwareDatetime
    percent: Percent
    at: AwareDatetime
    roles: tuple[Role, ...] = ()
    """Who is told besides who has it."""
    priority: Priority | None = None
    """It becomes at least as urgent as this."""
    team: Slug | None = None
    """It goes to this team."""


class SendIncidentLinks(Command):
    """Have the links of a guest's incidents mailed to their e-mail, where it has any.

    It is no command about all that is a person's, since nothing changes: whoever serves guests may send it.
    """

    TYPE: ClassVar[str] = "incident-links.send"
    SERVICE: ClassVar[str] = "notifications"

    request_id: UUID
    """The same for a repeated command, so that it is sent once."""
    email: EmailStr
    language: Language
    """That of the page on which it was asked for."""

    def about(self) -> tuple[UUID, int]:
        """Return the request, and 0: it concerns as many incidents as there are."""
        return self.request_id, 0


COMMANDS: tuple[type[Command], ...] = (
    OpenIncident,
    CommentIncident,
    ResolveIncident,
    ReopenIncident,
    RateIncident,
    SubscribeIncident,
    UnsubscribeIncident,
    AdoptIncidents,
    ForgetPerson,
    ForgetCorrespondent,
    SendAccountMail,
    AssignIncident,
    ReleaseIncident,
    EscalateIncident,
    SendIncidentLinks,
)
