"""What each reader may see of a customer."""

from datetime import date
from typing import Any

from pydantic import AwareDatetime, EmailStr

from backend.customers.address import Address
from backend.customers.audit import AuditEntry
from backend.customers.domain import AccountState, Customer
from backend.kit.open_sessions import OpenSession
from shared.contracts.resources import Contract, FieldChange
from shared.contracts.vocabulary import CustomerId, Language, Name, Slug


class SignedInView(Contract):
    """Who has signed in: as much as every page needs."""

    id: CustomerId
    name: Name
    """With the surname: what they are called on an incident."""
    email: EmailStr
    language: Language
    group: Slug | None
    has_password: bool

    @classmethod
    def of(cls, customer: Customer) -> "SignedInView":
        """Leave out the rest."""
        return cls.model_validate({**_of(customer, cls), "name": customer.full_name})


class ProfileView(Contract):
    """A customer as they see themselves."""

    id: CustomerId
    name: Name
    surname: Name | None
    birth_date: date | None
    address: Address | None
    email: EmailStr
    wanted_email: EmailStr | None
    """The e-mail that replaces the present one once it is confirmed."""
    language: Language
    has_password: bool

    @classmethod
    def of(cls, customer: Customer) -> "ProfileView":
        """Leave out what is nobody's business."""
        return cls.model_validate(_of(customer, cls))


class CustomerView(ProfileView):
    """A customer as the staff sees them."""

    group: Slug | None
    state: AccountState
    version: int
    created_at: AwareDatetime
    confirmed_at: AwareDatetime | None

    @classmethod
    def of(cls, customer: Customer) -> "CustomerView":
        """Leave out what is nobody's business."""
        return cls.model_validate(_of(customer, cls))


class CustomerPage(Contract):
    """Some of the customers, by name; ``next`` goes into ``after`` for those that follow."""

    customers: tuple[CustomerView, ...]
    next: str | None


class SessionView(Contract):
    """Where somebody is signed in, and with what; ``current`` is the session that asks."""

    id: str
    browser: str | None
    system: str | None
    opened_at: AwareDatetime | None
    used_at: AwareDatetime
    current: bool

    @classmethod
    def of(cls, session: OpenSession, *, is_current: bool) -> "SessionView":
        """Say it as its owner sees it."""
        return cls(id=session.id, **_seen_of(session), current=is_current)


class OwnSession(Contract):
    """Where somebody is signed in, as they take it out."""

    browser: str | None
    system: str | None
    opened_at: AwareDatetime | None
    used_at: AwareDatetime

    @classmethod
    def of(cls, session: OpenSession) -> "OwnSession":
        """Leave out what names it."""
        return cls(**_seen_of(session))


class OwnAuditEntry(Contract):
    """What the staff did with an account, as its owner takes it out: not by whom."""

    what: str
    at: AwareDatetime
    changes: tuple[FieldChange, ...]

    @classmethod
    def of(cls, entry: AuditEntry) -> "OwnAuditEntry":
        """Leave out who it was: how the staff shares its work is its own affair."""
        return cls(what=entry.what, at=entry.at, changes=entry.changes)


class SessionList(Contract):
    """All sessions, the latest first."""

    sessions: tuple[SessionView, ...]


class AuditView(Contract):
    """What the staff did with an account, the latest first."""

    entries: tuple[AuditEntry, ...]


class MailPromised(Contract):
    """The one answer to whoever asks for a mail, whether or not there is anything to send."""

    message: str = "If there is something to send, it is on its way. Look into your mail."


class Granted(Contract):
    """An open session."""

    access_token: str
    expires_in: int
    refresh_token: str
    customer: SignedInView


class EmailConfirmed(Contract):
    """The e-mail that has taken the place of the old one."""

    email: EmailStr


def _seen_of(session: OpenSession) -> dict[str, Any]:
    device = session.device
    return {
        "browser": device.browser,
        "system": device.system,
        "opened_at": session.opened_at,
        "used_at": session.used_at,
    }


def _of(customer: Customer, view: type[Contract]) -> dict[str, object]:
    return {name: getattr(customer, name) for name in view.model_fields}
