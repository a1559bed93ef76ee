"""The key file of a replica set, which mongod reads at its start."""

import re
from pathlib import Path

from deploy.local.place import Place
from deploy.local.record import Record
from deploy.local.replica_set import ReplicaSet


def test_the_key_file_holds_nothing_that_mongod_refuses(tmp_path: Path) -> None:
    place = Place(tmp_path)
    record = Record(place)
    record.remember_secret("database-key-file", "letters-and_signs-of-a-password")
    ReplicaSet(place, record).part().prepare()
    key_file = place.keys / "mongod.key"
    assert re.fullmatch(r"[A-Za-z0-9+/=]{6,1024}", key_file.read_text())
    assert key_file.stat().st_mode & 0o077 == 0
