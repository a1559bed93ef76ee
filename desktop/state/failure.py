"""What went wrong with a request, in words for the person and a kind for the program."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from desktop.state.security import Enrolment
from desktop.state.texts import _, ngettext
from shared.contracts.resources import FileRef, IncidentRow, Message, TimelineEntry

T = TypeVar("T")


class Kind(StrEnum):
    """A reason why a request did not do what was asked."""

    UNREACHABLE = "unreachable"
    SLOW = "slow"
    UNINTELLIGIBLE = "unintelligible"
    SIGNED_OUT = "signed-out"
    FORBIDDEN = "forbidden"
    GONE = "gone"
    IMPOSSIBLE = "impossible"
    STALE = "stale"
    INVALID = "invalid"
    BUSY = "busy"
    BROKEN = "broken"


_BY_STATUS = {
    400: Kind.INVALID,
    401: Kind.SIGNED_OUT,
    403: Kind.FORBIDDEN,
    404: Kind.GONE,
    409: Kind.IMPOSSIBLE,
    410: Kind.GONE,
    412: Kind.STALE,
    413: Kind.INVALID,
    422: Kind.INVALID,
    428: Kind.INVALID,
    429: Kind.BUSY,
}


@dataclass(frozen=True, slots=True)
class Failure:
    """One request's failure: its kind, the service's own words, and what to know to go on.

    ``problem`` is the service's slug for it, such as ``unknown-kind``.
    ``current``, ``since`` and ``messages`` come with STALE: the incident as it is, and what came in between.
    ``present`` comes with STALE too, whatever it is that changed: its document as it is now.
    ``enrolment`` comes where signing in demands a second factor that the person has not got yet.
    ``files`` come with the problem ``unknown-file``: what was to go along and is not there.
    """

    kind: Kind
    detail: str = ""
    problem: str = ""
    status: int = 0
    retry_after: int = 0
    faults: tuple[str, ...] = ()
    current: IncidentRow | None = None
    since: tuple[TimelineEntry, ...] = ()
    messages: tuple[Message, ...] = field(default=())
    enrolment: Enrolment | None = None
    files: tuple[FileRef, ...] = field(default=())
    present: Mapping[str, Any] | None = None

    @property
    def passing(self) -> bool:
        """Tell whether the same request may succeed later, untouched."""
        return self.kind in (Kind.UNREACHABLE, Kind.SLOW, Kind.BUSY, Kind.BROKEN, Kind.UNINTELLIGIBLE)

    def sentence(self) -> str:
        """Return what happened in one sentence that a person understands."""
        if self.kind is Kind.BUSY and self.retry_after:
            minutes = max(1, round(self.retry_after / 60))
            text = ngettext(
                "Too many attempts. Try again in {count} minute.",
                "Too many attempts. Try again in {count} minutes.",
                minutes,
            )
            return text.format(count=minutes)
        if self.problem in _BY_PROBLEM:
            return _BY_PROBLEM[self.problem]()
        if self.files:
            return _("Part of what you attached is no longer there. Attach it again.")
        if self.kind is Kind.INVALID and self.faults:
            return _("That can't be sent: {why}").format(why="; ".join(self.faults))
        return _SENTENCES[self.kind]()


# Written as functions, so that each is looked up in the language of the moment.
_SENTENCES = {
    Kind.UNREACHABLE: lambda: _("The service can't be reached."),
    Kind.SLOW: lambda: _("The service took too long to answer."),
    Kind.UNINTELLIGIBLE: lambda: _("The service answered something that makes no sense."),
    Kind.SIGNED_OUT: lambda: _("Your session has ended. Sign in again."),
    Kind.FORBIDDEN: lambda: _("Your role doesn't allow this."),
    Kind.GONE: lambda: _("It no longer exists."),
    Kind.IMPOSSIBLE: lambda: _("That is not possible in its present state."),
    Kind.STALE: lambda: _("It changed while you were looking at it."),
    Kind.INVALID: lambda: _("The service refused this as it is."),
    Kind.BUSY: lambda: _("The service is busy. Wait a moment."),
    Kind.BROKEN: lambda: _("Something went wrong in the service."),
}


_BY_PROBLEM = {
    "wrong-code": lambda: _("The code is wrong, or was used already. Wait for the next one."),
    "wrong-password": lambda: _("The password is wrong."),
    "known-email": lambda: _("Somebody works here with this e-mail already."),
    "known-team": lambda: _("There is a team with this name already."),
    "has-come": lambda: _("They have come already."),
    "not-enrolled": lambda: _("They have no second factor."),
    "invitation-over": lambda: _("This invitation is over. Ask for another one."),
}


def from_problem(status: int, document: Any, retry_after: int = 0) -> Failure:
    """Read a problem document (RFC 9457), or whatever a broken server sent instead of one."""
    members = document if isinstance(document, dict) else {}
    kind = _BY_STATUS.get(status, Kind.BROKEN)
    return Failure(
        kind=kind,
        detail=str(members.get("detail") or members.get("title") or "")[:500],
        problem=str(members.get("type") or "").rpartition(":")[2],
        status=status,
        retry_after=retry_after,
        faults=_faults(members.get("errors")),
        current=_read(IncidentRow, members.get("current"), None),
        since=_read(tuple[TimelineEntry, ...], members.get("since"), ()),
        messages=_read(tuple[Message, ...], members.get("messages"), ()),
        present=_document(members.get("current")),
        enrolment=_read(Enrolment, members if "secret" in members else None, None),
        files=_read(tuple[FileRef, ...], members.get("files"), ()),
    )


def _document(value: Any) -> Mapping[str, Any] | None:
    return value if isinstance(value, dict) else None


def _faults(errors: Any) -> tuple[str, ...]:
    if not isinstance(errors, list):
        return ()
    return tuple(str(one.get("message", ""))[:200] for one in errors[:3] if isinstance(one, dict))


def _read(kind: Any, value: Any, otherwise: T) -> T:
    """Read a member that may be missing or wrong; the failure itself matters more than its extras."""
    if value is None:
        return otherwise
    try:
        result: T = TypeAdapter(kind).validate_python(value, strict=False)
    except ValidationError:
        return otherwise
    return result
