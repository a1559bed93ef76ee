"""Why a change is made, which is what makes a repeated request harmless."""

from dataclasses import dataclass, replace
from typing import Self
from uuid import UUID, uuid5


@dataclass(frozen=True, slots=True)
class Cause:
    """``id`` is the request's own, the same when repeated; ``correlation_id`` is that of its whole story.

    ``fingerprint`` says what is asked for, where a caller chooses the id: a repetition asks for the same.
    """

    id: UUID
    correlation_id: UUID
    fingerprint: str = ""

    def for_other(self, other: UUID) -> Self:
        """Return the cause of what the same request does to another thing: always the same one."""
        return replace(self, id=uuid5(self.id, str(other)))


class ReusedCauseError(ValueError):
    """The id was used before, for something else: doing nothing would drop what is asked for now."""
