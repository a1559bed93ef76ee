"""Everything that begins with a mail: registering, inviting, signing in by link, a new e-mail or password.

Whether an e-mail has an account is told to its mailbox alone, never to who asks.
"""

from collections.abc import Callable

from backend.customers.domain import (
    AccountState,
    Customer,
    Editor,
    Erasure,
    KnownEmailError,
    Wish,
    changed,
    pending,
)
from backend.customers.one_time import OneTimeLink, Proposal, Purpose, new_link
from backend.customers.ports import Decision, House, Mail, PostUnavailableError
from backend.kit.passwords import hash_password, is_password
from shared.contracts.vocabulary import AccountMailKind
from shared.ids import uuid7

_PAGES = {
    Purpose.CONFIRM: "confirm",
    Purpose.SIGN_IN: "sign-in",
    Purpose.CHANGE_EMAIL: "email",
    Purpose.RESET_PASSWORD: "reset",
}
_KINDS = {
    Purpose.CONFIRM: AccountMailKind.CONFIRM,
    Purpose.SIGN_IN: AccountMailKind.SIGN_IN,
    Purpose.CHANGE_EMAIL: AccountMailKind.CHANGE_EMAIL,
    Purpose.RESET_PASSWORD: AccountMailKind.RESET_PASSWORD,
}


def register(house: House, wish: Wish, password: str) -> None:
    """Mail a link that makes the account real, or, where there is one, a link that signs in to it.

    Raises PostUnavailableError; then nothing was done.
    """
    customer, is_new = _known_or_new(house, wish)
    earlier = house.links.latest(customer.id, Purpose.CONFIRM)
    kept = _agreed(earlier, password)
    if customer.state is not AccountState.PENDING:
        _mail_known(house, customer)
        return
    proposal = Proposal(name=wish.name, surname=wish.surname, language=wish.language, password_hash=kept)
    try:
        _mail_link(house, customer, Purpose.CONFIRM, proposal=proposal, names_person=False)
    except PostUnavailableError:
        if is_new:
            house.customers.remove(customer.id)
        raise


def invite(house: House, wish: Wish, add: Callable[[Customer], None]) -> Customer:
    """Make an account for somebody, keep it with ``add``, and mail them the link that makes it theirs.

    Raises KnownEmailError and PostUnavailableError.
    """
    customer = pending(wish, house.clock())
    add(customer)
    try:
        _mail_link(house, customer, Purpose.CONFIRM)
    except PostUnavailableError:
        house.customers.remove(customer.id)
        raise
    return customer


def mail_way_in(house: House, email: str, purpose: Purpose) -> None:
    """Mail a link to sign in or to choose a password, where the e-mail has an account that may be used.

    Raises PostUnavailableError.
    """
    customer = house.customers.by_email(email)
    if customer is None or customer.state is AccountState.BLOCKED:
        return
    if customer.state is AccountState.PENDING:
        # Without the proposal: whoever asks for a link now need not be who chose that password.
        _mail_link(house, customer, Purpose.CONFIRM, names_person=False)
    else:
        _mail_link(house, customer, purpose)


def ask_for_email(
    house: House, customer: Customer, email: str, change: Callable[[str, Decision], Customer]
) -> Customer:
    """Mail a link to the e-mail that is to replace the present one; return the customer as they wait for it.

    ``change`` keeps the customer. Raises PostUnavailableError.
    """
    other = house.customers.by_email(email)
    if other is None or other.state is AccountState.PENDING:
        _mail_link(house, customer, Purpose.CHANGE_EMAIL, email=email, names_person=False)
    elif other.id != customer.id:
        _mail_known(house, other)
    wanted = None if email == customer.email else email
    return change(customer.id, lambda found: changed(found, {"wanted_email": wanted}))


def erase(house: House, customer: Customer, by: Editor | None = None) -> None:
    """Forget a customer: the account at once, and then everywhere, now or by ``tell_erasures``.

    The account goes first: news of an erasure that then failed would erase what a living account opens.
    What was opened as a guest is theirs once they have proved the e-mail, even where no one has adopted it.
    Raises PostUnavailableError; then nothing was done.
    """
    house.post.check()
    email = customer.email if customer.confirmed_at is not None else None
    house.customers.erase(Erasure(id=customer.id, email=email, by=by))
    tell_erasures(house)


def tell_erasures(house: House) -> None:
    """Tell of erasures that are still to be told; what the broker does not take waits for the next time.

    All go under the same two keys: what the broker refuses of one it refuses of all.
    """
    for erasure in house.customers.untold():
        try:
            house.post.erased(erasure.id, erasure.by)
            if erasure.email is not None:
                house.post.forget(erasure.email)
        except PostUnavailableError:
            return
        house.customers.told(erasure)


def _known_or_new(house: House, wish: Wish) -> tuple[Customer, bool]:
    """Return the account of this e-mail, a pending one where there was none, and whether it is new."""
    known = house.customers.by_email(wish.email)
    if known is not None:
        return known, False
    customer = pending(wish, house.clock())
    try:
        house.customers.add(customer)
    except KnownEmailError:  # registered at this very moment, through another process
        return house.customers.by_email(wish.email) or customer, False
    return customer, True


def _agreed(earlier: OneTimeLink | None, password: str) -> str:
    """Return what to keep of the password; nothing where another one is proposed for the same e-mail.

    Two who register one address are perhaps its owner and a stranger, and nobody can tell whose link is
    opened: then a password is chosen after that. The same work is done in every case.
    """
    kept = hash_password(password)
    proposed = earlier.proposal.password_hash if earlier and earlier.proposal else None
    agrees = is_password(proposed, password)
    return kept if earlier is None or agrees else ""


def _mail_known(house: House, customer: Customer) -> None:
    """Tell an owner that somebody wanted their e-mail; the link signs in, unless the account is blocked."""
    if customer.state is AccountState.ACTIVE:
        _mail_link(house, customer, Purpose.SIGN_IN, kind=AccountMailKind.KNOWN_EMAIL)
        return
    house.post.send(
        Mail(
            id=uuid7(house.clock()),
            kind=AccountMailKind.KNOWN_EMAIL,
            email=customer.email,
            language=customer.language,
            link=f"{house.web_url}/account/sign-in",
        )
    )


def _mail_link(
    house: House,
    customer: Customer,
    purpose: Purpose,
    *,
    kind: AccountMailKind | None = None,
    email: str | None = None,
    proposal: Proposal | None = None,
    names_person: bool = True,
) -> None:
    """Mail a link; the older ones of its purpose stop working once it is on its way.

    A name that a stranger typed is not put into a mail to somebody else: it may be anything.
    """
    now = house.clock()
    secret, link = new_link(purpose, customer.id, email or customer.email, now, proposal)
    house.links.add(link)
    mail = Mail(
        id=uuid7(now),
        kind=kind or _KINDS[purpose],
        email=link.email,
        language=proposal.language if proposal else customer.language,
        link=f"{house.web_url}/account/{_PAGES[purpose]}?token={secret}",
        name=customer.name if names_person else None,
    )
    try:
        house.post.send(mail)
    except PostUnavailableError:
        house.links.remove(link)
        raise
    house.links.void_others(link)
