"""The loop that hands queued mails to the mail server, and comes back for those that it did not take."""

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import structlog

from backend.kit.mongo import DatabaseUnavailable
from backend.notifications.ports import (
    Outbox,
    PermanentMailError,
    QueuedMail,
    TemporaryMailError,
    Transport,
)
from shared.clock import Clock, utc_now

log = structlog.stdlib.get_logger(__name__)

LOOK_AGAIN_S = 1.0
CLAIM = timedelta(minutes=3)
"""Longer than the mail server may take for one mail; a mail in a killed process's hands waits so long."""
GIVE_UP = timedelta(days=3)
"""After so long a recipient whose server always says "later" is given up (RFC 5321 advises 4 to 5 days)."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=1), timedelta(seconds=60)
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=30), timedelta(hours=1)
Count = Callable[[str, str], None]
"""Is told each mail's kind and what became of it: ``sent``, ``again``, ``failed`` or ``dropped``."""
IsErased = Callable[[UUID], bool]
"""Tells whether an incident's person was erased, or the incident is gone; raises DatabaseUnavailable."""


def doubled(first: timedelta, longest: timedelta, times: int) -> timedelta:
    """Return the pause after so many failures in a row: twice as long each time, up to the longest."""
    return min(first * (1 << min(times, 20)), longest)


class Delivery:
    """Sends one mail at a time. A mail server that is away costs the mails nothing but time."""

    def __init__(
        self,
        outbox: Outbox,
        transport: Transport,
        sender: str,
        is_erased: IsErased,
        *,
        count: Count = lambda _kind, _what: None,
        clock: Clock = utc_now,
    ) -> None:
        self._outbox = outbox
        self._transport = transport
        self._sender = sender
        self._is_erased = is_erased
        self._count = count
        self._clock = clock
        self._stopping = threading.Event()
        self._outages = 0

    def stop(self) -> None:
        """Finish the mail in hand and end; callable from another thread."""
        self._stopping.set()

    def run(self) -> None:
        """Send until ``stop`` is called."""
        while not self._stopping.is_set():
            self._stopping.wait(self.step())
        self._transport.close()

    def step(self) -> float:
        """Send the next mail and return how many seconds to wait before the one after it."""
        try:
            now = self._clock()
            mail = self._outbox.claim(now, now + CLAIM)
            if mail is None:
                self._transport.close()  # servers hang up on who says nothing
                return LOOK_AGAIN_S
            # At the last moment: it may have been composed while its incident was being erased.
            gone = next((one for one in mail.incident_ids if self._is_erased(one)), None)
            return self._drop(mail, gone) if gone else self._send(mail)
        except DatabaseUnavailable as error:
            log.warning("the mails can't be read", reason=str(error))
            return LONGEST_PAUSE.total_seconds() / 12

    def _send(self, mail: QueuedMail) -> float:
        try:
            self._transport.send(self._sender, mail.to, mail.content)
        except TemporaryMailError as error:
            return self._later(mail, error)
        except PermanentMailError as error:
            self._fail(mail, str(error))
        else:
            self._outbox.sent(mail.id, self._clock())
            self._count(mail.kind, "sent")
        self._outages = 0
        return 0.0

    def _later(self, mail: QueuedMail, error: TemporaryMailError) -> float:
        now = self._clock()
        if error.everything:
            pause = doubled(FIRST_PAUSE, LONGEST_PAUSE, self._outages)
            self._outages += 1
            log.warning("the mail server takes nothing", reason=str(error), again_in_s=pause.total_seconds())
            self._outbox.again(mail.id, now + pause, str(error), counted=False)
            self._count(mail.kind, "again")
            return pause.total_seconds()
        self._outages = 0
        if now - mail.queued_at > GIVE_UP:
            self._fail(mail, f"given up after {GIVE_UP.days} days: {error}")
            return 0.0
        pause = doubled(FIRST_RETRY, LONGEST_RETRY, mail.attempts)
        log.info("a mail is sent again later", mail=mail.id, reason=str(error))
        self._outbox.again(mail.id, now + pause, str(error), counted=True)
        self._count(mail.kind, "again")
        return 0.0

    def _drop(self, mail: QueuedMail, incident_id: UUID) -> float:
        log.info("a mail is dropped", kind=mail.kind, reason="its incident was erased")
        self._outbox.forget(incident_id)
        self._count(mail.kind, "dropped")
        return 0.0

    def _fail(self, mail: QueuedMail, reason: str) -> None:
        log.warning("a mail can't be delivered", kind=mail.kind, reason=reason)
        self._outbox.failed(mail.id, self._clock(), reason)
        self._count(mail.kind, "failed")
