"""Listens for mail, over SMTP or LMTP, and answers with what the sender must know: kept, later, or never."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from uuid import UUID

import structlog
from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from backend.kit.mongo import DatabaseUnavailable
from backend.notifications.addresses import ReplyAddresses
from backend.notifications.ports import FilesUnavailableError
from backend.notifications.reception import DroppedError, StrangerError
from shared.messaging.ports import BrokerUnavailableError, RefusedError, UnroutableError

log = structlog.stdlib.get_logger(__name__)

LARGEST = 72 * 1024 * 1024
"""Bytes of a mail: five files of 10 MB, which a mail makes a third larger, and some words."""
AT_ONCE = 2
"""Mails that are read at the same time; each may take the memory of several times its size."""
IN_HAND = 4
"""Mails that are received, waiting or being read; more would be more memory, so they come again."""
QUIET_S = 600.0
"""In this time a mail must have come and its files must be kept: its sender waits as long (RFC 5321)."""
STRANGER = (
    "550 5.7.1 We do not know this e-mail address: please write from the one that you gave us, or on your "
    "incident's page. / No conocemos esta direccion de correo: escribe desde la que nos diste, o en la "
    "pagina de tu incidencia."
)
"""Their mail program shows it to whoever wrote; SMTP is ASCII, and a line of it has 512 letters at most."""
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
"""Is told what became of each mail: ``taken``, ``dropped``, ``refused`` or ``later``."""


class Desk:
    """What aiosmtpd asks about each mail: is there such an address, and what becomes of the mail."""

    def __init__(self, replies: ReplyAddresses, take: Take, count: Count) -> None:
        self._replies = replies
        self._take = take
        self._count = count
        self._readers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="mail-in")
        self._receiving: list[tuple[SMTP, Envelope]] = []
        self._deciding: set[Envelope] = set()

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take addresses that we made. One at a time: the answer to the mail is for all of them."""
        del session, options
        if self._replies.incident_of(address) is None:
            return "550 5.1.1 no such address here"
        if envelope.rcpt_tos:
            return "452 4.5.3 one recipient at a time"
        if self._in_hand() >= IN_HAND:
            self._count("later")
            return "452 4.3.1 too many mails at once, please try again later"
        self._receiving.append((server, envelope))
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Say that it was kept only when it was."""
        del server, session
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[str] = loop.create_future()

        def tell(answer: str) -> None:
            if not answered.done():
                answered.set_result(answer)

        def decide() -> None:
            answer = self._decide(envelope)
            self._deciding.discard(envelope)
            with suppress(RuntimeError):  # the listener was stopped meanwhile
                loop.call_soon_threadsafe(tell, answer)

        # Its sender may go away: the mail takes its memory until it was dealt with all the same.
        self._deciding.add(envelope)
        self._readers.submit(decide)
        return await answered

    def close(self) -> None:
        """Finish the mails in hand."""
        self._readers.shutdown()

    def _in_hand(self) -> int:
        """Count the mails that take memory: one is over when its connection has another, or is gone."""
        self._receiving = [
            (server, envelope)
            for server, envelope in self._receiving
            if server.transport is not None and server.envelope is envelope
        ]
        return len({id(one) for one in [*self._deciding, *(envelope for _, envelope in self._receiving)]})

    def _decide(self, envelope: Envelope) -> str:
        incident_id = self._replies.incident_of(envelope.rcpt_tos[0])
        assert incident_id is not None, "handle_RCPT takes no other address"
        try:
            return_path = (envelope.mail_from or "").strip("<>")  # a bounce comes from <>
            self._take(incident_id, return_path, envelope.original_content or b"")
        except StrangerError as error:
            log.info("refused a mail", incident_id=str(incident_id), reason=str(error))
            self._count("refused")
            return STRANGER
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
