"""What had not gone out when the console ended, as it is written down for the next start."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

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


class Leftovers(BaseModel):
    """All of it, in the order in which it was asked for."""

    model_config = ConfigDict(frozen=True)

    waiting: tuple[Left, ...] = ()


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
    """Return what was written down; nothing where that can't be read any more."""
    try:
        return Leftovers.model_validate_json(content)
    except ValidationError:
        return Leftovers()
