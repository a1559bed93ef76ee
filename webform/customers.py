"""A client of ``customers``: questions and answers over HTTP, and nothing about who is signed in here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import httpx
from flask import request

from shared.trust import certificates
from webform.correlation import hand_on

TIMEOUT_S = 5.0
GATHERING_S = 60.0
"""So long ``customers`` may ask around before the first byte of a download, and pause between two pieces."""
BROWSER_MAX = 400
"""So much of what a browser says of itself is handed on."""
WAIT_S = 60
"""So long who is refused for now waits, where they are not told otherwise."""
_PROBLEM = "urn:ventanilla:problem:"


class AccountsUnavailableError(Exception):
    """``customers`` does not answer, or answers nonsense."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered.

    ``version`` is its ETag, to be named with a change; ``wait_s`` says after how many seconds to come back.
    """

    content: dict[str, Any] = field(default_factory=dict)
    version: str = ""
    wait_s: int = WAIT_S


@dataclass(frozen=True, slots=True)
class Download:
    """Contents on their way; ``pieces`` raises httpx.HTTPError where they break off. Close it."""

    pieces: Iterator[bytes]
    close: Callable[[], None]


class RefusedError(Exception):
    """``customers`` says no: ``status`` is HTTP's, ``kind`` the problem's, ``fields`` what is wrong where."""

    def __init__(self, status: int, answer: Answer) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.answer = answer
        self.kind = str(answer.content.get("type", "")).removeprefix(_PROBLEM)
        self.fields = {str(fault["field"]): fault["message"] for fault in answer.content.get("errors", [])}


class Customers:
    """A pooled client; safe between threads."""

    def __init__(self, url: str) -> None:
        hooks = {"request": [hand_on, _tell_who_asks]}
        self._http = httpx.Client(base_url=url, timeout=TIMEOUT_S, event_hooks=hooks, verify=certificates())

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        token: str | None = None,
        version: str | None = None,
    ) -> Answer:
        """Return the answer; ``version`` is the one that a change was made on.

        Raises RefusedError and AccountsUnavailableError.
        """
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if version is not None:
            headers["If-Match"] = version
        try:
            return _read(self._http.request(method, f"/api/v1{path}", json=body, headers=headers))
        except httpx.HTTPError as error:
            raise AccountsUnavailableError(type(error).__name__) from error

    def fetch(self, path: str, body: object, token: str) -> Download:
        """Ask for contents and return them on their way; raise RefusedError and AccountsUnavailableError."""
        headers = {"Authorization": f"Bearer {token}"}
        asked = self._http.build_request(
            "POST", f"/api/v1{path}", json=body, headers=headers, timeout=GATHERING_S
        )
        try:
            answer = self._http.send(asked, stream=True)
            if answer.status_code == HTTPStatus.OK:
                return Download(answer.iter_bytes(), answer.close)
            answer.read()
        except httpx.HTTPError as error:
            raise AccountsUnavailableError(type(error).__name__) from error
        _read(answer)
        raise AccountsUnavailableError(f"status {answer.status_code}")

    def close(self) -> None:
        """Let go of the pooled connections."""
        self._http.close()


def _read(answer: httpx.Response) -> Answer:
    try:
        content = answer.json() if answer.content else {}
    except ValueError as error:
        raise AccountsUnavailableError(type(error).__name__) from error
    if answer.status_code >= 500:
        raise AccountsUnavailableError(f"status {answer.status_code}")
    wait = answer.headers.get("Retry-After", "")
    found = Answer(content, answer.headers.get("ETag", ""), int(wait) if wait.isdecimal() else WAIT_S)
    if answer.status_code >= 400:
        raise RefusedError(answer.status_code, found)
    return found


def _tell_who_asks(question: httpx.Request) -> None:
    """Name the customer's own address, as a proxy does, and browser.

    Failed sign-ins are counted by the one, and sessions are recognized by the other.
    """
    if request.remote_addr:
        question.headers["X-Forwarded-For"] = request.remote_addr
    browser = request.user_agent.string.encode("ascii", "ignore").decode()
    question.headers["User-Agent"] = browser[:BROWSER_MAX]
