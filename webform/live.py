"""Tells open tracking pages that their incident has changed, over Server-Sent Events (WHATWG HTML, 9.2)."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from uuid import UUID

import structlog

from shared.contracts.envelope import Envelope
from shared.contracts.events import IncidentAssigned, IncidentNoted, IncidentPrioritized, IncidentReleased
from shared.messaging.ports import LiveReader, StreamState

log = structlog.stdlib.get_logger(__name__)
HEARTBEAT_S = 15.0
LONGEST_S = 600.0
"""A page's connection ends after this and is opened anew by the browser, so that none is held forever."""
PATIENCE_S = 2.0
"""So long a page waits for the stream when it is the first of its worker."""

_INTERNAL = (IncidentNoted, IncidentPrioritized, IncidentAssigned, IncidentReleased)
STAFFS_OWN = frozenset(kind.TYPE for kind in _INTERNAL)
"""Types of events that a customer notices only where they move the incident to another state."""


class NotWatchingError(Exception):
    """No news can be promised: the stream is away, or no thread is left. The page asks now and then."""


class Hub:
    """Knows the latest version of what was in the news, and wakes who waits for it.

    Each open page holds a thread of its worker: ``most`` leaves some for everybody else. While the stream
    is away there is no news to wait for: watching ends, and cannot begin.
    """

    def __init__(self, most: int) -> None:
        self._news = threading.Condition()
        self._versions: dict[UUID, int] = {}
        self._listeners: dict[UUID, int] = defaultdict(int)
        self._most = most
        self._is_live = False

    def take(self, events: list[Envelope]) -> None:
        """Remember the versions of incidents that somebody watches, and wake them."""
        with self._news:
            watched = [event for event in events if event.subject in self._listeners and shows(event)]
            for event in watched:
                self._versions[event.subject] = max(event.version, self._versions.get(event.subject, 0))
            if watched:
                self._news.notify_all()

    def follow(self, state: StreamState) -> None:
        """Take note of how the reader stands; losing the stream ends every watch."""
        if state.kind == "offline":
            log.warning("lost the stream", reason=state.reason)
        with self._news:
            self._is_live = state.kind in {"subscribed", "live"}
            self._news.notify_all()

    def watch(self, incident_id: UUID) -> "Watch":
        """Begin to watch an incident: every change from now on is heard. Close the watch.

        Raises NotWatchingError.
        """
        with self._news:
            if self.is_full():
                raise NotWatchingError("too many open pages")
            # Counted first: who waits for the stream holds a thread as well.
            self._listeners[incident_id] += 1
            if not self._news.wait_for(lambda: self._is_live, PATIENCE_S):
                self.leave(incident_id)
                raise NotWatchingError("the stream is away")
        return Watch(self, incident_id)

    def is_full(self) -> bool:
        """Tell whether as many pages watch, or wait to, as may."""
        with self._news:
            return sum(self._listeners.values()) >= self._most

    def wait(self, incident_id: UUID, seen: int) -> int:
        """Return a version above ``seen`` as soon as there is one, 0 when it was quiet for a while.

        Raises NotWatchingError once the stream is away.
        """
        with self._news:
            self._news.wait_for(lambda: self._newer(incident_id, seen) or not self._is_live, HEARTBEAT_S)
            if not self._is_live:
                raise NotWatchingError("the stream is away")
            return self._newer(incident_id, seen)

    def _newer(self, incident_id: UUID, seen: int) -> int:
        version = self._versions.get(incident_id, 0)
        return version if version > seen else 0

    def leave(self, incident_id: UUID) -> None:
        """Forget one listener, and with the last one what was heard of the incident."""
        with self._news:
            self._listeners[incident_id] -= 1
            if not self._listeners[incident_id]:
                del self._listeners[incident_id]
                self._versions.pop(incident_id, None)


def shows(event: Envelope) -> bool:
    """Tell whether a customer may notice this change; notes and how the staff shares its work are not."""
    changes = event.data.get("changes", ())
    return event.type not in STAFFS_OWN or any(change["field"] == "state" for change in changes)


class Watch:
    """One open page."""

    def __init__(self, hub: Hub, incident_id: UUID) -> None:
        self._hub = hub
        self._incident_id = incident_id
        self._open = True

    def events(self, seen: int, current: int) -> Iterator[str]:
        """Yield the text of an event for each change; ``current`` is the version when the watch began."""
        until = time.monotonic() + LONGEST_S
        version = current if current > seen else 0
        yield "retry: 1000\n\n"
        while self._open and time.monotonic() < until:
            if version:
                seen = version
                yield f"id: {version}\nevent: changed\ndata: {version}\n\n"
            else:
                yield ": still here\n\n"
            try:
                version = self._hub.wait(self._incident_id, seen)
            except NotWatchingError:
                return

    def close(self) -> None:
        """End it; harmless when ended."""
        if self._open:
            self._open = False
            self._hub.leave(self._incident_id)


class LiveFeed:
    """Starts the reader of the stream with the first page that wants to know, which is after the fork."""

    def __init__(self, hub: Hub, make_reader: Callable[[], LiveReader]) -> None:
        self._hub = hub
        self._make_reader = make_reader
        self._lock = threading.Lock()
        self._reader: LiveReader | None = None

    def watch(self, incident_id: UUID) -> Watch:
        """See Hub."""
        with self._lock:
            if self._reader is None:
                self._reader = self._make_reader()
                self._reader.start()
        return self._hub.watch(incident_id)

    def close(self) -> None:
        """End the reader, if there is one."""
        with self._lock:
            reader, self._reader = self._reader, None
        if reader is not None:
            reader.stop()
