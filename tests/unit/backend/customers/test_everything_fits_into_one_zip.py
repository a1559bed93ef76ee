"""The zip with all about somebody: it opens, it is whole or has no end, and its manifest is right."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4
from zipfile import BadZipFile, ZipFile

import pytest

from backend.customers.archive import Archive
from shared.contracts.resources import FileRef, IncidentDetail
from shared.contracts.vocabulary import State
from tests.support.incidents_seen import ANA, CUSTOMER, said, seen

CONTENT = b"hola" * 100_000


def file(name: str, media_type: str = "text/plain") -> FileRef:
    return FileRef(id=uuid4(), name=name, media_type=media_type, size=len(CONTENT))


def with_files(*files: FileRef) -> IncidentDetail:
    """Return an incident with one file in its description, and the others in a message."""
    message = said(2, CUSTOMER, "Aquí van.").model_copy(update={"files": files[1:]})
    return seen(State.OPEN, message, said(3, ANA, "¡Gracias!")).model_copy(update={"files": files[:1]})


class Files:
    """Contents that may be gone, or break off."""

    def __init__(self, *, gone: UUID | None = None, broken: UUID | None = None) -> None:
        self._gone, self._broken = gone, broken

    @contextmanager
    def open(self, file_id: UUID) -> Iterator[Iterator[bytes] | None]:
        yield None if file_id == self._gone else self._pieces(file_id)

    def _pieces(self, file_id: UUID) -> Iterator[bytes]:
        yield CONTENT[:1000]
        if file_id == self._broken:
            raise ConnectionError("away")
        yield CONTENT[1000:]


def unpacked(archive: Archive, files: Files) -> tuple[ZipFile, dict[str, Any]]:
    zipped = ZipFile(BytesIO(b"".join(archive.pieces(files.open))))
    assert zipped.testzip() is None
    return zipped, json.loads(zipped.read("manifest.json"))


def test_it_has_the_account_the_conversations_and_the_files_each_with_its_digest() -> None:
    photo, note = file("caja rota.jpg", "image/jpeg"), file("nota.txt")
    incident = with_files(photo, note)
    zipped, manifest = unpacked(Archive({"name": "Núria"}, [incident]), Files())
    place = f"files/{incident.row.reference}"
    paths = ["account.json", "incidents.json", f"{place}/caja rota.jpg", f"{place}/nota.txt"]
    assert zipped.namelist() == [*paths, "manifest.json"]
    assert json.loads(zipped.read("account.json")) == {"name": "Núria"}
    [told] = json.loads(zipped.read("incidents.json"))
    assert IncidentDetail.model_validate(told) == incident
    assert manifest["gone"] == []
    for part in manifest["parts"]:
        content = zipped.read(part["path"])
        assert (len(content), hashlib.sha256(content).hexdigest()) == (part["size"], part["sha256"])
    assert [part["path"] for part in manifest["parts"]] == paths


def test_a_name_that_comes_again_is_numbered_and_none_leads_out_of_its_folder() -> None:
    incident = with_files(file("a.txt"), file("A.txt"), file("../../etc/a.txt"), file(".."))
    zipped, _ = unpacked(Archive(None, [incident]), Files())
    place = f"files/{incident.row.reference}"
    assert [name for name in zipped.namelist() if name.startswith("files/")] == [
        f"{place}/a.txt", f"{place}/A (2).txt", f"{place}/_.._etc_a.txt", f"{place}/file",
    ]  # fmt: skip


def test_a_file_that_was_removed_is_named_and_everything_else_is_there() -> None:
    one, other = file("uno.txt"), file("dos.txt")
    incident = with_files(one, other)
    zipped, manifest = unpacked(Archive(None, [incident]), Files(gone=one.id))
    assert manifest["gone"] == [f"files/{incident.row.reference}/uno.txt"]
    assert zipped.read(f"files/{incident.row.reference}/dos.txt") == CONTENT


def test_what_breaks_off_is_no_zip() -> None:
    one, other = file("uno.txt"), file("dos.txt")
    received = BytesIO()
    with pytest.raises(ConnectionError):
        received.writelines(Archive(None, [with_files(one, other)]).pieces(Files(broken=other.id).open))
    assert received.tell() > 0
    with pytest.raises(BadZipFile):
        ZipFile(received)


def test_who_has_opened_nothing_gets_their_account() -> None:
    archive = Archive({"name": "Eva"}, [])
    assert not archive.has_files
    zipped, _ = unpacked(archive, Files())
    assert json.loads(zipped.read("incidents.json")) == []
