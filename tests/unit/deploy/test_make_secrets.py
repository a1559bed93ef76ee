"""The passwords and keys of a stack in containers."""

import re
from pathlib import Path

import pytest

from deploy.local.broker import RIGHTS
from deploy.make_secrets import make_secrets


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    make_secrets(tmp_path / "compose")
    return tmp_path / "compose"


def test_secrets_made_once_stay_as_they_are(secrets: Path) -> None:
    before = {path.name: path.read_bytes() for path in secrets.iterdir()}
    make_secrets(secrets)
    assert {path.name: path.read_bytes() for path in secrets.iterdir()} == before


def test_nobody_else_looks_into_the_secrets(secrets: Path) -> None:
    assert secrets.stat().st_mode & 0o077 == 0
    assert (secrets / ".env").stat().st_mode & 0o077 == 0


def test_the_key_file_of_the_database_holds_nothing_that_mongod_refuses(secrets: Path) -> None:
    assert re.fullmatch(r"[A-Za-z0-9+/=]{6,1024}", (secrets / "mongodb.key").read_text())


def test_every_broker_account_has_its_own_password(secrets: Path) -> None:
    lines = dict(line.split("=", 1) for line in (secrets / ".env").read_text().splitlines())
    passwords = [lines[f"{name.upper()}_BROKER_PASSWORD"] for name in (*RIGHTS, "employees")]
    assert len(set(passwords)) == len(passwords)
