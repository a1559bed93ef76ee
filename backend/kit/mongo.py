"""The way to the database: one client a process, safe defaults, transactions, and one word for "down"."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, TypeVar

import pymongo
from bson import CodecOptions
from bson.binary import UuidRepresentation
from pydantic import AfterValidator
from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.database import Database as PymongoDatabase
from pymongo.errors import (
    ConfigurationError,
    ConnectionFailure,
    ExecutionTimeout,
    PyMongoError,
    WaitQueueTimeoutError,
)
from pymongo.read_concern import ReadConcern
from pymongo.read_preferences import ReadPreference
from pymongo.uri_parser import parse_uri
from pymongo.write_concern import WriteConcern

__all__ = [
    "ClientSession",
    "Database",
    "DatabaseUnavailable",
    "MongoUri",
    "check",
    "connect",
    "in_transaction",
    "is_unreachable",
    "reachable",
]

Document = dict[str, Any]
Database = PymongoDatabase[Document]
T = TypeVar("T")

TIMEOUT = 5.0
"""Seconds to find, or to connect to, the database."""
SLOWEST = 20.0
"""Seconds that one statement, or one transaction with all its repetitions, may take."""
CHECK_TIMEOUT = 2.0
MAJORITY = WriteConcern(w="majority", j=True)


class DatabaseUnavailable(Exception):  # noqa: N818  # it says what is the matter, not that something is
    """The database cannot be reached, or does not answer in time. Trying again later is right."""


_DOWN = (DatabaseUnavailable, ConnectionFailure, ExecutionTimeout, WaitQueueTimeoutError)


def _named(uri: str) -> str:
    """Refuse an address that pymongo would not take, or that does not say which database is meant."""
    try:
        named = parse_uri(uri, validate=True)["database"]
    except (PyMongoError, ValueError) as error:
        raise ValueError(f"no MongoDB address ({type(error).__name__})") from error
    if not named:
        raise ValueError("names no database: mongodb://host/<database>")
    return uri


MongoUri = Annotated[str, AfterValidator(_named)]
"""For a service's settings: a MongoDB address that names the service's own database."""


def connect(uri: str, appname: str = "ventanilla") -> Database:
    """Return the database that ``uri`` names; raise ValueError where it names none.

    It connects when it is first used, so it never fails for a database that is down. UUIDs are stored
    as the standard subtype and times come back aware, in UTC. Writes are acknowledged by a majority, on
    disk. Make it once a process, after a fork: the client inside is a pool and safe between threads.
    """
    client: MongoClient[Document] = MongoClient(
        _named(uri),
        appname=appname,
        serverSelectionTimeoutMS=int(TIMEOUT * 1000),
        connectTimeoutMS=int(TIMEOUT * 1000),
        socketTimeoutMS=int(SLOWEST * 1000),
        waitQueueTimeoutMS=int(TIMEOUT * 1000),
    )
    options: CodecOptions[Document] = CodecOptions(
        tz_aware=True, uuid_representation=UuidRepresentation.STANDARD
    )
    try:
        return client.get_default_database(codec_options=options, write_concern=MAJORITY)
    except ConfigurationError as error:  # pragma: no cover  # _named looked already
        raise ValueError(str(error)) from error


def in_transaction(database: Database, work: Callable[[ClientSession], T]) -> T:
    """Run ``work(session)`` in one transaction and return what it returns.

    Give the session to every statement. ``work`` may run several times (a write conflict, a lost
    connection), so it must do nothing but database work and computing. An error that it raises aborts
    the transaction and comes out unchanged. Raises DatabaseUnavailable when the database is out of
    reach; then nothing is known to be written.
    """
    with reachable(), pymongo.timeout(SLOWEST), database.client.start_session() as session:
        return session.with_transaction(
            work,
            read_concern=ReadConcern("snapshot"),
            write_concern=MAJORITY,
            read_preference=ReadPreference.PRIMARY,
        )


@contextmanager
def reachable() -> Iterator[None]:
    """Turn whatever pymongo raises for a database out of reach into DatabaseUnavailable."""
    try:
        yield
    except PyMongoError as error:
        if is_unreachable(error):
            raise DatabaseUnavailable(_reason(error)) from error
        raise


def check(database: Database) -> None:
    """Return when the database answers; raise DatabaseUnavailable when it does not. For ``/readyz``."""
    try:
        with pymongo.timeout(CHECK_TIMEOUT):
            database.command("ping")
    except PyMongoError as error:
        raise DatabaseUnavailable(_reason(error)) from error


def is_unreachable(error: BaseException) -> bool:
    """Whether an error means that the database is down or too slow, and not that we asked wrongly.

    A conflict that outlasted all repetitions counts too: a process that was killed inside a transaction
    leaves its documents locked until the server gives that transaction up (60 s by default).
    """
    if isinstance(error, _DOWN):
        return True
    return isinstance(error, PyMongoError) and (
        error.timeout or error.has_error_label("TransientTransactionError")
    )


def _reason(error: PyMongoError) -> str:
    """Name the kind only: pymongo's own text describes the whole topology, address by address."""
    return f"the database does not answer ({type(error).__name__})"
