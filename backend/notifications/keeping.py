"""Hands the files of a mail to ``files``, with a token that opens nothing else."""

from datetime import timedelta
from uuid import UUID

import httpx
from pydantic import ValidationError

from backend.notifications.ports import FilesUnavailableError, RefusedFileError
from shared.contracts.resources import FileRef
from shared.contracts.vocabulary import FILE_MAX_BYTES
from shared.tokens import AUDIENCE, TokenSigner
from shared.trust import certificates

TOO_LARGE = "file-too-large"
TIMEOUT_S = 45.0
"""``files`` lets a file wait 20 s for its turn and examines it for 20 s at most."""
_TOKEN_LASTS = timedelta(minutes=2)
_OF_THE_FILE = frozenset({400, 413, 415, 422})
"""What speaks against the file itself; any other answer may be better next time."""


class FileKeeper:
    """A pooled client of ``files`` at ``url``; safe between threads. ``signer`` makes its tokens."""

    def __init__(self, url: str, signer: TokenSigner) -> None:
        self._signer = signer
        self._http = httpx.Client(base_url=url, timeout=TIMEOUT_S, verify=certificates())

    def keep(self, name: str, content: bytes, key: UUID) -> FileRef:
        """Keep one file; see ``ports.Files``."""
        if len(content) > FILE_MAX_BYTES:
            raise RefusedFileError(TOO_LARGE)
        token = self._signer.sign({"sub": "mail-in", "aud": AUDIENCE}, _TOKEN_LASTS)
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(key)}
        try:
            answer = self._http.post("/api/v1/files", files={"file": (name, content)}, headers=headers)
        except httpx.HTTPError as error:
            raise FilesUnavailableError(f"files: {type(error).__name__}") from error
        if answer.status_code in _OF_THE_FILE:
            raise RefusedFileError(_fault(answer))
        try:
            if answer.status_code == 201:
                return FileRef.model_validate_json(answer.content)
        except ValidationError as error:
            raise FilesUnavailableError("files: it says nothing that is known") from error
        raise FilesUnavailableError(f"files: status {answer.status_code}")

    def close(self) -> None:
        """Let go of the pooled connections."""
        self._http.close()


def _fault(answer: httpx.Response) -> str:
    """Return the slug of a problem document, the last word of its ``type``."""
    try:
        return str(answer.json()["type"]).rpartition("/")[2].rpartition(":")[2]
    except (ValueError, KeyError, TypeError):
        return "refused"
