"""Tells open tracking pages that their incident has changed, over Server-Sent Events (WHATWG HTML, 9.2)."""

import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from uuid import UUID

import structlog

from shared.contracts.envelope import Envelope
from shared.contracts.events import (
    IncidentAmended,
    IncidentAssigned,
    IncidentCategorized,
    IncidentJoined,
    IncidentLinked,
    IncidentMerged,
    IncidentNoted,
    IncidentParted,
    IncidentPrioritized,
    IncidentReleased,
    IncidentSplit,
    IncidentTagged,
    IncidentTransferred,
    IncidentUnlinked,
    IncidentUnmerged,
    IncidentWoken,
)
from shared.contracts.promise_events import IncidentBreached, IncidentPromised, IncidentWarned
from shared.messaging.ports import LiveReader, StreamState

log = structlog.stdlib.get_logger(__name__)
HEARTBEAT_S = 15.0
LONGEST_S = 600.0
"""A page's connection ends after this and is opened anew by the browser, so that none is held forever."""
RETRIES_MS = range(1000, 5001)
"""So long, by chance, a page waits before it comes back when its connection ends."""
PATIENCE_S = 2.0
"""So long a page waits for the stream when it is the first of its worker."""

_INTERNAL = (
    IncidentNoted,
    IncidentPrioritized,
    IncidentAssigned,
    IncidentReleased,
    IncidentTransferred,
    IncidentCategorized,
    IncidentTagged,
    IncidentAmended,
    IncidentWoken,
    IncidentMerged,
    IncidentUnmerged,
    IncidentSplit,
    IncidentLinked,
    IncidentUnlinked,
    IncidentJoined,
    IncidentParted,
    IncidentPromised,
    IncidentWarned,
    IncidentBreached,
)
STAFFS_OWN = frozenset(kind.TYPE for kind in _INTERNAL)
"""Types of events that a customer notices only where they change the state, or when an answer is due."""
_NOTICED = frozenset({"state", "answer_due"})


class NotWatchingError(Exception):
    """No news can be promised: the stream is away, or no place is left. The page asks now and then."""


class Hub:
    """Wakes the pages that watch an incident when it is in the news, and no others.

    ``most`` pages may watch at once in this process. While the stream is away there is no news to wait
    for: watching ends, and cannot begin.
    """

    def __init__(self, most: int) -> None:
        self._lock = threading.Lock()
        self._watches: dict[UUID, set[Watch]] = defaultdict(set)
        self._count = 0
        self._most = most
        self._is_live = threading.Event()

    def take(self, events: list[Envelope]) -> None:
        """Tell the versions of incidents to who watches them."""
        for event in events:
            # What makes no version is no change of it: who of the staff looks at it is none of theirs.
            if event.version and event.subject in self._watches and shows(event):
                for watch in self._of(event.subject):
                    watch.hear(event.version)

    def follow(self, state: StreamState) -> None:
        """Take note of how the reader stands; losing the stream ends every watch."""
        if state.kind == "offline":
            log.warning("lost the stream", reason=state.reason)
        if state.kind in {"subscribed", "live"}:
            self._is_live.set()
        else:
            self.end()

    def end(self) -> None:
        """End every watch: nobody reads now."""
        self._is_live.clear()
        for incident_id in list(self._watches):
            for watch in self._of(incident_id):
                watch.cut()

    def watch(self, incident_id: UUID) -> "Watch":
        """Begin to watch an incident: every change from now on is heard. Close the watch.

        Raises NotWatchingError.
        """
        watch = Watch(self, incident_id)
        with self._lock:
            if self._count >= self._most:
                raise NotWatchingError("too many open pages")
            # Counted first: who waits for the stream takes a place as well.
            self._watches[incident_id].add(watch)
            self._count += 1
        if not self._is_live.wait(PATIENCE_S):
            watch.close()
            raise NotWatchingError("the stream is away")
        return watch

    def leave(self, watch: "Watch") -> None:
        """Forget a watch."""
        with self._lock:
            watches = self._watches[watch.incident_id]
            watches.remove(watch)
            self._count -= 1
            if not watches:
                del self._watches[watch.incident_id]

    def _of(self, incident_id: UUID) -> "list[Watch]":
        with self._lock:
            return list(self._watches.get(incident_id, ()))


def shows(event: Envelope) -> bool:
    """Tell whether a customer may notice this change; notes and how the staff shares its work are not."""
    changes = event.data.get("changes", ())
    return event.type not in STAFFS_OWN or any(change["field"] in _NOTICED for change in changes)


class Watch:
    """One open page."""

    def __init__(self, hub: Hub, incident_id: UUID) -> None:
        self.incident_id = incident_id
        self._hub = hub
        self._bell = threading.Event()
        self._version = 0
        self._is_cut = False
        self._open = True

    def hear(self, version: int) -> None:
        """There is news of this version."""
        self._version = max(version, self._version)
        self._bell.set()

    def cut(self) -> None:
        """No news can be promised any more."""
        self._is_cut = True
        self._bell.set()

    def events(self, seen: int, current: int) -> Iterator[str]:
        """Yield the text of an event for each change; ``current`` is the version when the watch began."""
        until = time.monotonic() + LONGEST_S
        version = current
        # Pages that are cut off together come back one after the other.
        yield f"retry: {secrets.choice(RETRIES_MS)}\n\n"
        while self._open and not self._is_cut and time.monotonic() < until:
            if version > seen:
                seen = version
                yield f"id: {version}\nevent: changed\ndata: {version}\n\n"
            else:
                yield ": still here\n\n"
            self._bell.wait(HEARTBEAT_S)
            # Before the version is read: what is heard meanwhile rings again.
            self._bell.clear()
            version = self._version

    def close(self) -> None:
        """End it; harmless when ended."""
        if self._open:
            self._open = False
            self._hub.leave(self)


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
        """Stop reading, which ends every watch; harmless where nobody watched."""
        with self._lock:
            reader, self._reader = self._reader, None
        if reader is not None:
            reader.stop()
            self._hub.end()
