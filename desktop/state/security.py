"""What the person's account says of its own safety: second factor, recovery codes, open sessions."""

from pydantic import AwareDatetime, BaseModel, ConfigDict


class _Answer(BaseModel):
    """An answer of ``employees``; a field that a later service adds is no reason to refuse it."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Enrolment(_Answer):
    """What an authenticator needs: a secret in base32, and a URI for the picture."""

    secret: str
    uri: str

    @property
    def spaced(self) -> str:
        """The secret in groups of four, as one types it."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


class RecoveryCodes(_Answer):
    """Codes that each replace the authenticator once."""

    recovery_codes: tuple[str, ...]


class SecondFactor(_Answer):
    """How the second factor stands; ``enrolled_at`` is None where there is none."""

    enrolled_at: AwareDatetime | None
    recovery_codes_left: int
    required: bool


class OpenSession(_Answer):
    """One place where the person is signed in."""

    id: str
    used_at: AwareDatetime
    address: str | None = None
    device: str | None = None
    current: bool


class OpenSessions(_Answer):
    """All of them, the latest used first."""

    sessions: tuple[OpenSession, ...]
