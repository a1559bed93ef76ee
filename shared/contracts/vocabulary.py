"""The words of the trade: states, priorities, roles, and the limits of each text."""

import re
import unicodedata
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, EmailStr, Field, StringConstraints

from shared.contracts.wording import cleaned

SUBJECT_MAX = 140
TEXT_MAX = 10_000
NAME_MAX = 80
EMAIL_MAX = 254  # RFC 5321
ORDER_MAX = 40
PRODUCT_MAX = 80
FILES_MAX = 5
FILE_MAX_BYTES = 10 * 1024 * 1024
FILE_NAME_MAX = 120
FIELDS_MAX = 12
FIELD_LABEL_MAX = 80
ERASED_NAME = "—"
"""Stands where the name of somebody stood who was forgotten."""
ERASED_WORDS = "—"
"""Stands where somebody's words stood who was forgotten."""
FIELD_VALUE_MAX = 200
RATING_WORD_MAX = 500
REASON_MAX = 200
LINK_MAX = 1000
TAG_MAX = 40
TAGS_MAX = 10
MENTIONS_MAX = 10
LINKS_MAX = 20
"""So many other incidents one may point at."""
PAUSE_MAX_DAYS = 365
"""So far away may lie the day on which an incident is taken up again by itself."""


class State(StrEnum):
    """Where an incident stands."""

    OPEN = "open"
    ASSIGNED = "assigned"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Priority(StrEnum):
    """How urgent an incident is, from the calmest to the most urgent."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Role(StrEnum):
    """What an employee may do; each role includes those before it."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class Availability(StrEnum):
    """Whether an employee takes new work; who is ``busy`` keeps what they have, who is ``off`` does not."""

    AVAILABLE = "available"
    BUSY = "busy"
    AWAY = "away"
    OFF = "off"


class AssignmentMode(StrEnum):
    """Who hands out a team's incidents: its people themselves, or the house in one of two ways."""

    MANUAL = "manual"
    ROUND_ROBIN = "round-robin"
    LEAST_LOADED = "least-loaded"


class Attention(StrEnum):
    """What somebody does with an incident on their screen."""

    LOOKING = "looking"
    TYPING = "typing"
    GONE = "gone"


class Language(StrEnum):
    """A language that screens and mails speak."""

    SPANISH = "es"
    ENGLISH = "en"


class ActorKind(StrEnum):
    """Who did something."""

    CUSTOMER = "customer"
    EMPLOYEE = "employee"
    SYSTEM = "system"


class AccountMailKind(StrEnum):
    """Why a mail about an account is sent."""

    CONFIRM = "confirm"
    SIGN_IN = "sign-in"
    CHANGE_EMAIL = "change-email"
    EMAIL_CHANGED = "email-changed"
    """Sent to the old e-mail: another one has taken its place."""
    KNOWN_EMAIL = "known-email"
    """Somebody wanted to register with an e-mail that has an account."""
    RESET_PASSWORD = "reset-password"  # noqa: S105 (the kind's name)


class PromiseTarget(StrEnum):
    """What a customer was promised: the first answer, the next one, or that it is resolved."""

    FIRST_ANSWER = "first-answer"
    NEXT_ANSWER = "next-answer"
    RESOLUTION = "resolution"


class MessageKind(StrEnum):
    """What an entry of the conversation is; a note is never shown to a customer."""

    MESSAGE = "message"
    REPLY = "reply"
    NOTE = "note"


_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Unicode's categories Cs and Cc, to which nothing is added any more, but for tab and line break."""


def _printable(text: str) -> str:
    """Refuse half characters and controls, which forge lines and hide text."""
    if _UNPRINTABLE.search(text):
        raise ValueError("contains control characters")
    return text


def _one_line(text: str) -> str:
    if any(char in text for char in "\t\n\u2028\u2029"):
        raise ValueError("must be a single line")
    return _printable(text)


_TAG = re.compile(r"[^\W_]+(-[^\W_]+)*")


def _tag(text: str) -> str:
    if not _TAG.fullmatch(text):
        raise ValueError("a tag is one word of letters, digits and hyphens between them")
    return text


def _clean(value: object) -> object:
    return cleaned(value) if isinstance(value, str) else value


def _lowered(value: object) -> object:
    """Give a tag the one form that it has whoever writes it, on whichever keyboard."""
    return unicodedata.normalize("NFC", cleaned(value).lower()) if isinstance(value, str) else value


def _length(maximum: int) -> StringConstraints:
    return StringConstraints(min_length=1, max_length=maximum)


Subject = Annotated[str, _length(SUBJECT_MAX), BeforeValidator(_clean), AfterValidator(_one_line)]
Name = Annotated[str, _length(NAME_MAX), BeforeValidator(_clean), AfterValidator(_one_line)]
OrderNumber = Annotated[str, _length(ORDER_MAX), BeforeValidator(_clean), AfterValidator(_one_line)]
Product = Annotated[str, _length(PRODUCT_MAX), BeforeValidator(_clean), AfterValidator(_one_line)]
Text = Annotated[str, _length(TEXT_MAX), BeforeValidator(_clean), AfterValidator(_printable)]
Email = Annotated[EmailStr, BeforeValidator(_clean)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
"""A word for machines: categories and teams, safe inside a routing key and a URL."""
Tag = Annotated[str, _length(TAG_MAX), BeforeValidator(_lowered), AfterValidator(_tag)]
"""A word that the staff sorts by, always in lower case: ``rotura``, ``lote-17``."""
EmployeeId = Annotated[str, StringConstraints(pattern=r"^e-[a-z0-9]{8,32}$")]
CustomerId = Annotated[str, StringConstraints(pattern=r"^c-[a-z0-9]{8,32}$")]
Reference = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$")]
Stars = Annotated[int, Field(ge=1, le=5)]
RatingWord = Annotated[str, _length(RATING_WORD_MAX), BeforeValidator(_clean), AfterValidator(_printable)]
Reason = Annotated[str, _length(REASON_MAX), BeforeValidator(_clean), AfterValidator(_one_line)]
"""Why somebody of the staff did something, for an audit."""
Capacity = Annotated[int, Field(ge=1, le=1000)]
"""How many incidents somebody has in hand at most."""
FileName = Annotated[str, _length(FILE_NAME_MAX), BeforeValidator(_clean), AfterValidator(_one_line)]
FileSize = Annotated[int, Field(ge=1, le=FILE_MAX_BYTES)]
MediaType = Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9.+-]{1,60}$")]
FieldLabel = Annotated[str, _length(FIELD_LABEL_MAX), BeforeValidator(_clean), AfterValidator(_one_line)]
FieldValue = Annotated[str, _length(FIELD_VALUE_MAX), BeforeValidator(_clean), AfterValidator(_one_line)]
Link = Annotated[str, StringConstraints(pattern=r"^https?://[!-~]+$", max_length=LINK_MAX)]
