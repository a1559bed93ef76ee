"""What a console asks of an incident, by the real rules."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

from backend.incidents import rules, sorting
from backend.incidents.model import Change, Incident
from shared.contracts.resources import Actor, Assignee, FileRef
from shared.contracts.vocabulary import Priority
from tests.support.little_shop import ANA, LUIS


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _changed(change: Change | None) -> Change:
    assert change is not None
    return change


def move(method: str, noun: str, body: dict[str, Any], by: Actor = ANA) -> Callable[..., Change]:
    """Return the rule that a request asks for."""
    reply = rules.reply_and_resolve if body.get("resolve") else rules.reply
    files = tuple(FileRef.model_validate(file) for file in body.get("files", ()))
    names = {ANA.id: ANA.name, LUIS.id: LUIS.name}
    called = tuple(Assignee(id=one, name=names[one]) for one in body.get("mentions", ()))
    moves: dict[tuple[str, str], Callable[[Incident, datetime], Change]] = {
        ("PUT", "claim"): lambda found, at: rules.claim(found, by, at),
        ("DELETE", "claim"): lambda found, at: rules.release(found, by, at),
        ("PUT", "pause"): lambda found, at: rules.pause(found, by, at, _moment(body.get("wake_at"))),
        ("DELETE", "pause"): lambda found, at: rules.wake(found, by, at),
        ("PUT", "team"): lambda found, at: sorting.transfer(found, by, at, body["team"]),
        ("PUT", "category"): lambda found, at: sorting.categorize(
            found, by, at, body["category"], found.team or "", found.team
        ),
        ("PUT", "tags"): lambda found, at: _changed(sorting.tag(found, by, at, body["tags"])),
        ("PUT", "priority"): lambda found, at: rules.prioritize(found, by, at, Priority(body["priority"])),
        ("PUT", "assignment"): lambda found, at: rules.assign(found, by, at, Assignee(**body["assignee"])),
        ("PUT", "closure"): lambda found, at: rules.close(found, by, at),
        ("PUT", "resolution"): lambda found, at: rules.resolve(found, by, at),
        ("POST", "reopening"): lambda found, at: rules.reopen(found, by, at),
        ("POST", "replies"): lambda found, at: reply(found, by, at, uuid4(), body["text"], files),
        ("POST", "notes"): lambda found, at: rules.note(found, by, at, uuid4(), body["text"], files, called),
    }
    return moves[method, noun]
