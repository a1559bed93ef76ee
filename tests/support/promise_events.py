"""What becomes of the promises of the incident of the golden files: one event of every type."""

from datetime import timedelta

from shared.contracts.events import IncidentEvent
from shared.contracts.promise_events import IncidentBreached, IncidentPromised, IncidentWarned
from shared.contracts.resources import PromiseOutcome
from shared.contracts.vocabulary import PromiseTarget, State
from tests.support.golden_rows import HOUSE, OPENED, TAKEN, changed, row

DUE = OPENED + timedelta(hours=4)
SOON = OPENED + timedelta(hours=2)
KEPT = PromiseOutcome(
    target=PromiseTarget.RESOLUTION, due=DUE, ended_at=OPENED + timedelta(minutes=5), is_kept=True
)


def promise_events() -> tuple[IncidentEvent, ...]:
    """Return all of them."""
    return (
        IncidentPromised(
            row=row(2, answer_due=SOON),
            actor=HOUSE,
            changes=(changed("answer_due", DUE.isoformat(), SOON.isoformat()),),
        ),
        IncidentWarned(
            row=row(3, answer_due=SOON),
            actor=HOUSE,
            target=PromiseTarget.FIRST_ANSWER,
            due=SOON,
            percent=80,
        ),
        IncidentBreached(
            row=row(4, State.ASSIGNED, **TAKEN, resolution_due=DUE, customer_group="club"),
            actor=HOUSE,
            target=PromiseTarget.RESOLUTION,
            due=DUE,
            percent=100,
        ),
    )
