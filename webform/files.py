"""The customers' files, left with the service ``files`` and fetched from there; none of them stays here."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import IO
from uuid import UUID

import httpx
import structlog
from pydantic import ValidationError

from shared.contracts.resources import FileRef
from shared.tokens import AUDIENCE, TokenSigner
from shared.trust import certificates
from webform.correlation import hand_on

KEEPING = httpx.Timeout(5.0, read=30.0, connect=1.0)
"""An upload waits for its examination, and that for its turn."""
HANDING_OUT = httpx.Timeout(5.0, connect=1.0)
AT_ONCE = 3
"""So many files of this process are examined at once; ``files`` works on two at a time, and has others."""
TURN_S = 20.0
TOKEN_LASTS = timedelta(minutes=2)
_FOR_GUESTS = {"sub": "guest", "aud": AUDIENCE}
_PROBLEM = "urn:ventanilla:problem:"
log = structlog.stdlib.get_logger(__name__)


class FilesUnavailableError(Exception):
    """``files`` is away, has no time, or says what we do not understand; later it may take the same file."""


class RefusedFileError(ValueError):
    """``files`` takes no such file; ``fault`` is the slug of its problem."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


class Files:
    """A pooled client of ``files``; safe between threads."""

    def __init__(self, url: str, signer: TokenSigner) -> None:
        self._http = httpx.Client(
            base_url=f"{url}/api/v1", event_hooks={"request": [hand_on]}, verify=certificates()
        )
        self._signer = signer
        self._turns = threading.BoundedSemaphore(AT_ONCE)

    def keep(self, name: str, content: IO[bytes], key: UUID) -> FileRef:
        """Have a file kept and return how it is named from now on; the same ``key`` keeps it once.

        It is read piece by piece. Raises RefusedFileError and FilesUnavailableError.
        """
        headers = {"Idempotency-Key": str(key)} | self._token({})
        with self._turn():
            try:
                sent = {"file": (name, content, "application/octet-stream")}
                answer = self._http.post("/files", files=sent, headers=headers, timeout=KEEPING)
            except httpx.HTTPError as error:
                raise FilesUnavailableError(type(error).__name__) from error
        return _understood(answer)

    @contextmanager
    def read(
        self, address: str, claims: Mapping[str, str], method: str, headers: Mapping[str, str]
    ) -> Iterator[httpx.Response]:
        """Ask for a file or its ``…/thumbnail``, whose bytes come as they are read from the answer.

        ``claims`` name the incident or the file that the guest may see. Raises FilesUnavailableError.
        """
        question = self._http.build_request(
            method, f"/files/{address}", headers={**headers, **self._token(claims)}, timeout=HANDING_OUT
        )
        try:
            answer = self._http.send(question, stream=True)
        except httpx.HTTPError as error:
            raise FilesUnavailableError(type(error).__name__) from error
        try:
            if answer.status_code not in {200, 304, 404}:
                raise FilesUnavailableError(f"status {answer.status_code}")
            yield answer
        finally:
            answer.close()

    def close(self) -> None:
        """Let go of the pooled connections."""
        self._http.close()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=TURN_S):
            raise FilesUnavailableError("too many files at once")
        try:
            yield
        finally:
            self._turns.release()

    def _token(self, claims: Mapping[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._signer.sign({**_FOR_GUESTS, **claims}, TOKEN_LASTS)}"}


def _understood(answer: httpx.Response) -> FileRef:
    try:
        if answer.status_code == 201:
            return FileRef.model_validate_json(answer.content)
        problem = str(answer.json()["type"])
    except (ValidationError, ValueError, KeyError, TypeError) as error:
        raise FilesUnavailableError(f"status {answer.status_code}, not understood") from error
    if answer.status_code in {413, 422}:
        raise RefusedFileError(problem.removeprefix(_PROBLEM))
    raise FilesUnavailableError(f"status {answer.status_code}: {problem}")
