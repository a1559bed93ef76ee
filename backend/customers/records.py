"""What other services keep of somebody, asked of them over HTTP with an identity that may see just that."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http import HTTPStatus
from typing import TypeVar
from uuid import UUID

import httpx
from pydantic import ValidationError

from shared.contracts.resources import IncidentDetail, OwnIncidents, PersonRecords
from shared.trust import certificates

TIMEOUT_S = 10.0
Shape = TypeVar("Shape", OwnIncidents, IncidentDetail, PersonRecords)
Mint = Callable[[], str]
"""Returns a token that works now: an export may take longer than one lasts."""


class RecordsUnavailableError(Exception):
    """A service does not answer, or answers nonsense."""


class NoRecordsError(Exception):
    """A service says that the caller may not have them; ``status`` is HTTP's."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class Records:
    """A client of ``resolution`` and ``files``, safe between threads. All raise RecordsUnavailableError."""

    def __init__(self, resolution_url: str, files_url: str) -> None:
        self._resolution = httpx.Client(base_url=resolution_url, timeout=TIMEOUT_S, verify=certificates())
        self._files = httpx.Client(base_url=files_url, timeout=TIMEOUT_S, verify=certificates())

    def of_customer(self, mint: Mint) -> list[IncidentDetail]:
        """Return a customer's incidents, the newest first, with as much as they may see."""
        listed = self._ask("GET", "/api/v1/own-incidents", mint())
        ids = [one.row.id for one in _read(OwnIncidents, listed).incidents]
        return [_read(IncidentDetail, self._ask("GET", f"/api/v1/incidents/{each}", mint())) for each in ids]

    def of_guest(self, email: str, reason: str, token: str) -> list[IncidentDetail]:
        """Return what was opened with an e-mail and no account, as an employee's token may ask for it."""
        body = {"email": email, "reason": reason}
        answer = self._ask("POST", "/api/v1/person-records", token, body)
        return list(_read(PersonRecords, answer).incidents)

    def check_files(self) -> None:
        """Return when files can be had."""
        try:
            self._files.get("/readyz").raise_for_status()
        except httpx.HTTPError as error:
            raise RecordsUnavailableError(f"files: {type(error).__name__}") from error

    def file(self, file_id: UUID, mint: Mint) -> AbstractContextManager[Iterator[bytes] | None]:
        """Open a file's contents, None where it is gone."""
        return self._open(file_id, mint)

    @contextmanager
    def _open(self, file_id: UUID, mint: Mint) -> Iterator[Iterator[bytes] | None]:
        headers = {"Authorization": f"Bearer {mint()}"}
        try:
            with self._files.stream("GET", f"/api/v1/files/{file_id}", headers=headers) as answer:
                if answer.status_code == HTTPStatus.NOT_FOUND:
                    yield None
                    return
                answer.raise_for_status()
                yield answer.iter_bytes()
        except httpx.HTTPError as error:
            raise RecordsUnavailableError(f"files: {type(error).__name__}") from error

    def _ask(self, method: str, path: str, token: str, body: object = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        try:
            answer = self._resolution.request(method, path, headers=headers, json=body)
        except httpx.HTTPError as error:
            raise RecordsUnavailableError(f"resolution: {type(error).__name__}") from error
        if answer.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            raise NoRecordsError(answer.status_code)
        if answer.status_code != HTTPStatus.OK:
            raise RecordsUnavailableError(f"resolution: status {answer.status_code}")
        return answer


def _read(kind: type[Shape], answer: httpx.Response) -> Shape:
    try:
        return kind.model_validate_json(answer.content)
    except ValidationError as error:
        raise RecordsUnavailableError("resolution: not understood") from error
