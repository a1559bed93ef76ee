"""What somebody does with their own account, asked of ``customers`` in their name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from flask import session
from pydantic import BaseModel, ValidationError

from shared.contracts.naming import full_name
from shared.contracts.vocabulary import Language
from webform.accounts import Accounts
from webform.customers import AccountsUnavailableError, Answer, Customers, Download, RefusedError
from webform.desk import SignedOutError

_ME = "/customers/me"


class Address(BaseModel):
    """Where somebody lives; ``country`` is two letters of ISO 3166-1."""

    street: str
    postal_code: str
    city: str
    country: str


class Profile(BaseModel):
    """What an account says of its owner; ``wanted_email`` waits to be confirmed."""

    id: str
    name: str
    surname: str | None
    birth_date: date | None
    address: Address | None
    email: str
    wanted_email: str | None
    language: Language
    has_password: bool


class Place(BaseModel):
    """Where somebody is signed in; ``current`` is here. What is not known of browser and system is None."""

    id: str
    browser: str | None
    system: str | None
    opened_at: datetime | None
    used_at: datetime
    current: bool


class _Places(BaseModel):
    sessions: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A profile as it stands, with the version to name in a change of it."""

    profile: Profile
    version: str


class StaleProfileError(Exception):
    """It was changed since it was looked at; ``current`` is how it stands now."""

    def __init__(self, current: Seen) -> None:
        super().__init__(f"version {current.version} is current")
        self.current = current


Shape = TypeVar("Shape", bound=BaseModel)
Found = TypeVar("Found", Answer, Download)


class OwnAccount:
    """The account of who is signed in.

    Every method raises SignedOutError where nobody is, AccountsUnavailableError, and RefusedError for
    what is not acceptable.
    """

    def __init__(self, customers: Customers, accounts: Accounts) -> None:
        self._customers = customers
        self._accounts = accounts

    def profile(self) -> Seen:
        """Return the profile."""
        return _seen(self._ask("GET", _ME))

    def change(self, fields: Mapping[str, Any], version: str) -> None:
        """Change the profile as it was seen; raise StaleProfileError."""
        try:
            answer = self._ask("PATCH", _ME, dict(fields), version)
        except RefusedError as error:
            if error.kind == "stale-version":
                raise StaleProfileError(_seen(error.answer, "current")) from error
            raise
        _note(_seen(answer).profile)

    def change_email(self, email: str, password: str | None) -> None:
        """Have a link mailed to another e-mail; without the password it takes a fresh sign-in."""
        self._ask("POST", f"{_ME}/email-changes", {"email": email, "password": password})

    def change_password(self, password: str, current: str | None) -> None:
        """Choose another password, and sign out everywhere else."""
        self._ask("PUT", f"{_ME}/password", {"password": password, "current_password": current})
        _note_password()

    def places(self) -> tuple[Place, ...]:
        """Return where the customer is signed in, the latest used first."""
        return _read(_Places, self._ask("GET", f"{_ME}/sessions").content).sessions

    def sign_out_there(self, place_id: str) -> None:
        """Sign out in one place; 404 where that has ended already."""
        self._ask("DELETE", f"{_ME}/sessions/{place_id}")

    def sign_out_elsewhere(self) -> None:
        """Sign out everywhere but here."""
        self._ask("DELETE", f"{_ME}/other-sessions")

    def sign_out_everywhere(self) -> None:
        """Sign out everywhere, here too."""
        self._ask("DELETE", f"{_ME}/sessions")
        self._accounts.forget()

    def erase(self, password: str | None) -> None:
        """Delete the account; without the password it takes a fresh sign-in."""
        self._ask("POST", f"{_ME}/erasure", {"password": password})
        self._accounts.forget()

    def export(self, password: str | None) -> Download:
        """Return a zip of all that is known; without the password it takes a fresh sign-in."""
        body = {"password": password}
        return self._as_owner(lambda token: self._customers.fetch(f"{_ME}/export", body, token))

    def _ask(self, method: str, path: str, body: object = None, version: str | None = None) -> Answer:
        return self._as_owner(lambda token: self._customers.ask(method, path, body, token, version))

    def _as_owner(self, ask: Callable[[str], Found]) -> Found:
        token = self._accounts.access_token()
        if token is None:
            raise SignedOutError
        try:
            return ask(token)
        except RefusedError as error:
            if error.status == 401:
                self._accounts.forget()
                raise SignedOutError from error
            raise


def _seen(answer: Answer, part: str | None = None) -> Seen:
    content = answer.content[part] if part else answer.content
    return Seen(_read(Profile, content), answer.version)


def _read(shape: type[Shape], content: object) -> Shape:
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        raise AccountsUnavailableError("not understood") from error


def _note(profile: Profile) -> None:
    """Every page says who is signed in: it is to say what the profile says now."""
    named = {
        "name": full_name(profile.name, profile.surname),
        "email": profile.email,
        "language": profile.language.value,
    }
    session["customer"] = {**session["customer"], **named, "has_password": profile.has_password}


def _note_password() -> None:
    session["customer"] = {**session["customer"], "has_password": True}
