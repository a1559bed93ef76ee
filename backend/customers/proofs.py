"""What an opened link does: it proves a mailbox, once, and so lets its owner in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.customers.domain import (
    AccountState,
    Customer,
    UnknownCustomerError,
    Wish,
    changed,
    moved,
    proved,
)
from backend.customers.one_time import OneTimeLink, Purpose
from backend.customers.ports import House, LinkOverError, Mail
from shared.contracts.vocabulary import AccountMailKind


@dataclass(frozen=True, slots=True)
class Proved:
    """Whose link was opened; ``is_first`` where nobody had proved this account's e-mail before."""

    customer: Customer
    is_first: bool


def open_link(house: House, secret: str, purpose: Purpose, fields: Mapping[str, Any] | None = None) -> Proved:
    """Use a link, change ``fields`` with it, and have the incidents of the proved e-mail adopted.

    The broker has the news before the link is used up: where it is away, the same link works later.
    Raises LinkOverError and PostUnavailableError.
    """
    link, before = _read(house, secret, purpose)
    house.post.adopt(before.id, link.email)

    def decide(found: Customer) -> Customer:
        _check(found, link)
        return changed(proved(found, house.clock(), _wish_of(link)), fields or {})

    try:
        after = house.customers.change(before.id, decide, using=link)
    except UnknownCustomerError as error:
        raise LinkOverError from error
    return Proved(after, is_first=before.confirmed_at is None)


def open_email_link(house: House, secret: str) -> Customer:
    """Let a proved e-mail take the place of the old one, which is told.

    Raises LinkOverError, KnownEmailError (somebody else proved it first) and PostUnavailableError.
    """
    link, before = _read(house, secret, Purpose.CHANGE_EMAIL)
    if before.email != link.email:
        house.post.send(_notice(house, before, link))
    house.post.adopt(before.id, link.email)

    def decide(found: Customer) -> Customer:
        _check(found, link)
        return moved(found, link.email, house.clock())

    return house.customers.change(before.id, decide, using=link)


def _read(house: House, secret: str, purpose: Purpose) -> tuple[OneTimeLink, Customer]:
    link = house.links.find(secret, purpose)
    try:
        customer = house.customers.get(link.customer_id)
    except UnknownCustomerError as error:
        raise LinkOverError from error
    _check(customer, link)
    return link, customer


def _check(customer: Customer, link: OneTimeLink) -> None:
    """A link of a mailbox that is no longer the customer's, or of a blocked account, opens nothing."""
    is_theirs = link.purpose is Purpose.CHANGE_EMAIL or customer.email == link.email
    if not is_theirs or customer.state is AccountState.BLOCKED:
        raise LinkOverError


def _wish_of(link: OneTimeLink) -> Wish | None:
    proposal = link.proposal
    if proposal is None:
        return None
    return Wish(proposal.name, link.email, proposal.language, proposal.password_hash, proposal.surname)


def _notice(house: House, customer: Customer, link: OneTimeLink) -> Mail:
    """Its id follows from the link, so that a repeated try is told once."""
    return Mail(
        id=UUID(hex=link.id[:32]),
        kind=AccountMailKind.EMAIL_CHANGED,
        email=customer.email,
        language=customer.language,
        link=f"{house.web_url}/account/sign-in",
        name=customer.name,
    )
