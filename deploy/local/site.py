"""Everything that the parts of one stack must know of each other: addresses, accounts, keys."""

from collections.abc import Mapping
from pathlib import Path

from deploy.local.broker import OPERATOR, Broker
from deploy.local.database import Database
from deploy.local.embedded_database import EmbeddedDatabase
from deploy.local.given_database import GivenDatabase
from deploy.local.keys import make_signing_key, public_key
from deploy.local.place import Place
from deploy.local.record import Record
from deploy.local.replica_set import ReplicaSet

ADMINISTRATOR_EMAIL = "admin@ventanilla.example"
MAIL_FROM = "Ventanilla <avisos@ventanilla.example>"
REPLY_DOMAIN = "respuestas.ventanilla.example"
PLENTY = "address=1000000/minute account=1000000/minute email=1000000/minute incident=1000000/minute"
FAIR_USE = {
    f"LIMIT_{what}": PLENTY
    for what in (
        "OPENING",
        "COMMENTS",
        "REGISTRATION",
        "SIGN_IN",
        "MAILED_LINKS",
        "FOLLOWING",
        "SEARCH",
        "UPLOADS",
    )
}
"""Here everybody has one address, 127.0.0.1: the tests, the benchmarks, the demo's customers and a person.

So nobody is slowed down on this stack, but all is counted as elsewhere. What shops begin with are the
defaults of ``webform.rates``.
"""


class Site:
    """The addresses of one stack, as its record has them."""

    def __init__(self, place: Place, record: Record, database_suffix: str = "") -> None:
        self.place = place
        self.record = record
        self.broker = Broker(place, record)
        self.database = _database(place, record, database_suffix)

    def http_url(self, name: str) -> str:
        """Return the address of what listens for HTTP on the port of this name."""
        return f"http://127.0.0.1:{self.record.port(name)}"

    def smtp_url(self, name: str) -> str:
        """Return the address of what takes mails on the port of this name."""
        return f"smtp://127.0.0.1:{self.record.port(f'{name}-smtp')}"

    def signing_key(self, service: str) -> Path:
        """Return the file of a service's private key."""
        return self.place.keys / f"{service}.pem"

    def make_keys(self) -> None:
        """Make the key of each service that signs tokens, where it is missing."""
        for service in ("employees", "customers", "webform", "mail-in"):
            make_signing_key(self.signing_key(service))

    def write_broker_files(self) -> None:
        """Write the node's files, with the key that the employees' tokens are signed with."""
        key_id, pem = public_key(self.signing_key("employees"))
        self.broker.write_files(key_id, pem)

    def operator_settings(self) -> Mapping[str, str]:
        """Return what ``./dev env`` prints: the addresses and accounts for a person's own tools."""
        urls = {
            f"{name.upper().replace('-', '_')}_URL": self.http_url(name)
            for name in (
                *("employees", "customers", "files", "knowledge", "resolution", "resolution-worker"),
                *("intake", "relay", "dispatch", "search", "search-indexer", "webform", "mailbox"),
                *("notifications", "mail-in", "presence", "metrics", "sla", "sla-worker"),
            )
        }
        return {
            "MONGODB_URI": self.database.operator_uri(),
            "AMQP_URL": self.broker.amqp_url(OPERATOR),
            "RABBITMQ_MANAGEMENT_URL": self.broker.management_url(OPERATOR),
            **urls,
            "SMTP_URL": self.smtp_url("mailbox"),
            "REPLY_SMTP_URL": self.smtp_url("mail-in"),
            "ADMIN_EMAIL": ADMINISTRATOR_EMAIL,
            "ADMIN_PASSWORD": self.record.secret("administrator"),
            "DEMO_PASSWORD": self.record.secret("demo-people"),
        }

    def console_settings(self) -> Mapping[str, str]:
        """Return what the desktop console needs: no account, it signs in with the employee's own."""
        return {
            "EMPLOYEES_URL": self.http_url("employees"),
            "RESOLUTION_URL": self.http_url("resolution"),
            "KNOWLEDGE_URL": self.http_url("knowledge"),
            "CUSTOMERS_URL": self.http_url("customers"),
            "FILES_URL": self.http_url("files"),
            "PRESENCE_URL": self.http_url("presence"),
            "SEARCH_URL": self.http_url("search"),
            "METRICS_URL": self.http_url("metrics"),
            "AMQP_URL": self.broker.open_amqp_url,
        }


def _database(place: Place, record: Record, suffix: str) -> Database:
    kind = record.name("database", "embedded")
    if kind == "given":
        return GivenDatabase(record, record.known_secret("given-database") or "", suffix)
    if kind == "mongod":
        return ReplicaSet(place, record)
    return EmbeddedDatabase(place, record)
