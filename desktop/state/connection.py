"""How fresh the screen is: live, catching up, or offline since when."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from desktop.state.ages import clock_time
from desktop.state.texts import _, language, ngettext


class Freshness(StrEnum):
    """What the badge says."""

    LIVE = "live"
    CATCHING_UP = "catching-up"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Connection:
    """Two things must hold before the screen is live: the stream has no older event left, and the
    snapshot asked for after the latest (re)connection is in.
    """

    streaming: bool = False
    drained: bool = False
    complete: bool = False
    behind: int = 0
    offline_since: datetime | None = None
    reason: str = ""

    @property
    def freshness(self) -> Freshness:
        """Return what the badge says."""
        if self.offline_since is not None:
            return Freshness.OFFLINE
        return Freshness.LIVE if self.streaming and self.drained and self.complete else Freshness.CATCHING_UP

    def subscribed(self) -> "Connection":
        """Return the state after the stream was joined (again): a snapshot is due."""
        return Connection(streaming=True)

    def counted(self, behind: int) -> "Connection":
        """Return the state after so many older events have come."""
        return replace(self, behind=behind)

    def caught_up(self) -> "Connection":
        """Return the state after the stream has nothing older left."""
        return replace(self, streaming=True, drained=True)

    def completed(self) -> "Connection":
        """Return the state after the snapshot is in."""
        return replace(self, complete=True)

    def lost(self, now: datetime, reason: str) -> "Connection":
        """Return the state after a cut, or a failed attempt to come back: the first moment counts."""
        return Connection(offline_since=self.offline_since or now, reason=reason)

    def label(self, now: datetime) -> str:
        """Return the badge's text."""
        match self.freshness:
            case Freshness.LIVE:
                return _("live")
            case Freshness.OFFLINE if self.offline_since is not None:
                time = clock_time(self.offline_since, now, language())
                return _("offline since {time}").format(time=time)
            case _ if self.behind:
                text = ngettext("catching up ({count} change)", "catching up ({count} changes)", self.behind)
                return text.format(count=self.behind)
            case _:
                return _("catching up")
