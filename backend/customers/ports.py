"""What accounts ask of the world outside: where they are kept, and who carries mails and news."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from backend.customers.domain import Customer, Editor, Erasure
from backend.customers.one_time import OneTimeLink, Purpose
from shared.clock import Clock
from shared.contracts.vocabulary import AccountMailKind, Language

Decision = Callable[[Customer], Customer]
"""Takes a customer as they stand and returns what to make of them; may run twice."""


class LinkOverError(Exception):
    """The link is unknown, was used, is too old, or a newer one took its place."""


class PostUnavailableError(Exception):
    """The broker did not confirm. Nothing was done; trying again later is right."""


class Customers(Protocol):
    """Where accounts are kept."""

    def get(self, customer_id: str) -> Customer:
        """Return a customer; raise UnknownCustomerError."""
        ...

    def by_email(self, email: str) -> Customer | None:
        """Return the customer with this e-mail in its normal form."""
        ...

    def add(self, customer: Customer) -> None:
        """Insert a customer; raise KnownEmailError."""
        ...

    def change(self, customer_id: str, decide: Decision, *, using: OneTimeLink | None = None) -> Customer:
        """Change a customer and use up a link, both or neither.

        Raises UnknownCustomerError, KnownEmailError, LinkOverError and what ``decide`` raises. An account
        that is still pending makes way for whoever proved its e-mail.
        """
        ...

    def remove(self, customer_id: str) -> None:
        """Forget a customer, their links, and the values in what the audit tells of them."""
        ...

    def erase(self, erasure: Erasure) -> None:
        """Remove a customer and keep the erasure until it was told, both or neither."""
        ...

    def untold(self) -> Sequence[Erasure]:
        """Return the erasures that nobody has been told of yet."""
        ...

    def told(self, erasure: Erasure) -> None:
        """Forget an erasure that everybody has been told of."""
        ...


class Links(Protocol):
    """Where one-time links are kept."""

    def add(self, link: OneTimeLink) -> None:
        """Insert a link."""
        ...

    def remove(self, link: OneTimeLink) -> None:
        """Take back a link that was never sent."""
        ...

    def void_others(self, link: OneTimeLink) -> None:
        """Make this the only link of its purpose that its customer has."""
        ...

    def latest(self, customer_id: str, purpose: Purpose) -> OneTimeLink | None:
        """Return the newest link that still works."""
        ...

    def find(self, secret: str, purpose: Purpose) -> OneTimeLink:
        """Return the link with this secret, without using it; raise LinkOverError."""
        ...


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to be sent; ``id`` is the same for a repeated request."""

    id: UUID
    kind: AccountMailKind
    email: str
    language: Language
    link: str
    name: str | None = None


class Post(Protocol):
    """Carries mails and news; each method returns when the broker has them safely.

    All raise PostUnavailableError.
    """

    def forget(self, email: str) -> None:
        """Have what belongs to an e-mail and to no account forgotten."""
        ...

    def check(self) -> None:
        """Return when a mail would go out at once."""
        ...

    def send(self, mail: Mail) -> None:
        """Have a mail sent."""
        ...

    def adopt(self, customer_id: str, email: str) -> None:
        """Have the incidents that guests opened with this proved e-mail given to its customer."""
        ...

    def erased(self, customer_id: str, editor: Editor | None = None) -> None:
        """Tell everybody that a customer is to be forgotten, by their own wish or the staff's."""
        ...


@dataclass(frozen=True, slots=True)
class House:
    """All of it together; ``web_url`` is the public address of the web form, where links lead."""

    customers: Customers
    links: Links
    post: Post
    clock: Clock
    web_url: str
