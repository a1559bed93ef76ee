"""The way to a mail server: SMTP, with TLS and a login where its address says so."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import AfterValidator

from backend.notifications.ports import PermanentMailError, TemporaryMailError

TIMEOUT_S = 30.0
_SHUTTING_DOWN = 421
_ONE_LINE = 200


@dataclass(frozen=True, slots=True)
class SmtpAddress:
    """Where a mail server is, read from ``smtp://user:password@host:587?starttls=1`` or ``smtps://host``."""

    host: str
    port: int
    user: str
    password: str
    tls: bool
    starttls: bool

    @classmethod
    def parse(cls, url: str) -> "SmtpAddress":
        """Read an address; raise ValueError saying what is wrong with it, without its password."""
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("expected smtp://[user:password@]host[:port][?starttls=1] or smtps://…")
        tls = parts.scheme == "smtps"
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if tls else 587 if parts.username else 25),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            tls=tls,
            starttls=parse_qs(parts.query).get("starttls", ["0"])[-1] == "1",
        )


def _checked(url: str) -> str:
    SmtpAddress.parse(url)
    return url


SmtpUrl = Annotated[str, AfterValidator(_checked)]
"""For a service's settings: the address of a mail server."""


class SmtpTransport:
    """A Transport over one connection, opened when it is needed and kept while mails follow each other."""

    def __init__(self, url: str, timeout: float = TIMEOUT_S) -> None:
        self._address = SmtpAddress.parse(url)
        self._timeout = timeout
        self._server: smtplib.SMTP | None = None

    def send(self, sender: str, to: str, content: bytes) -> None:
        """See Transport."""
        server = self._connected()
        options = [] if to.isascii() else ["SMTPUTF8", "BODY=8BITMIME"]
        try:
            server.sendmail(sender, [to], content, options)
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = next(iter(error.recipients.values()))
            self._refused(code, reason)
        except smtplib.SMTPDataError as error:
            self._refused(error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError as error:
            raise PermanentMailError("the mail server takes no such address (SMTPUTF8)") from error
        except (smtplib.SMTPException, OSError) as error:  # who sends is refused, or the line is cut
            self._drop()
            raise TemporaryMailError(_reason(error), everything=True) from error

    def close(self) -> None:
        """See Transport."""
        if self._server is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._server.quit()
            self._drop()

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            try:
                self._server = self._connect()
            except (smtplib.SMTPException, OSError) as error:
                raise TemporaryMailError(_reason(error), everything=True) from error
        return self._server

    def _connect(self) -> smtplib.SMTP:
        address = self._address
        context = ssl.create_default_context()
        server: smtplib.SMTP
        if address.tls:
            server = smtplib.SMTP_SSL(address.host, address.port, timeout=self._timeout, context=context)
        else:
            server = smtplib.SMTP(address.host, address.port, timeout=self._timeout)
        try:
            if address.starttls:
                server.starttls(context=context)
            if address.user:
                server.login(address.user, address.password)
        except BaseException:
            server.close()
            raise
        return server

    def _refused(self, code: int, reason: bytes | str) -> None:
        """Raise what an answer of the server means: 5xx never, 4xx not now, 421 not anything now."""
        told = f"{code} {_text(reason)}"[:_ONE_LINE]
        if code >= 500:
            raise PermanentMailError(told)
        if code == _SHUTTING_DOWN:
            self._drop()
        raise TemporaryMailError(told, everything=code == _SHUTTING_DOWN)

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


def _reason(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"[:_ONE_LINE]
    return f"{type(error).__name__}: {error}"[:_ONE_LINE]


def _text(reason: bytes | str) -> str:
    return " ".join((reason.decode(errors="replace") if isinstance(reason, bytes) else reason).split())
