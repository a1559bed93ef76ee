"""The way to the database: one client a process, safe defaults, transactions, and one word for "down"."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, TypeVar

import pymongo
import structlog
from bson import CodecOptions
from bson.binary import UuidRepresentation
from pydantic import AfterValidator
from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.collection import Collection as PymongoCollection
from pymongo.database import Database as PymongoDatabase
from pymongo.errors import (
    BulkWriteError,
    ConfigurationError,
    ConnectionFailure,
    ExecutionTimeout,
    OperationFailure,
    PyMongoError,
    WaitQueueTimeoutError,
)
from pymongo.read_concern import ReadConcern
from pymongo.read_preferences import ReadPreference
from pymongo.uri_parser import parse_uri
from pymongo.write_concern import WriteConcern

__all__ = [
    "ClientSession",
    "Collection",
    "Database",
    "DatabaseUnavailable",
    "MongoUri",
    "as_outage",
    "check",
    "connect",
    "in_transaction",
    "reachable",
]

log = structlog.stdlib.get_logger(__name__)

Document = dict[str, Any]
Database = PymongoDatabase[Document]
Collection = PymongoCollection[Document]
T = TypeVar("T")

TIMEOUT = 5.0
"""Seconds to find, or to connect to, the database."""
SLOWEST = 20.0
"""Seconds that one statement, or one transaction with all its repetitions, may take."""
CHECK_TIMEOUT = 2.0
MAJORITY = WriteConcern(w="majority", j=True)


class DatabaseUnavailable(Exception):  # noqa: N818  # it says what is the matter, not that something is
    """The database cannot be reached, answers too late, or lets nobody in. Trying again later is right."""


REFUSALS = {
    13: "this account may not do that",
    18: "name or password is wrong",
    39: "a file can't be written",
    8000: "name or password is wrong",
    14031: "its disk is full",
}
"""The server's codes for a state that no statement of ours is to blame for, and that somebody must mend."""

_DOWN = (ConnectionFailure, ExecutionTimeout, WaitQueueTimeoutError)


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
    """Turn whatever pymongo raises for a database that can't serve us into DatabaseUnavailable."""
    try:
        yield
    except PyMongoError as error:
        if (outage := as_outage(error)) is None:
            raise
        raise outage from error


def check(database: Database) -> None:
    """Return when the database answers; raise DatabaseUnavailable when it does not. For ``/readyz``."""
    try:
        with pymongo.timeout(CHECK_TIMEOUT):
            database.command("ping")
    except PyMongoError as error:
        raise DatabaseUnavailable(_reason(error)) from error


def as_outage(error: PyMongoError) -> DatabaseUnavailable | None:
    """Return what to raise instead where the database is at fault; None where we asked wrongly.

    It is where it is down or too slow, and where it refuses whatever anybody asks: after a change of
    password, on a full disk. That does not pass by itself, so each time is an error in the log. A conflict
    that outlasted all repetitions counts too: a process that was killed inside a transaction leaves its
    documents locked until the server gives that transaction up (60 s by default).
    """
    refusals = [REFUSALS[code] for code in _codes(error) if code in REFUSALS]
    if refusals:
        log.error("the database refuses to serve", reason=refusals[0], codes=_codes(error))
        return DatabaseUnavailable(f"the database refuses to serve: {refusals[0]}")
    passing = isinstance(error, _DOWN) or error.timeout or error.has_error_label("TransientTransactionError")
    return DatabaseUnavailable(_reason(error)) if passing else None


def _codes(error: PyMongoError) -> list[int]:
    """Return the server's codes; a bulk write that failed has one for each of its statements."""
    if isinstance(error, BulkWriteError):
        details = error.details or {}
        each = [*details.get("writeErrors", ()), *details.get("writeConcernErrors", ())]
        return [one["code"] for one in each if "code" in one]
    return [error.code] if isinstance(error, OperationFailure) and error.code is not None else []


def _reason(error: PyMongoError) -> str:
    """Name the kind only: pymongo's own text describes the whole topology, address by address."""
    return f"the database does not answer ({type(error).__name__})"
