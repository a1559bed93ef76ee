"""What each gesture asks of the service: the method, the part of the incident, and the words."""

from collections.abc import Mapping
from dataclasses import dataclass
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


def simple(gesture: str) -> Move:
    """Return the move of a gesture that takes no words."""
    match gesture:
        case "claim":
            return Move(gesture, "PUT", "claim")
        case "release":
            return Move(gesture, "DELETE", "claim")
        case "pause":
            return Move(gesture, "PUT", "pause")
        case "resolve":
            return Move(gesture, "PUT", "resolution")
        case "close":
            return Move(gesture, "PUT", "closure")
        case "reopen":
            return Move(gesture, "POST", "reopening", {"text": None}, uuid4())
        case _:
            raise ValueError(f"{gesture} takes words or changes nothing")


def prioritized(priority: Priority) -> Move:
    """Return the move that says how urgent it is."""
    return Move("priority", "PUT", "priority", {"priority": priority})


def assigned(to: Assignee) -> Move:
    """Return the move that gives it to somebody."""
    return Move("assign", "PUT", "assignment", {"assignee": to.model_dump()})


def spoken(kind: MessageKind, draft: Draft, *, resolve: bool = False) -> Move:
    """Return the move that sends a draft as a reply or a note."""
    words = {"text": draft.text.strip(), "files": [file.model_dump(mode="json") for file in draft.files]}
    if kind is MessageKind.NOTE:
        return Move("note", "POST", "notes", words, draft.key)
    gesture = "reply-resolve" if resolve else "reply"
    return Move(gesture, "POST", "replies", {**words, "resolve": resolve}, draft.key)
