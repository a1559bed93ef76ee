"""What an incident remembers of what was promised: since when each promise counts, and the pauses."""

from pydantic import AwareDatetime

from shared.contracts.resources import Contract
from shared.contracts.vocabulary import PromiseTarget, Slug


class Pause(Contract):
    """A stretch in which nothing counted, for it waited; ``until`` is None while it does."""

    since: AwareDatetime
    until: AwareDatetime | None = None


class RunningPromise(Contract):
    """Something that is awaited since ``started_at``, whether anybody has promised when or not."""

    target: PromiseTarget
    started_at: AwareDatetime
    due: AwareDatetime | None = None
    """None where nothing was promised, and while it waits unless its time was over before."""
    told: tuple[int, ...] = ()
    """At which percentages of its time somebody was told."""


class Promises(Contract):
    """What is awaited of the shop; there are none of what is over and of what was merged."""

    edition: int
    """The edition of the policies by which it was reckoned."""
    policy: Slug | None = None
    answer: RunningPromise | None = None
    resolution: RunningPromise | None = None
    pauses: tuple[Pause, ...] = ()
    """In their order; those that were over before anything was awaited are forgotten."""

    def running(self) -> tuple[RunningPromise, ...]:
        """Return what is awaited."""
        return tuple(one for one in (self.answer, self.resolution) if one is not None)

    def of(self, target: PromiseTarget) -> RunningPromise | None:
        """Return what is awaited of this kind."""
        return next((one for one in self.running() if one.target is target), None)
