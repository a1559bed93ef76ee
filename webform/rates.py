"""How often a thing may be done: the settings of fair use."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from limits import parse_many
from pydantic import BaseModel, BeforeValidator, Field
from pydantic_settings import NoDecode


class Subject(StrEnum):
    """Who counts as one."""

    ADDRESS = "address"
    """Who asks from one network address; many people may share it."""
    ACCOUNT = "account"
    """Who is signed in."""
    EMAIL = "email"
    """The e-mail that a guest gave. Anybody may give anybody's: this keeps mailboxes from being flooded."""
    INCIDENT = "incident"
    """Who holds the link of one incident."""


@dataclass(frozen=True, slots=True)
class Rates:
    """The most that each subject may do in a window of time, such as ``30/hour``; who is missing may all."""

    by: Mapping[Subject, str]

    @classmethod
    def read(cls, text: str) -> "Rates":
        """Return what ``address=30/hour email=10/hour email=20/day`` says; ``off`` is no limit at all.

        Raises ValueError with what is wrong.
        """
        found: dict[Subject, str] = {}
        for word in text.split() if text.strip() != "off" else ():
            name, _, rate = word.partition("=")
            if name not in set(Subject):
                raise ValueError(f"is no list such as address=30/hour email=10/hour: it names {name!r}")
            if not _is_rate(rate):
                raise ValueError(f"has no rate such as 30/hour or 5/10minutes for {name}")
            subject = Subject(name)
            found[subject] = f"{found[subject]};{rate}" if subject in found else rate
        return cls(found)


def _is_rate(text: str) -> bool:
    try:
        return all(rate.amount > 0 for rate in parse_many(text))
    except ValueError:
        return False


def _read(given: Any) -> Any:
    return Rates.read(given) if isinstance(given, str) else given


Setting = Annotated[Rates, NoDecode, BeforeValidator(_read)]


class FairUse(BaseModel):
    """The limits of the site, each worker counting for itself, and how many proxies tell who asks."""

    limit_opening: Setting = Rates.read("address=60/hour account=20/hour email=10/hour")
    limit_comments: Setting = Rates.read("address=120/hour account=60/hour incident=30/hour")
    limit_registration: Setting = Rates.read("address=20/hour email=5/hour")
    limit_sign_in: Setting = Rates.read("address=60/hour")
    """Not by e-mail, or anybody could keep its owner out: ``customers`` stops the guessing at an account."""
    limit_mailed_links: Setting = Rates.read("address=30/hour email=5/hour")
    limit_lost_links: Setting = Rates.read("address=20/hour account=5/hour email=5/hour")
    limit_following: Setting = Rates.read("address=30/hour account=20/hour email=10/hour")
    limit_search: Setting = Rates.read("address=240/minute")
    """Who writes asks for suggestions at each pause."""
    limit_uploads: Setting = Rates.read("address=300/hour account=100/hour")
    """Files that a script sends one by one, each of up to 10 MB."""
    trusted_proxies: int = Field(0, ge=0, le=10)
    """So many proxies stand before us, each of which adds to ``X-Forwarded-For`` who asked it."""

    def rates(self) -> Mapping[str, Rates]:
        """Return the limits by what they limit: ``opening``, ``comments`` and so on."""
        return {
            name.removeprefix("limit_"): getattr(self, name)
            for name in type(self).model_fields
            if name.startswith("limit_")
        }
