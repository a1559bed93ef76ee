"""The accounts of the database: one for each service, with rights on the database of its work only."""

from collections.abc import Mapping
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure

ACCOUNTS: Mapping[str, str] = {
    "customers": "customers",
    "employees": "employees",
    "dispatch": "dispatch",
    "intake": "incidents",
    "knowledge": "incidents",
    "sla": "incidents",
    "resolution": "incidents",
    "relay": "incidents",
    "notifications": "notifications",
    "inbound": "notifications",
    "search": "incidents",
    "metrics": "metrics",
    "files": "incidents",
}
"""Which database each account works with: it may read and write there."""
READ_ONLY = frozenset({"search"})
"""Whose account may only read there."""
READERS: Mapping[str, tuple[str, ...]] = {
    "notifications": ("incidents",),
    "inbound": ("incidents",),
    "dispatch": ("employees", "incidents"),
    "metrics": ("incidents",),
}
"""Which further databases an account may read, and nothing more."""

_USER_EXISTS = 51003


def client(uri: str) -> MongoClient[dict[str, Any]]:
    """Return a client that does not wait long for a server on this machine."""
    return MongoClient(uri, serverSelectionTimeoutMS=2000, connectTimeoutMS=2000, socketTimeoutMS=20_000)


def create_account(
    server: MongoClient[dict[str, Any]], name: str, password: str, roles: list[dict[str, str]]
) -> None:
    """Create a user in ``admin``, or give the one that exists this password and these roles."""
    try:
        server.admin.command("createUser", name, pwd=password, roles=roles)
    except OperationFailure as error:
        if error.code != _USER_EXISTS and "already exists" not in str(error):
            raise
        server.admin.command("updateUser", name, pwd=password, roles=roles)


def create_service_accounts(
    server: MongoClient[dict[str, Any]], passwords: Mapping[str, str], suffix: str = ""
) -> None:
    """Create the account of each service; a suffix keeps several stacks on one server apart."""
    for name, database in ACCOUNTS.items():
        role = "read" if name in READ_ONLY else "readWrite"
        roles = [{"role": role, "db": f"{database}{suffix}"}]
        roles += [{"role": "read", "db": f"{other}{suffix}"} for other in READERS.get(name, ())]
        create_account(server, f"{name}{suffix}", passwords[name], roles)
