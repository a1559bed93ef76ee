"""What the employees' desk does to the incident of the golden files: one event of every type."""

from datetime import timedelta

from shared.contracts.events import (
    IncidentAmended,
    IncidentCategorized,
    IncidentEvent,
    IncidentJoined,
    IncidentLinked,
    IncidentMerged,
    IncidentParted,
    IncidentSplit,
    IncidentTagged,
    IncidentTransferred,
    IncidentUnlinked,
    IncidentUnmerged,
    IncidentWoken,
)
from shared.contracts.vocabulary import State
from shared.ids import reference_of
from tests.support.golden_rows import ANA, ANSWER, HOUSE, OPENED, OTHER, SOLVED, TAKEN, changed, row


def desk_events() -> tuple[IncidentEvent, ...]:
    """Return all of them."""
    return (*sorting(), *relations())


def sorting() -> tuple[IncidentEvent, ...]:
    """Return how an incident is sorted, and how its waiting ends."""
    return (
        IncidentTransferred(
            row=row(3, team="shipping"),
            actor=ANA,
            changes=(
                changed("state", "assigned", "open"),
                changed("team", "returns", "shipping"),
                changed("assignee", ANA.name, None),
            ),
        ),
        IncidentCategorized(
            row=row(2, category="damaged"), actor=ANA, changes=(changed("category", "wrong-item", "damaged"),)
        ),
        IncidentTagged(
            row=row(2, tags=("lote-17", "tetera")),
            actor=ANA,
            changes=(changed("tags", None, "lote-17, tetera"),),
        ),
        IncidentAmended(row=row(2), actor=ANA, changes=(changed("answers", None, None),)),
        IncidentWoken(
            row=row(6, State.ASSIGNED, **TAKEN),
            actor=HOUSE,
            changes=(
                changed("state", "waiting", "assigned"),
                changed("wake_at", (OPENED + timedelta(days=3)).isoformat(), None),
            ),
        ),
    )


def relations() -> tuple[IncidentEvent, ...]:
    """Return what ties an incident to another one, or to what affects many."""
    reference = reference_of(OTHER)
    merged = row(4, State.CLOSED, **SOLVED, merged_into=OTHER)
    return (
        IncidentMerged(
            row=merged,
            actor=ANA,
            changes=(changed("state", "assigned", "closed"), changed("merged_into", None, reference)),
            other=OTHER,
        ),
        IncidentUnmerged(
            row=row(5, State.ASSIGNED, **TAKEN),
            actor=ANA,
            changes=(changed("state", "closed", "assigned"), changed("merged_into", reference, None)),
            other=OTHER,
        ),
        IncidentSplit(row=row(6), actor=ANA, changes=(changed("links", None, reference),), other=OTHER),
        IncidentLinked(row=row(2), actor=ANA, changes=(changed("links", None, reference),), other=OTHER),
        IncidentUnlinked(row=row(3), actor=ANA, changes=(changed("links", reference, None),), other=OTHER),
        IncidentJoined(
            row=row(2),
            actor=ANA,
            changes=(changed("known_incident", None, "Teteras del lote 17"),),
            known_incident=ANSWER,
        ),
        IncidentParted(
            row=row(3),
            actor=ANA,
            changes=(changed("known_incident", "Teteras del lote 17", None),),
            known_incident=ANSWER,
        ),
    )
