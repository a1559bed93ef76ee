"""What each gesture asks of the service: the method, the part of the incident, and the words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from desktop.state.drafts import Draft
from shared.contracts.resources import Assignee
from shared.contracts.vocabulary import MessageKind, Priority


@dataclass(frozen=True, slots=True)
class Move:
    """One change to ask for. ``key`` makes asking twice harmless where something is added."""

    gesture: str
    method: str
    noun: str
    body: Mapping[str, Any] | None = None
    key: UUID | None = None


_SIMPLE = {
    "claim": ("PUT", "claim"),
    "release": ("DELETE", "claim"),
    "pause": ("PUT", "pause"),
    "resume": ("DELETE", "pause"),
    "resolve": ("PUT", "resolution"),
    "close": ("PUT", "closure"),
    "unmerge": ("DELETE", "merge"),
    "part": ("DELETE", "known-incident"),
}


def simple(gesture: str) -> Move:
    """Return the move of a gesture that takes no words; raise ValueError for any other."""
    if gesture == "reopen":
        return Move(gesture, "POST", "reopening", {"text": None}, uuid4())
    if gesture not in _SIMPLE:
        raise ValueError(f"{gesture} takes words or changes nothing")
    return Move(gesture, *_SIMPLE[gesture])


def prioritized(priority: Priority) -> Move:
    """Return the move that says how urgent it is."""
    return Move("priority", "PUT", "priority", {"priority": priority})


def assigned(to: Assignee) -> Move:
    """Return the move that gives it to somebody."""
    return Move("assign", "PUT", "assignment", {"assignee": to.model_dump()})


def transferred(team: str) -> Move:
    """Return the move that gives it to another team."""
    return Move("team", "PUT", "team", {"team": team})


def categorized(category: str) -> Move:
    """Return the move that says what it is about."""
    return Move("category", "PUT", "category", {"category": category})


def tagged(tags: Sequence[str]) -> Move:
    """Return the move that leaves it with just these tags."""
    return Move("tags", "PUT", "tags", {"tags": list(tags)})


def paused(wake_at: datetime | None) -> Move:
    """Return the move that has it wait until a moment, or until the customer answers."""
    return Move("wake", "PUT", "pause", {"wake_at": wake_at.isoformat() if wake_at else None})


def merged(into: UUID) -> Move:
    """Return the move after which it goes on in another incident."""
    return Move("merge", "PUT", "merge", {"into": str(into)})


def linked(other: UUID) -> Move:
    """Return the move that has two incidents point at each other."""
    return Move("link", "PUT", f"links/{other}")


def joined(known: UUID) -> Move:
    """Return the move that makes it a case of a known incident."""
    return Move("known", "PUT", "known-incident", {"known_incident": str(known)})


def split(message: UUID, subject: str) -> Move:
    """Return the move that makes a message an incident of its own."""
    return Move("split", "POST", "splits", {"message": str(message), "subject": subject}, uuid4())


def spoken(kind: MessageKind, draft: Draft, *, resolve: bool = False) -> Move:
    """Return the move that sends a draft as a reply or a note."""
    words = {"text": draft.text.strip(), "files": [file.model_dump(mode="json") for file in draft.files]}
    if kind is MessageKind.NOTE:
        called = [one.id for one in draft.called()]
        return Move("note", "POST", "notes", {**words, "mentions": called}, draft.key)
    gesture = "reply-resolve" if resolve else "reply"
    return Move(gesture, "POST", "replies", {**words, "resolve": resolve}, draft.key)
