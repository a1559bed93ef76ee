"""Listens for mail, over SMTP or LMTP, and answers with what the sender must know: kept, later, or never."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import structlog
from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from backend.kit.mongo import DatabaseUnavailable
from backend.notifications.addresses import ReplyAddresses
from backend.notifications.ports import FilesUnavailableError
from backend.notifications.reception import DroppedError
from shared.messaging.ports import BrokerUnavailableError, RefusedError, UnroutableError

log = structlog.stdlib.get_logger(__name__)

LARGEST = 72 * 1024 * 1024
"""Bytes of a mail: five files of 10 MB, which a mail makes a third larger, and some words."""
AT_ONCE = 2
"""Mails that are read at the same time; each may take the memory of several times its size."""
QUIET_S = 600.0
"""In this time a mail must have come and its files must be kept: its sender waits as long (RFC 5321)."""
_AWAY = (
    BrokerUnavailableError,
    RefusedError,
    UnroutableError,
    DatabaseUnavailable,
    FilesUnavailableError,
    TimeoutError,
)

Take = Callable[[UUID, str, bytes], None]
Count = Callable[[str], None]
"""Is told what became of each mail: ``taken``, ``dropped`` or ``later``."""


class Desk:
    """What aiosmtpd asks about each mail: is there such an address, and what becomes of the mail."""

    def __init__(self, replies: ReplyAddresses, take: Take, count: Count) -> None:
        self._replies = replies
        self._take = take
        self._count = count
        self._readers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="mail-in")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take addresses that we made. One at a time: the answer to the mail is for all of them."""
        del server, session, options
        if self._replies.incident_of(address) is None:
            return "550 5.1.1 no such address here"
        if envelope.rcpt_tos:
            return "452 4.5.3 one recipient at a time"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Say that it was kept only when it was."""
        del server, session
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._decide, envelope)

    def close(self) -> None:
        """Finish the mails in hand."""
        self._readers.shutdown()

    def _decide(self, envelope: Envelope) -> str:
        incident_id = self._replies.incident_of(envelope.rcpt_tos[0])
        assert incident_id is not None, "handle_RCPT takes no other address"
        try:
            return_path = (envelope.mail_from or "").strip("<>")  # a bounce comes from <>
            self._take(incident_id, return_path, envelope.original_content or b"")
        except DroppedError as error:
            log.info("dropped a mail", incident_id=str(incident_id), reason=str(error))
            self._count("dropped")
            return "250 2.0.0 dropped"  # with any other answer somebody would send it again, or a bounce
        except _AWAY as error:
            log.warning("a mail must come again later", reason=str(error) or type(error).__name__)
            self._count("later")
            return "451 4.3.0 not now, please try again later"
        except Exception:
            log.exception("a mail could not be dealt with", incident_id=str(incident_id))
            self._count("later")
            return "451 4.3.0 not now, please try again later"
        log.info("took an answer", incident_id=str(incident_id))
        self._count("taken")
        return "250 2.0.0 kept"


class Listener(Controller):
    """The server, on a thread of its own between ``start`` and ``stop``."""

    def __init__(self, desk: Desk, host: str, port: int, protocol: str) -> None:
        self._protocol = LMTP if protocol == "lmtp" else SMTP
        super().__init__(desk, hostname=host, port=port)

    def factory(self) -> Any:
        """Return what talks to one client."""
        return self._protocol(
            self.handler,
            data_size_limit=LARGEST,
            enable_SMTPUTF8=True,
            ident="mail-in",
            timeout=QUIET_S,
        )
