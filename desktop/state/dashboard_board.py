"""Everything that a dashboard shows at one moment, and how far it can be believed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from desktop.state.dashboard_period import Choice, Span
from desktop.state.dashboard_words import lasting
from desktop.state.texts import _
from shared.contracts.figures import Backlog, Figures, Point, Usual

OLD = timedelta(seconds=60)
"""Figures that were not fetched for so long are old: without any news they are fetched twice as often."""
LAG = timedelta(seconds=15)
"""So far may the figures be behind the newest event that this console has seen."""


@dataclass(slots=True)
class Board:
    """What was fetched last. ``is_own``: the figures of one agent alone."""

    is_own: bool = False
    choice: Choice = field(default_factory=Choice)
    span: Span | None = None
    figures: Figures | None = None
    before: Figures | None = None
    backlog: Backlog | None = None
    usual: Usual | None = None
    fetched_at: datetime | None = None
    """When all of it was there last."""
    trouble: str = ""
    """Why the latest try failed, in a sentence; empty where it did not."""

    @property
    def total(self) -> Point | None:
        """The figures of the whole period."""
        return self.figures.total if self.figures else None

    @property
    def total_before(self) -> Point | None:
        """The figures of the period before, where it is compared."""
        return self.before.total if self.before else None

    def forget(self) -> None:
        """Show nothing of a period that is not looked at any more."""
        self.figures = self.before = None


def staleness(board: Board, now: datetime, newest: datetime | None, *, is_live: bool) -> str:
    """Return why the figures can't be taken for fresh, and their age; empty where they can.

    ``newest`` is the time of the newest event that the console knows, ``is_live`` whether it hears of events.
    """
    if board.fetched_at is None:
        return ""
    age = lasting(max((now - board.fetched_at).total_seconds(), 0))
    if board.trouble:
        return _("These figures are {age} old. {why}").format(age=age, why=board.trouble)
    if now - board.fetched_at > OLD:
        return _("These figures are {age} old.").format(age=age)
    if not is_live:
        return _("These figures are {age} old: no news comes in at the moment.").format(age=age)
    made_of = max((one.as_of for one in (board.figures, board.backlog) if one), default=None)
    if newest and made_of and newest - made_of > LAG and now - newest > LAG:
        behind = lasting((newest - made_of).total_seconds())
        return _("These figures are {age} behind what has happened.").format(age=behind)
    return ""
