"""Files in the real database: whole or not at all, and no longer than somebody needs them."""

from datetime import timedelta
from pathlib import Path

import pytest

from backend.files.domain import TEXT, Examined, StoredFile, UnknownFileError, Upload
from backend.files.store import FileStore
from backend.files.sweep import LOOSE_LAST, Sweep
from backend.incidents.attachments import Attachments
from backend.kit.lease import Lease
from backend.kit.mongo import Database, in_transaction
from shared.clock import utc_now
from shared.ids import uuid7

pytestmark = pytest.mark.database


@pytest.fixture
def store(database: Database) -> FileStore:
    store = FileStore(database)
    store.prepare()
    return store


def keep(store: FileStore, folder: Path, content: bytes = b"hola", key: str = "k") -> StoredFile:
    path, small = folder / "content", folder / "thumbnail"
    path.write_bytes(content)
    small.write_bytes(b"small")
    found = Examined(TEXT, path, small)
    return store.add(Upload("nota.txt", "webform:guest", key, "f"), found, utc_now())


def left(database: Database) -> tuple[int, ...]:
    return tuple(database[name].count_documents({}) for name in ("files.files", "files.chunks", "thumbnails"))


def sweep(database: Database, store: FileStore) -> None:
    later = utc_now() + LOOSE_LAST + timedelta(minutes=1)
    Sweep(store, Lease(database, "files"), lambda: later)()


def test_the_largest_file_comes_back_as_it_was(store: FileStore, tmp_path: Path) -> None:
    content = bytes(range(256)) * 40 * 1024
    file = keep(store, tmp_path, content)
    assert store.open(file.id).read() == content
    assert store.get(file.id).size == 10 * 1024 * 1024


def test_a_file_that_no_incident_named_is_removed_after_two_days(
    store: FileStore, database: Database, tmp_path: Path
) -> None:
    loose, named = keep(store, tmp_path, key="a"), keep(store, tmp_path, key="b")
    incident_id = uuid7(utc_now())
    in_transaction(database, lambda session: Attachments(database).claim(incident_id, [named.ref()], session))
    Sweep(store, Lease(database, "other"), utc_now)()
    assert left(database) == (2, 2, 2)
    sweep(database, store)
    assert left(database) == (1, 1, 1)
    assert store.get(named.id).incident_id == incident_id
    with pytest.raises(UnknownFileError):
        store.get(loose.id)


def test_what_an_interrupted_upload_leaves_is_removed(
    store: FileStore, database: Database, tmp_path: Path
) -> None:
    kept = keep(store, tmp_path)
    in_transaction(
        database, lambda session: Attachments(database).claim(uuid7(utc_now()), [kept.ref()], session)
    )
    half = uuid7(utc_now())
    database["files.chunks"].insert_one({"files_id": half, "n": 0, "data": b"half"})
    database["thumbnails"].insert_one({"_id": uuid7(utc_now()), "data": b"small"})
    sweep(database, store)
    assert left(database) == (1, 1, 1)


def test_while_another_process_sweeps_this_one_does_not(
    store: FileStore, database: Database, tmp_path: Path
) -> None:
    keep(store, tmp_path)
    assert Lease(database, "files").hold()
    sweep(database, store)
    assert left(database) == (1, 1, 1)
