"""The shapes of what somebody asks about their own account, and of the answers."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from backend.employees.audit import AuditEntry, What
from backend.kit.passwords import GivenPassword, NewPassword
from backend.kit.problems import Problem
from shared.contracts.resources import Contract
from shared.contracts.vocabulary import EMAIL_MAX, EmployeeId, Name

GivenCode = Annotated[str, Field(min_length=1, max_length=40, description="Of six digits, or to recover.")]
SessionId = Annotated[str, Field(pattern=r"^[0-9a-f]{24}$")]


class Body(BaseModel):
    """A request body; what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid")


class SignInBody(Body):
    """Who wants in. The e-mail is not checked for its form: a wrong one is simply unknown."""

    email: str = Field(min_length=1, max_length=EMAIL_MAX)
    password: GivenPassword
    code: GivenCode | None = None
    device: Name | None = None
    """What the device calls itself, to be recognized in the list of sessions."""


class AcceptanceBody(Body):
    """An invitation that is taken up."""

    code: str = Field(min_length=1, max_length=200)
    name: Name
    password: NewPassword


class PasswordBody(Body):
    """Another password."""

    current_password: GivenPassword
    password: NewPassword


class ProofBody(Body):
    """The present password once more."""

    password: GivenPassword


class DoubleProofBody(ProofBody):
    """The present password once more, and a code."""

    code: GivenCode


class CodeBody(Body):
    """The first code of a new second factor."""

    code: GivenCode


class PolicyBody(Body):
    """What is demanded of everybody."""

    second_factor_required: bool


class SessionPath(BaseModel):
    """One session in the address."""

    session_id: SessionId


class SessionQuery(BaseModel):
    """Whose sessions; one's own without it, and anybody's for an administrator."""

    employee: EmployeeId | None = None


class AuditQuery(BaseModel):
    """Which part of the audit: so many entries, of a time, of one kind, by somebody, about one thing."""

    limit: int = Field(100, ge=1, le=500)
    since: AwareDatetime | None = None
    before: AwareDatetime | None = None
    what: What | None = None
    by: EmployeeId | None = None
    about: str | None = Field(None, max_length=40)


class ViewPath(BaseModel):
    """One saved view in the address."""

    view_id: UUID


class _Chosen(BaseModel):
    email: str
    password: NewPassword


def refuse_own_email(password: str, email: str) -> None:
    """Raise a Problem for a password that is made of the e-mail of whose it is to be."""
    try:
        _Chosen(email=email, password=password)
    except ValidationError as error:
        raise Problem(400, "The password is too easy to guess.", type="invalid-request") from error


class SessionView(Contract):
    """One session: ``opened_at`` is None where that was not noted; the rest where it was not told."""

    id: SessionId
    opened_at: AwareDatetime | None
    used_at: AwareDatetime
    address: str | None
    device: str | None
    current: bool


class SessionList(Contract):
    """Where somebody is signed in, the latest used first."""

    sessions: tuple[SessionView, ...]


class SecondFactorView(Contract):
    """How somebody's second factor stands; ``enrolled_at`` is None where there is none."""

    enrolled_at: AwareDatetime | None
    recovery_codes_left: int
    required: bool


class EnrolmentView(Contract):
    """What an authenticator needs: a secret in base32, and the same in a URI for a picture."""

    secret: str
    uri: str


class RecoveryCodes(Contract):
    """Codes that replace the device that was lost; each works once, and they are shown once."""

    recovery_codes: tuple[str, ...]


class AuditView(Contract):
    """What administrators did, the latest first."""

    entries: tuple[AuditEntry, ...]
