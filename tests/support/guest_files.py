"""What the web form meets at ``files``, in a few lines: each guest sees what is theirs."""

import json
import threading
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import jwt
from werkzeug.formparser import parse_form_data

from shared.contracts.resources import FileRef

HEADERS = {"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "private, no-cache"}
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class GuestFiles:
    """What is kept; a test may refuse all that comes (``fault``) or have nobody at home."""

    is_up: bool = True
    fault: str | None = None
    kept: dict[UUID, tuple[FileRef, bytes]] = field(default_factory=dict)
    owners: dict[UUID, UUID] = field(default_factory=dict)
    """The incident that has named a file."""
    uploads: list[tuple[str, int]] = field(default_factory=list)
    """Name and size of each that was sent."""
    _answered: dict[str, FileRef] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, method: str, path: str, headers: Mapping[str, str], sent: bytes) -> Answer:
        """Return status, headers and body."""
        claims = jwt.decode(headers["Authorization"].split()[1], options={"verify_signature": False})
        if not self.is_up:
            return 503, {}, json.dumps({"type": "urn:ventanilla:problem:busy"}).encode()
        if method == "POST":
            with self._lock:
                return self._keep(headers, sent)
        return self._read(path.removeprefix("/api/v1/files/"), headers, claims)

    def _keep(self, headers: Mapping[str, str], sent: bytes) -> Answer:
        environ = {
            "wsgi.input": BytesIO(sent),
            "CONTENT_LENGTH": headers["Content-Length"],
            "CONTENT_TYPE": headers["Content-Type"],
            "REQUEST_METHOD": "POST",
        }
        with closing(parse_form_data(environ)[2]["file"]) as file:
            content, name = file.read(), file.filename or ""
        key = headers["Idempotency-Key"]
        self.uploads.append((name, len(content)))
        if self.fault:
            status = 413 if self.fault == "file-too-large" else 422
            return status, {}, json.dumps({"type": f"urn:ventanilla:problem:{self.fault}"}).encode()
        if key not in self._answered:
            kind = "application/pdf" if name.endswith(".pdf") else "image/jpeg"
            ref = FileRef(id=uuid4(), name=name, media_type=kind, size=max(1, len(content)))
            self._answered[key] = ref
            self.kept[ref.id] = (ref, content)
        return 201, {}, self._answered[key].model_dump_json().encode()

    def _read(self, path: str, headers: Mapping[str, str], claims: Mapping[str, Any]) -> Answer:
        id_, _, what = path.partition("/")
        ref, content = self.kept.get(UUID(id_), (None, b""))
        owner = self.owners.get(UUID(id_))
        is_theirs = claims.get("incident") == str(owner) if owner else claims.get("file") == id_
        if ref is None or not is_theirs:
            return 404, {}, b"{}"
        own = {**HEADERS, "ETag": f'"{id_}"', "Content-Type": "image/webp" if what else ref.media_type}
        if headers.get("If-None-Match") == f'"{id_}"':
            return 304, own, b""
        place = "inline" if ref.media_type.startswith("image/") else "attachment"
        return 200, {**own, "Content-Disposition": f'{place}; filename="{ref.name}"'}, content
