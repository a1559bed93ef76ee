"""Whole lives of incidents, as the real rules make them: their events, and what the database keeps."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import uuid4

from hypothesis import strategies as st

from backend.incidents import rules
from backend.incidents.model import Change, Incident
from backend.incidents.sorting import categorize, transfer
from backend.incidents.steps import IllegalMoveError
from backend.metrics.steps import Record
from shared.contracts.events import IncidentEvent
from shared.contracts.resources import Assignee, PromiseOutcome, TimelineEntry
from shared.contracts.vocabulary import Priority, PromiseTarget
from tests.support.openings import ANA, LUIS, MARTA, NOON, opening

Move = Callable[[Incident, datetime], Change]
_BY = {"ana": ANA, "luis": LUIS}


def _moves() -> dict[str, Move]:
    moves: dict[str, Move] = {
        "comment": lambda one, at: rules.comment(one, MARTA, at, uuid4(), "¿Hay noticias?"),
        "resolved-by-customer": lambda one, at: rules.resolve(one, MARTA, at),
        "reopen": lambda one, at: rules.reopen(one, MARTA, at),
        "well-rated": lambda one, at: rules.rate(one, MARTA, at, 5, "Gracias"),
        "ill-rated": lambda one, at: rules.rate(one, MARTA, at, 2, None),
        "close": lambda one, at: rules.close(one, LUIS, at),
        "pause": lambda one, at: rules.pause(one, ANA, at),
        "urge": lambda one, at: rules.prioritize(one, ANA, at, Priority.URGENT),
        "calm": lambda one, at: rules.prioritize(one, LUIS, at, Priority.LOW),
        "assign": lambda one, at: rules.assign(one, ANA, at, Assignee(id=str(LUIS.id), name=LUIS.name)),
        "billing": lambda one, at: categorize(one, ANA, at, "billing", "billing", one.team),
        "transfer": lambda one, at: transfer(one, LUIS, at, "technical"),
    }
    for name, who in _BY.items():
        moves |= {
            f"claim-{name}": lambda one, at, who=who: rules.claim(one, who, at),
            f"reply-{name}": lambda one, at, who=who: rules.reply(one, who, at, uuid4(), "Va otra."),
            f"resolve-{name}": lambda one, at, who=who: rules.resolve(one, who, at),
        }
    return moves


MOVES = _moves()


@dataclass
class Life:
    """One incident from its opening on, and all that is told of it."""

    incident: Incident
    events: list[IncidentEvent] = field(default_factory=list)
    entries: list[TimelineEntry] = field(default_factory=list)
    outcomes: list[PromiseOutcome] = field(default_factory=list)

    @classmethod
    def begun(cls, at: datetime = NOON, category: str = "damaged") -> "Life":
        """Return the life of an incident that was just opened."""
        change = rules.open_incident(opening(category=category), at)
        life = cls(change.incident)
        life._note(change)
        return life

    def move(self, name: str, at: datetime, kept: bool | None = None) -> "Life":
        """Do something where the rules allow it; ``kept`` says how a promise ends with that."""
        try:
            change = MOVES[name](self.incident, at)
        except (IllegalMoveError, ValueError):
            return self
        if kept is not None and name.startswith(("reply", "resolve-")) and self._is_later(change):
            ended = change.incident.updated_at
            due = ended + timedelta(minutes=1 if kept else -1)
            outcome = PromiseOutcome(target=PromiseTarget.NEXT_ANSWER, due=due, ended_at=ended, is_kept=kept)
            self.outcomes.append(outcome)
            change = replace(change, event=change.event.model_copy(update={"outcomes": (outcome,)}))
        self.incident = change.incident
        self._note(change)
        return self

    def _is_later(self, change: Change) -> bool:
        return change.incident.updated_at > self.incident.updated_at

    def record(self) -> Record:
        """Return what the database keeps of it."""
        return Record(self.incident.row(), tuple(self.entries), tuple(self.outcomes))

    def _note(self, change: Change) -> None:
        self.events.append(change.event)
        self.entries.append(change.entry())


@st.composite
def lives(draw: st.DrawFn, most: int = 12) -> Life:
    """Yield lives of any length; the clock of who acts may be wrong either way."""
    begun = NOON + timedelta(minutes=draw(st.integers(-5000, 5000)))
    life, at = Life.begun(begun, draw(st.sampled_from(["damaged", "late", "billing"]))), begun
    for _ in range(draw(st.integers(0, most))):
        at = max(at, life.incident.updated_at) + timedelta(minutes=draw(st.integers(1, 900)))
        wrong = timedelta(hours=draw(st.sampled_from([0, 0, 0, -50, 50])))
        life.move(
            draw(st.sampled_from(sorted(MOVES))), at + wrong, draw(st.sampled_from([None, True, False]))
        )
    return life
