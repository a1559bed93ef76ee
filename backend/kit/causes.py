"""Why a change is made, which is what makes a repeated request harmless."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Cause:
    """``id`` is the request's own, the same when repeated; ``correlation_id`` is that of its whole story."""

    id: UUID
    correlation_id: UUID
