"""One HTTP exchange with a service: JSON in, JSON or a typed failure out, and never a wait."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QFile, QObject, QUrl, QUrlQuery
from PySide6.QtNetwork import (
    QHttpMultiPart,
    QHttpPart,
    QNetworkAccessManager,
    QNetworkReply,
    QNetworkRequest,
)

from desktop.state.failure import Failure, Kind, from_problem
from desktop.state.texts import language

TIMEOUT_MS = 15_000
BODY_MAX = 64 * 1024 * 1024
READ_BUFFER = 1024 * 1024
"""Bytes of an answer read piece by piece that may wait; the service waits with the rest."""
Done = Callable[[bytes], None]
Failed = Callable[[Failure], None]
Arrived = Callable[[QNetworkReply], None]


@dataclass(frozen=True, slots=True)
class Call:
    """A request: ``version`` becomes If-Match, ``key`` becomes Idempotency-Key.

    ``upload`` is a file that is sent in a form, piece by piece, in place of a body.
    """

    method: str
    path: str
    body: Mapping[str, Any] | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    version: int | None = None
    key: UUID | None = None
    timeout_ms: int = TIMEOUT_MS
    upload: Path | None = None


class Exchange:
    """A request under way; after ``cancel`` neither of its callbacks is called."""

    def __init__(self) -> None:
        self.reply: QNetworkReply | None = None
        self.cancelled = False

    def cancel(self) -> None:
        """Give up waiting for the answer; the service may still act on the request."""
        self.cancelled = True
        if self.reply is not None:
            self.reply.abort()


class Wire(QObject):
    """Speaks to one service. Redirects are not followed, so that no token goes elsewhere."""

    def __init__(self, url: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._url = url.rstrip("/")
        self._network = QNetworkAccessManager(self)
        self._network.setRedirectPolicy(QNetworkRequest.RedirectPolicy.ManualRedirectPolicy)

    def send(
        self,
        call: Call,
        token: str | None,
        done: Done,
        failed: Failed,
        exchange: Exchange | None = None,
        arrived: Arrived | None = None,
    ) -> Exchange:
        """Send a request; later call ``done`` with the body of a 2xx answer, or ``failed``.

        ``arrived`` is told when there is more of a 2xx answer to be read; ``done`` then gets the rest.
        """
        exchange = exchange or Exchange()
        reply = self._begin(call, self._request(call, token))
        exchange.reply = reply
        if arrived is not None:
            reply.setReadBufferSize(READ_BUFFER)
            reply.readyRead.connect(lambda: arrived(reply) if _is_success(reply) else None)

        def finished() -> None:
            exchange.reply = None
            outcome = _outcome(reply)
            reply.deleteLater()
            if exchange.cancelled:
                return
            if isinstance(outcome, Failure):
                failed(outcome)
            else:
                done(outcome)

        reply.finished.connect(finished)
        return exchange

    def _begin(self, call: Call, request: QNetworkRequest) -> QNetworkReply:
        if call.upload is not None:
            form = _form(call.upload)
            reply = self._network.post(request, form)
            form.setParent(reply)
            return reply
        if call.method == "HEAD":
            return self._network.head(request)
        body = json.dumps(call.body).encode() if call.body is not None else b""
        return self._network.sendCustomRequest(request, call.method.encode(), body)

    def _request(self, call: Call, token: str | None) -> QNetworkRequest:
        url = QUrl(self._url + call.path)
        if call.query:
            query = QUrlQuery()
            for name, value in call.query.items():
                query.addQueryItem(name, value.replace("+", "%2B"))
            url.setQuery(query)
        request = QNetworkRequest(url)
        request.setTransferTimeout(call.timeout_ms)
        headers = {"Accept": "application/json", "Accept-Language": str(language())}
        if call.body is not None:
            headers["Content-Type"] = "application/json"
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if call.version is not None:
            headers["If-Match"] = f'"{call.version}"'
        if call.key is not None:
            headers["Idempotency-Key"] = str(call.key)
        for name, value in headers.items():
            request.setRawHeader(name.encode(), value.encode())
        return request


def _form(path: Path) -> QHttpMultiPart:
    """Return a form with one file; one that can't be read any more comes as an empty one, and is refused."""
    form = QHttpMultiPart(QHttpMultiPart.ContentType.FormDataType)
    part = QHttpPart()
    name = path.name.translate({ord('"'): "'", ord("\\"): "/", 10: " ", 13: " "})
    part.setRawHeader(b"Content-Disposition", f'form-data; name="file"; filename="{name}"'.encode())
    content = QFile(str(path), form)
    if content.open(QFile.OpenModeFlag.ReadOnly):
        part.setBodyDevice(content)
    form.append(part)
    return form


_GIVEN_UP = (QNetworkReply.NetworkError.TimeoutError, QNetworkReply.NetworkError.OperationCanceledError)
"""A transfer that takes too long ends with either, depending on how far it had come."""


def _outcome(reply: QNetworkReply) -> bytes | Failure:
    """Return the body of a success, or what went wrong."""
    status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
    body = bytes(reply.read(BODY_MAX).data()) if reply.isOpen() else b""
    if reply.error() in _GIVEN_UP:
        return Failure(Kind.SLOW)
    broken_off = reply.error() is QNetworkReply.NetworkError.RemoteHostClosedError
    if status is None or broken_off:
        return Failure(Kind.UNREACHABLE, reply.errorString())
    if 200 <= status < 300:
        return body
    return from_problem(status, _json(body), _seconds(reply))


def _is_success(reply: QNetworkReply) -> bool:
    status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
    return status is not None and 200 <= status < 300


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _seconds(reply: QNetworkReply) -> int:
    value = bytes(reply.rawHeader("Retry-After").data()).decode("ascii", "replace")
    return int(value) if value.isdigit() else 0
