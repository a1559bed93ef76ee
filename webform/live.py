"""Tells open tracking pages that their incident has changed, over Server-Sent Events (WHATWG HTML, 9.2)."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from uuid import UUID

import structlog

from shared.contracts.envelope import Envelope
from shared.messaging.ports import LiveReader, StreamState

log = structlog.stdlib.get_logger(__name__)
HEARTBEAT_S = 15.0
LONGEST_S = 600.0
"""A page's connection ends after this and is opened anew by the browser, so that none is held forever."""


class TooManyListenersError(Exception):
    """This worker has no thread left for one more open page; the page asks now and then instead."""


class Hub:
    """Knows the latest version of what was in the news, and wakes who waits for it.

    Each open page holds a thread of its worker: ``most`` leaves some for everybody else.
    """

    def __init__(self, most: int) -> None:
        self._news = threading.Condition()
        self._versions: dict[UUID, int] = {}
        self._listeners: dict[UUID, int] = defaultdict(int)
        self._most = most

    def take(self, events: list[Envelope]) -> None:
        """Remember the versions of incidents that somebody watches, and wake them."""
        with self._news:
            watched = [event for event in events if event.subject in self._listeners]
            for event in watched:
                self._versions[event.subject] = max(event.version, self._versions.get(event.subject, 0))
            if watched:
                self._news.notify_all()

    def watch(self, incident_id: UUID) -> "Watch":
        """Begin to watch an incident; close the watch. Raises TooManyListenersError."""
        with self._news:
            if sum(self._listeners.values()) >= self._most:
                raise TooManyListenersError
            self._listeners[incident_id] += 1
        return Watch(self, incident_id)

    def wait(self, incident_id: UUID, seen: int) -> int | None:
        """Return a version above ``seen`` when there is one, None when it was quiet for a while."""
        with self._news:
            found = self._news.wait_for(lambda: self._versions.get(incident_id, 0) > seen, HEARTBEAT_S)
            return self._versions[incident_id] if found else None

    def leave(self, incident_id: UUID) -> None:
        """Forget one listener, and with the last one what was heard of the incident."""
        with self._news:
            self._listeners[incident_id] -= 1
            if not self._listeners[incident_id]:
                del self._listeners[incident_id]
                self._versions.pop(incident_id, None)


class Watch:
    """One open page."""

    def __init__(self, hub: Hub, incident_id: UUID) -> None:
        self._hub = hub
        self._incident_id = incident_id
        self._open = True

    def events(self, seen: int, current: int) -> Iterator[str]:
        """Yield the text of an event for each change; ``current`` is the version when the watch began."""
        until = time.monotonic() + LONGEST_S
        version: int | None = current
        while self._open and time.monotonic() < until:
            if version and version > seen:
                seen = version
                yield f"id: {version}\nevent: changed\ndata: {version}\n\n"
            else:
                yield ": still here\n\n"
            version = self._hub.wait(self._incident_id, seen)

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


def log_state(state: StreamState) -> None:
    """Say when the stream is lost; pages then ask by themselves."""
    if state.kind == "offline":
        log.warning("lost the stream", reason=state.reason)
