"""Who buys here: customers with an account. Guests need none and are not kept here."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime

from backend.customers.address import Address
from backend.kit.email_form import NormalEmail
from shared.contracts.naming import full_name
from shared.contracts.resources import Contract, FieldChange
from shared.contracts.vocabulary import CustomerId, EmployeeId, Language, Name, Slug


class AccountState(StrEnum):
    """Whether an account may be used."""

    PENDING = "pending"
    """Nobody has proved yet that the e-mail is theirs."""
    ACTIVE = "active"
    BLOCKED = "blocked"
    """The staff closed it."""


class Customer(Contract):
    """One customer. It is never changed in place: a rule returns the next version of it.

    ``email`` is the normal form that is compared; ``password_hash`` is Argon2id, or empty where there is no
    password; ``confirmed_at`` says when the e-mail was proved, ``wanted_email`` which one is to replace it.
    """

    id: CustomerId
    version: int = 1
    state: AccountState = AccountState.ACTIVE
    name: Name
    surname: Name | None = None
    birth_date: date | None = None
    address: Address | None = None
    email: NormalEmail
    wanted_email: NormalEmail | None = None
    language: Language
    group: Slug | None = None
    """Which group of customers the staff counts them to; what is promised may depend on it."""
    password_hash: str = ""
    created_at: AwareDatetime
    confirmed_at: AwareDatetime | None = None

    @property
    def active(self) -> bool:
        """Whether its owner may sign in."""
        return self.state is AccountState.ACTIVE

    @property
    def full_name(self) -> str:
        """First name and surname in one line."""
        return full_name(self.name, self.surname)

    @property
    def has_password(self) -> bool:
        """Whether its owner can sign in with a password."""
        return bool(self.password_hash)


class Editor(Contract):
    """Somebody of the staff who changes an account."""

    id: EmployeeId
    name: Name


class Erasure(Contract):
    """An account that is gone, and of which others are still to be told.

    ``email`` is there where it was proved; ``by`` is who of the staff wanted it.
    """

    id: CustomerId
    email: NormalEmail | None = None
    by: Editor | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody who registers has typed; ``password_hash`` is Argon2id, or empty for no password."""

    name: str
    email: str
    language: Language
    password_hash: str = ""
    surname: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    """Further fields of the profile."""


class UnknownCustomerError(LookupError):
    """There is no customer with this id."""


class KnownEmailError(ValueError):
    """There is an account with this e-mail."""


class StaleCustomerError(Exception):
    """The customer has changed since the caller looked; ``current`` is how they stand now."""

    def __init__(self, current: Customer) -> None:
        super().__init__(f"version {current.version} is current")
        self.current = current


def pending(wish: Wish, at: datetime) -> Customer:
    """Return a customer with a fresh id whose e-mail is not proved.

    It has no password: the one that was typed counts once the e-mail is proved (see ``proved``).
    """
    return Customer(
        id=f"c-{base64.b32encode(secrets.token_bytes(10)).decode().lower()}",
        state=AccountState.PENDING,
        name=wish.name,
        surname=wish.surname,
        email=wish.email,
        language=wish.language,
        created_at=at,
        **wish.more,
    )


def proved(customer: Customer, at: datetime, wish: Wish | None = None) -> Customer:
    """Return the customer after somebody opened a link that was sent to their e-mail.

    At the first proof nothing that was set before it counts but the very ``wish`` whose link was opened:
    else a stranger could register somebody's address and keep a password for the account.
    """
    if customer.confirmed_at is not None:
        return customer
    told = {"password_hash": ""} if wish is None else _told(wish)
    state = AccountState.ACTIVE if customer.state is AccountState.PENDING else customer.state
    return _next(customer, {**told, "state": state, "confirmed_at": at})


def changed(customer: Customer, fields: Mapping[str, Any]) -> Customer:
    """Return the next version with these fields, or the same one where nothing differs."""
    differing = {name: value for name, value in fields.items() if getattr(customer, name) != value}
    return _next(customer, differing) if differing else customer


def moved(customer: Customer, email: str, at: datetime) -> Customer:
    """Return the customer with another e-mail, which was proved to be theirs."""
    state = AccountState.ACTIVE if customer.state is AccountState.PENDING else customer.state
    return _next(customer, {"email": email, "wanted_email": None, "confirmed_at": at, "state": state})


def difference(before: Customer, after: Customer) -> tuple[FieldChange, ...]:
    """Return what differs, as an audit tells it: a password's hash is never told, only that it changed."""
    old, new = _shown(before), _shown(after)
    return tuple(
        FieldChange(field=name, old=old[name], new=new[name]) for name in old if old[name] != new[name]
    )


def claims_of(customer: Customer, session_id: str, audience: str) -> dict[str, object]:
    """Return what an access token says."""
    return {
        "sub": customer.id,
        "name": customer.full_name,
        "email": customer.email,
        "language": customer.language,
        "aud": audience,
        "sid": session_id,
    }


def _told(wish: Wish) -> dict[str, Any]:
    return {
        "name": wish.name,
        "surname": wish.surname,
        "language": wish.language,
        "password_hash": wish.password_hash,
    }


def _next(customer: Customer, fields: Mapping[str, Any]) -> Customer:
    return customer.model_copy(update={**fields, "version": customer.version + 1})


_UNTOLD = {"id", "version", "password_hash", "created_at", "confirmed_at"}


def _shown(customer: Customer) -> dict[str, str | None]:
    flat = customer.model_dump(mode="json", exclude=_UNTOLD)
    address = flat.pop("address") or {}
    lines = {f"address.{name}": address.get(name) for name in Address.model_fields}
    told = {**flat, **lines, "password": "set" if customer.has_password else None}
    return {name: None if value is None else str(value) for name, value in told.items()}
