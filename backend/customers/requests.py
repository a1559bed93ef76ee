"""The shapes of the requests that ``customers`` takes."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from backend.customers.address import OLDEST_YEARS, Address, plausible_birth
from backend.customers.domain import AccountState
from backend.kit.passwords import GivenPassword, NewPassword
from shared.clock import utc_now
from shared.contracts.vocabulary import EMAIL_MAX, CustomerId, Email, Language, Name, Reason, Slug

LIMIT_MAX = 100


def _plausible(born: date) -> date:
    if not plausible_birth(born, utc_now().date()):
        raise ValueError(f"must lie in the past, at most {OLDEST_YEARS} years ago")
    return born


BirthDate = Annotated[date, AfterValidator(_plausible)]
LinkToken = Annotated[str, Field(min_length=1, max_length=200, description="The token of a mailed link.")]
SessionId = Annotated[str, Field(pattern=r"^[0-9a-f]{24}$")]


class Body(BaseModel):
    """A request body; what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid")


class RegistrationBody(Body):
    """A new account."""

    name: Name
    surname: Name | None = None
    email: Email
    password: NewPassword
    language: Language


class EmailBody(Body):
    """Whom to mail a link. The e-mail is not checked for its form: a wrong one is simply unknown."""

    email: str = Field(min_length=1, max_length=EMAIL_MAX)


class TokenBody(Body):
    """The token of a mailed link."""

    token: LinkToken


class ResetBody(TokenBody):
    """A new password, instead of one that was forgotten."""

    password: NewPassword


class ProfileBody(Body):
    """What to change of a profile; what is left out stays, and null empties a field that may be empty."""

    name: Name | None = None
    surname: Name | None = None
    birth_date: BirthDate | None = None
    address: Address | None = None
    language: Language | None = None

    @model_validator(mode="after")
    def _filled(self) -> Self:
        for name in ("name", "language", "state", "email"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"{name} can't be empty")
        return self

    def fields(self) -> dict[str, Any]:
        """Return the fields that were sent, as a customer has them."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class StaffChangeBody(ProfileBody):
    """What the staff changes; another e-mail counts once its owner has opened the link mailed to it."""

    email: Email | None = None
    state: Literal[AccountState.ACTIVE, AccountState.BLOCKED] | None = None
    group: Slug | None = None


class InvitationBody(Body):
    """An account that the staff makes for somebody; they choose a password themselves."""

    name: Name
    surname: Name | None = None
    birth_date: BirthDate | None = None
    address: Address | None = None
    email: Email
    language: Language


class EmailChangeBody(Body):
    """The e-mail that is to replace the present one; the password, unless who asks has just signed in."""

    email: Email
    password: GivenPassword | None = None


class PasswordBody(Body):
    """A new password, and the present one; an account without one needs a fresh sign-in instead."""

    current_password: GivenPassword | None = None
    password: NewPassword


class ProofBody(Body):
    """Proof that the owner deletes or takes out everything: the password, or else a fresh sign-in."""

    password: GivenPassword | None = None


class GuestExportBody(Body):
    """Whose data is taken out, and why; name nobody in the reason, for it is kept."""

    email: Email
    reason: Reason


class CustomerPath(BaseModel):
    """One customer in the address."""

    customer_id: CustomerId


class SessionPath(BaseModel):
    """One session in the address."""

    session_id: SessionId


class SearchQuery(Body):
    """Whom to list, and from where on."""

    q: str = Field("", max_length=100, description="The beginnings of words of the name or of the e-mail.")
    after: str | None = Field(None, max_length=400, description="``next`` of the page before.")
    limit: int = Field(50, ge=1, le=LIMIT_MAX)
