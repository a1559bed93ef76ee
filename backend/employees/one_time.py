"""One-time codes (TOTP, RFC 6238) and the recovery codes for who has lost the device that shows them."""

import base64
import re
import secrets
from datetime import datetime

import pyotp

from backend.kit.email_form import NormalEmail

ISSUER = "Ventanilla"
RECOVERY_CODES = 10
RECOVERY_LENGTH = 10
"""Characters of 5 bits each."""
_STEPS_BESIDE = 1
"""A code counts 30 s longer and 30 s earlier than its own 30 s: clocks differ, and people type."""
_FILLING = re.compile(r"[\s-]+")


def new_secret() -> str:
    """Return a fresh secret of 160 bits, in base32."""
    return pyotp.random_base32()


def otpauth_uri(secret: str, email: NormalEmail) -> str:
    """Return what an authenticator reads from a picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def step_of(secret: str, code: str, at: datetime, after: int) -> int | None:
    """Return the time step whose code this is; None for a wrong one, and for a step not later than ``after``.

    Remember the step: with it as ``after``, no code is taken twice (RFC 6238, 5.2).
    """
    try:
        step = pyotp.TOTP(secret).verify_and_get_timecode(
            normal(code), for_time=at, valid_window=_STEPS_BESIDE
        )
    except pyotp.OTPVerificationError:
        return None
    return step if step > after else None


def new_recovery_codes() -> tuple[str, ...]:
    """Return fresh recovery codes, as they are shown."""
    return tuple(_recovery_code() for _ in range(RECOVERY_CODES))


def normal(code: str) -> str:
    """Return a code without the filling that makes it legible."""
    return _FILLING.sub("", code).lower()


def _recovery_code() -> str:
    characters = base64.b32encode(secrets.token_bytes(10)).decode().lower()[:RECOVERY_LENGTH]
    half = RECOVERY_LENGTH // 2
    return f"{characters[:half]}-{characters[half:]}"
