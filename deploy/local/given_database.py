"""A database that somebody else runs, named by MONGODB_URI."""

from urllib.parse import quote, urlsplit

from pymongo.errors import PyMongoError

from deploy.local import accounts
from deploy.local.database import answers
from deploy.local.part import Part
from deploy.local.readiness import NotReady
from deploy.local.record import Record
from deploy.local.terminal import Trouble, warn


class GivenDatabase:
    """Makes the services' accounts there, and where it may not, uses the given account for all of them."""

    def __init__(self, record: Record, uri: str, suffix: str = "") -> None:
        self._record = record
        self._uri = uri
        self._suffix = suffix

    def part(self) -> Part:
        """Return the part that is shown as ``database``; nobody starts it."""
        port = urlsplit(self._uri.split(",")[0]).port
        return Part(
            name="database", command=(), check=lambda: answers(self._uri), port=port, tier=2, patience=5
        )

    def operator_uri(self) -> str:
        """Return the address as it was given."""
        return self._uri

    def service_uri(self, service: str, database: str | None = None) -> str:
        """Return the address with the service's account in it, and its database or one that it reads."""
        parts = urlsplit(self._uri)
        options = [
            option for option in parts.query.split("&") if option and not option.startswith("authSource=")
        ]
        named, address = f"{database or accounts.ACCOUNTS[service]}{self._suffix}", parts.netloc
        if self._record.name("given-database-accounts") == "own":
            password = quote(self._record.secret(f"database-{service}"), safe="")
            address = f"{service}{self._suffix}:{password}@{parts.netloc.rpartition('@')[2]}"
            options.append("authSource=admin")
        elif "@" in address:
            # Without a database in the path the account was looked up in `admin`, or where it says.
            options.append(f"authSource={self._source()}")
        return parts._replace(netloc=address, path=f"/{named}", query="&".join(options)).geturl()

    def _source(self) -> str:
        parts = urlsplit(self._uri)
        for option in parts.query.split("&"):
            if option.startswith("authSource="):
                return option.removeprefix("authSource=")
        return parts.path.strip("/") or "admin"

    def arrange(self) -> None:
        """Make the services' accounts, and remember whether that was allowed."""
        try:
            answers(self._uri)
        except NotReady as reason:
            raise Trouble(f"The database of MONGODB_URI does not answer: {reason}") from None
        passwords = {name: self._record.secret(f"database-{name}") for name in accounts.ACCOUNTS}
        try:
            with accounts.client(self._uri) as server:
                hello = server.admin.command("hello")
                if not hello.get("setName") and hello.get("msg") != "isdbgrid":
                    raise Trouble("MONGODB_URI names a standalone server; transactions need a replica set.")
                accounts.create_service_accounts(server, passwords, self._suffix)
        except PyMongoError as error:
            warn(f"The services share the account of MONGODB_URI: making their own failed ({error}).")
            self._record.remember("given-database-accounts", "shared")
        else:
            self._record.remember("given-database-accounts", "own")
