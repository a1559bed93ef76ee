"""What had not gone out when the console ended, as it is written down for the next start."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import from_json

from desktop.state.gestures import BY_NAME
from desktop.state.moves import Move
from desktop.state.rebasing import Seen
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import MessageKind


class LeftMove(BaseModel):
    """A gesture over what its person had seen: the row, and the version they had read."""

    model_config = ConfigDict(frozen=True)

    row: IncidentRow
    version: int
    gesture: str
    method: str
    noun: str
    body: dict[str, Any] | None = None
    key: UUID | None = None

    @property
    def move(self) -> Move:
        """What is asked for."""
        return Move(self.gesture, self.method, self.noun, self.body, self.key)

    @property
    def seen(self) -> Seen:
        """What its person had before them."""
        return Seen(self.row, self.version)


class LeftWords(BaseModel):
    """A reply or note over what its author had seen; its words are the draft of that incident."""

    model_config = ConfigDict(frozen=True)

    row: IncidentRow
    kind: MessageKind
    resolve: bool
    version: int

    @property
    def seen(self) -> Seen:
        """What its author had before them."""
        return Seen(self.row, self.version)


Left = LeftMove | LeftWords
_LEFT: TypeAdapter[Left] = TypeAdapter(Left)


class Leftovers(BaseModel):
    """All of it, in the order in which it was asked for; ``unread`` could not be read any more."""

    model_config = ConfigDict(frozen=True)

    waiting: tuple[Left, ...] = ()
    unread: int = Field(0, exclude=True)


def left_move(move: Move, seen: Seen) -> LeftMove:
    """Return a gesture as it is written down."""
    body = None if move.body is None else dict(move.body)
    return LeftMove(
        row=seen.row,
        version=seen.version,
        gesture=move.gesture,
        method=move.method,
        noun=move.noun,
        body=body,
        key=move.key,
    )


def read_leftovers(content: bytes) -> Leftovers:
    """Return what was written down, one by one: what another release wrote may not be read any more."""
    try:
        entries = from_json(content)["waiting"]
    except (ValueError, TypeError, KeyError):
        return Leftovers(unread=1 if content else 0)
    read = [_read(entry) for entry in entries]
    waiting = tuple(one for one in read if one)
    return Leftovers(waiting=waiting, unread=len(read) - len(waiting))


def _read(entry: object) -> Left | None:
    try:
        left = _LEFT.validate_python(entry, strict=False)
    except ValidationError:
        return None
    return None if isinstance(left, LeftMove) and left.gesture not in BY_NAME else left
