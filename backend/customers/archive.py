"""The zip with all that is kept about somebody, made piece by piece while it is sent."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from zipstream import ZIP_DEFLATED, ZIP_STORED, ZipStream

from shared.contracts.resources import FileRef, IncidentDetail

OpenFile = Callable[[UUID], AbstractContextManager[Iterator[bytes] | None]]
"""Opens the contents of a file, None where it is gone; what it raises breaks the zip off."""
_PACKED = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
"""What would not get any smaller."""
_UNSAFE = re.compile(r'[/\\:*?"<>|\x00-\x1f]')
"""What some system takes in a name for more than a letter."""


class Archive:
    """What goes into one zip, in the order: the account, the incidents, their files, and a manifest.

    The manifest names every part with its size and SHA-256. It comes last: a zip that has it is whole.
    """

    def __init__(self, account: dict[str, Any] | None, incidents: Sequence[IncidentDetail]) -> None:
        self._account = account
        self._incidents = incidents
        self._zip = ZipStream(compress_type=ZIP_DEFLATED)
        self._parts: list[dict[str, Any]] = []
        self._gone: list[str] = []

    @property
    def has_files(self) -> bool:
        """Tell whether any file is to be fetched."""
        return any(_files_of(incident) for incident in self._incidents)

    def pieces(self, open_file: OpenFile) -> Iterator[bytes]:
        """Yield the zip; raise what ``open_file`` raises, and then it has no end."""
        if self._account is not None:
            yield from self._document("account.json", self._account)
        told = [incident.model_dump(mode="json") for incident in self._incidents]
        yield from self._document("incidents.json", told)
        for incident in self._incidents:
            for path, file in _paths_of(incident):
                yield from self._file(path, file, open_file)
        manifest = {"parts": list(self._parts), "gone": self._gone}
        yield from self._document("manifest.json", manifest)
        yield from self._zip.finalize()

    def _document(self, path: str, content: object) -> Iterator[bytes]:
        text = json.dumps(content, ensure_ascii=False, indent=2).encode()
        yield from self._part(path, iter([text]))

    def _file(self, path: str, file: FileRef, open_file: OpenFile) -> Iterator[bytes]:
        with open_file(file.id) as content:
            if content is None:  # the staff has removed it for good
                self._gone.append(path)
                return
            yield from self._part(path, content, is_packed=file.media_type in _PACKED)

    def _part(self, path: str, content: Iterator[bytes], *, is_packed: bool = False) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0

        def watched() -> Iterator[bytes]:
            nonlocal size
            for piece in content:
                digest.update(piece)
                size += len(piece)
                yield piece

        self._zip.add(watched(), path, compress_type=ZIP_STORED if is_packed else None)
        yield from self._zip.file()
        self._parts.append({"path": path, "size": size, "sha256": digest.hexdigest()})


def _files_of(incident: IncidentDetail) -> list[FileRef]:
    sent = [*incident.files, *(file for message in incident.messages for file in message.files)]
    return list({file.id: file for file in sent}.values())


def _paths_of(incident: IncidentDetail) -> Iterator[tuple[str, FileRef]]:
    """Yield each file with where it lies; a name that comes again gets a number."""
    taken: set[str] = set()
    for file in _files_of(incident):
        name, number = PurePosixPath(_UNSAFE.sub("_", file.name).strip(". ") or "file"), 1
        path = f"files/{incident.row.reference}/{name}"
        while path.casefold() in taken:
            number += 1
            path = f"files/{incident.row.reference}/{name.stem} ({number}){name.suffix}"
        taken.add(path.casefold())
        yield path, file
