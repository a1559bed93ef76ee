"""Does what the house decided about a late promise: tells it once, and then what its policy has for that."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from backend.incidents.model import Change, Incident
from backend.resolution import house
from shared.clock import Clock
from shared.contracts.commands import EscalateIncident

Attempt = Callable[[UUID, Callable[[Incident], Change | None]], Incident]
"""Changes the incident for a cause, unless that was dealt with; returns it as it is then."""


def escalate(wish: EscalateIncident, attempt: Attempt, clock: Clock) -> None:
    """Tell it, and do the rest only where it was to be told: a hand may have moved the incident since."""
    decisions: list[bool] = []

    def tell(found: Incident) -> Change | None:
        change = house.told(found, wish, clock())
        decisions.append(change is not None)
        return change

    after = attempt(wish.request_id, tell)
    # Without a decision it was made before: whoever made it may have died before the rest.
    is_to_be_done = decisions[-1] if decisions else house.was_told(after, wish)
    if is_to_be_done:
        for cause_id, move in house.moves(wish).items():
            attempt(cause_id, partial(_now, move, clock))


def _now(move: house.Move, clock: Clock, found: Incident) -> Change | None:
    return move(found, clock())
