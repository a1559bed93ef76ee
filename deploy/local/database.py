"""The database of a stack: one that was given, else MongoDB's own server, else the embedded one."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from pymongo.errors import OperationFailure, PyMongoError

from deploy.local import accounts
from deploy.local.part import Part
from deploy.local.readiness import NotReady
from deploy.local.record import Record
from deploy.local.terminal import Trouble

OPERATOR = "operator"


class Database(Protocol):
    """How a stack comes to a database."""

    def arrange(self) -> None:
        """Do what must be done before the addresses are given to anybody."""
        ...

    def part(self) -> Part:
        """Return the part that is shown as ``database``."""
        ...

    def operator_uri(self) -> str:
        """Return the address with an administrator's rights."""
        ...

    def service_uri(self, service: str, database: str | None = None) -> str:
        """Return the address of a service's own database, or of one that it reads, with its own account."""
        ...


class LocalDatabase:
    """What the two servers that we run ourselves have in common: a port and accounts of our making."""

    def __init__(self, record: Record, directory: Path) -> None:
        self.directory = directory
        self.port = record.port("database")
        self._record = record

    def arrange(self) -> None:
        """Do nothing: the accounts are made once the server runs."""

    def operator_uri(self) -> str:
        """Return the address with an administrator's rights."""
        return self._uri(OPERATOR, "")

    def service_uri(self, service: str, database: str | None = None) -> str:
        """Return the address of a service's own database, or of one that it reads, with its own account."""
        return self._uri(service, database or accounts.ACCOUNTS[service])

    @property
    def bare_uri(self) -> str:
        """The address without any account."""
        return f"mongodb://127.0.0.1:{self.port}/?directConnection=true"

    def password(self, user: str) -> str:
        """Return the password of an account."""
        return self._record.secret(f"database-{user}")

    def passwords(self) -> Mapping[str, str]:
        """Return the password of each service's account."""
        return {name: self.password(name) for name in accounts.ACCOUNTS}

    def check(self) -> None:
        """Ask whether the server answers, and to the administrator once there is one."""
        answers(self.bare_uri)

    def create_service_accounts(self) -> None:
        """Make the account of each service."""
        try:
            with accounts.client(self.operator_uri()) as server:
                accounts.create_service_accounts(server, self.passwords())
        except OperationFailure as error:
            reason = (error.details or {}).get("errmsg")
            raise Trouble(
                f"The database refuses to make the services' accounts: {reason}. If its passwords were "
                f"lost, its data cannot be opened any more: rm -r {self.directory}"
            ) from None

    def _uri(self, user: str, database: str) -> str:
        options = "authSource=admin&directConnection=true"
        return f"mongodb://{user}:{self.password(user)}@127.0.0.1:{self.port}/{database}?{options}"


def answers(uri: str) -> None:
    """Return when the server behind the address says hello; raise NotReady when it does not."""
    try:
        with accounts.client(uri) as server:
            server.admin.command("hello")
    except PyMongoError as error:
        raise NotReady(f"{type(error).__name__}: {str(error)[:200]}") from None


def remember_choice(record: Record) -> None:
    """Settle, when a stack starts, which database it uses, so that later commands find the same one."""
    given = os.environ.get("MONGODB_URI")
    record.remember_secret("given-database", given)
    kind = "given" if given else "mongod" if shutil.which("mongod") else "embedded"
    record.remember("database", kind)
