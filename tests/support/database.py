"""A real database for tests: the one of ``MONGODB_URI``, or the embedded server on a port of its own."""

import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.kit.mongo import Database, connect
from deploy.local.supervision import DIES_WITH_PARENT

SETTINGS = ("--cache-size", "256M", "--log-file-max", "128MB", "--sync-on-commit", "--log-level", "WARNING")


@pytest.fixture(scope="session")
def mongodb_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that may be written to, without a database's name and without options."""
    given = os.environ.get("MONGODB_URI")
    if given:
        yield given
        return
    folder = tmp_path_factory.mktemp("database")
    program = str(Path(sys.executable).parent / "secantusd-rs")
    where = ("--host", "127.0.0.1", "--port", "0", "--storage-path", str(folder))
    # A worker of an interrupted run is killed and stops nothing.
    command = [*DIES_WITH_PARENT, program, *where, *SETTINGS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        try:
            yield f"mongodb://{_announced(server)}"
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture
def database_uri(mongodb_uri: str) -> str:
    """The address of a database that nobody has used yet."""
    place, _, options = mongodb_uri.partition("?")
    server = re.sub(r"^(mongodb(?:\+srv)?://[^/]+).*$", r"\1", place)
    options = f"{options}&" if options else ""
    direct = "" if "directConnection" in options or "replicaSet" in options else "directConnection=true"
    return f"{server}/test_{uuid.uuid4().hex}?{options}{direct}".rstrip("&?")


@pytest.fixture
def database(database_uri: str) -> Iterator[Database]:
    """An empty database, gone after the test."""
    fresh = connect(database_uri)
    try:
        yield fresh
    finally:
        if "MONGODB_URI" in os.environ:  # the embedded server's folder goes as a whole
            fresh.client.drop_database(fresh.name)
        fresh.client.close()


def _announced(server: "subprocess.Popen[str]") -> str:
    """Return the address that the server names when it is ready."""
    assert server.stdout is not None
    said = []
    for line in server.stdout:
        said.append(line)
        if found := re.search(r"listening on (\S+)", line):
            return found.group(1)
    raise AssertionError(f"the database did not start: {''.join(said)}")
