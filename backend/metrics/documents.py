"""How facts are kept in the database, and read back."""

from typing import Any

from backend.metrics.domain import Facts, Happening, Standing
from backend.metrics.ledger import milliseconds, moment_of
from shared.contracts.figures import Measure
from shared.contracts.resources import Assignee
from shared.contracts.vocabulary import State

_MEASURES = {str(measure): measure for measure in Measure}
_STANDING = ("category", "team", "priority", "opened_at", "is_unanswered", "answer_due", "resolution_due")


def to_document(facts: Facts) -> dict[str, Any]:
    """Return what is kept; what happened as short lists, for there are many."""
    standing = facts.standing
    assignee = standing.assignee and {"id": standing.assignee.id, "name": standing.assignee.name}
    return {
        "_id": facts.id,
        "version": facts.version,
        "at": facts.at,
        "state": str(standing.state),
        "assignee": assignee,
        **{name: getattr(standing, name) for name in _STANDING},
        "priority": str(standing.priority),
        "since": facts.since,
        "is_answered": facts.is_answered,
        "employee": facts.employee,
        "happened": [
            [
                str(each.measure),
                milliseconds(each.at),
                each.category,
                each.team,
                str(each.priority),
                each.employee,
                each.value,
            ]
            for each in facts.happenings
        ],
    }


def to_facts(found: dict[str, Any]) -> Facts:
    """Read facts."""
    assignee = found["assignee"]
    standing = Standing(
        state=State(found["state"]),
        assignee=Assignee.model_construct(**assignee) if assignee else None,
        **{name: found[name] for name in _STANDING},
    )
    return Facts(
        id=found["_id"],
        version=found["version"],
        at=found["at"],
        standing=standing,
        since=found["since"],
        is_answered=found["is_answered"],
        employee=found["employee"],
        happenings=tuple(
            Happening(_MEASURES[measure], moment_of(at), *place) for measure, at, *place in found["happened"]
        ),
    )
