"""A real mail server on a free port, which takes mails or answers what a test says."""

from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.ports import pick


class PostOffice:
    """Starts and stops; ``answers`` has what to say to recipients other than "250 ok"."""

    def __init__(self) -> None:
        self.port = pick(taken=())
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.taken: list[Envelope] = []
        self.answers: dict[str, str] = {}
        self._server: Controller | None = None

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append(envelope)
        return "250 kept"

    def start(self) -> None:
        """Open the door."""
        self._server = Controller(self, hostname="127.0.0.1", port=self.port, enable_SMTPUTF8=False)
        self._server.start()

    def stop(self) -> None:
        """Close it; whoever is talking is cut off."""
        if self._server:
            self._server.stop()
            self._server = None


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    """An open one."""
    office = PostOffice()
    office.start()
    yield office
    office.stop()
