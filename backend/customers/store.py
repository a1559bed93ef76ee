"""Where customers are kept: a change, the link it uses and its audit are one transaction."""

import re
from datetime import timedelta
from typing import Any

import structlog
from prometheus_client import Counter
from pydantic import ValidationError
from pymongo import ASCENDING
from pymongo.errors import DuplicateKeyError

from backend.customers.audit import AuditEntry, entry_of, to_document
from backend.customers.domain import (
    AccountState,
    Customer,
    Editor,
    Erasure,
    KnownEmailError,
    UnknownCustomerError,
)
from backend.customers.finding import keys_of, order_of
from backend.customers.one_time import OneTimeLink
from backend.customers.ports import Decision, LinkOverError
from backend.kit.mongo import ClientSession, Database, in_transaction
from shared.clock import Clock

log = structlog.stdlib.get_logger(__name__)
UNREADABLE = Counter("erasures_unreadable", "Failed tries to read an erasure that others are to be told of")
PENDING_LASTS = timedelta(days=30)
"""So long an account waits for its e-mail to be proved; then the database forgets it."""


class CustomerStore:
    """Customers by id, by e-mail and by the words that find them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._customers = database["customers"]
        self._links = database["links"]
        self._audit = database["audit"]
        self._erasures = database["erasures"]
        self._clock = clock

    def prepare(self) -> None:
        """Make the indexes, and give customers from before what they are found by; harmless when repeated."""
        self._customers.create_index("email", unique=True)
        self._customers.create_index("keys")
        self._customers.create_index([("order", ASCENDING), ("_id", ASCENDING)])
        self._customers.create_index("forget_at", expireAfterSeconds=0)
        self._audit.create_index("customer_id")
        for found in self._customers.find({"order": {"$exists": False}}):
            document = _to_document(_to_customer(found))
            self._customers.replace_one({"_id": document["_id"]}, document)

    def get(self, customer_id: str) -> Customer:
        """Return a customer; raise UnknownCustomerError."""
        return self._read(customer_id)

    def by_email(self, email: str) -> Customer | None:
        """Return the customer with this e-mail in its normal form."""
        found = self._customers.find_one({"email": email})
        return _to_customer(found) if found else None

    def add(self, customer: Customer, by: Editor | None = None) -> None:
        """Insert a customer; raise KnownEmailError."""

        def insert(session: ClientSession) -> None:
            self._customers.insert_one(_to_document(customer), session=session)
            self._note(entry_of("invited", None, customer, by, self._clock()), session)

        try:
            in_transaction(self._database, insert)
        except DuplicateKeyError as error:
            raise KnownEmailError("There is an account with this e-mail.") from error

    def change(
        self,
        customer_id: str,
        decide: Decision,
        *,
        using: OneTimeLink | None = None,
        by: Editor | None = None,
    ) -> Customer:
        """See Customers; a change ``by`` somebody of the staff is audited."""

        def attempt(session: ClientSession) -> Customer:
            before = self._read(customer_id, session)
            after = decide(before)
            if using is not None:
                self._use_up(using, session)
            if after.email != before.email:
                self._make_way(after, session)
            if after != before:
                # By _id alone: the transaction's write conflict is the concurrency control.
                self._customers.replace_one({"_id": customer_id}, _to_document(after), session=session)
                self._note(entry_of("changed", before, after, by, self._clock()), session)
            return after

        try:
            return in_transaction(self._database, attempt)
        except DuplicateKeyError as error:
            raise KnownEmailError("There is an account with this e-mail.") from error

    def remove(self, customer_id: str) -> None:
        """See Customers. The audit goes on telling who changed which field and when, without the values."""
        in_transaction(self._database, lambda session: self._remove(customer_id, session))

    def erase(self, erasure: Erasure) -> None:
        """See Customers."""

        def attempt(session: ClientSession) -> None:
            self._remove(erasure.id, session)
            if erasure.by is not None:
                entry = AuditEntry.of("erased", erasure.id, (), erasure.by, self._clock())
                self._note(entry, session)
            document = erasure.model_dump()
            kept = {"_id": document.pop("id"), **document}
            self._erasures.replace_one({"_id": erasure.id}, kept, upsert=True, session=session)

        in_transaction(self._database, attempt)

    def untold(self) -> list[Erasure]:
        """See Customers. One that can't be read holds up no other, and stays: somebody has a right to it."""
        readable = []
        for document in self._erasures.find():
            customer_id = document.pop("_id")
            try:
                readable.append(Erasure.model_validate({"id": customer_id, **document}))
            except ValidationError:  # which would repeat the address
                log.error("an erasure can't be read", customer_id=customer_id)  # noqa: TRY400
                UNREADABLE.inc()
        return readable

    def told(self, erasure: Erasure) -> None:
        """See Customers."""
        self._erasures.delete_one({"_id": erasure.id})

    def note_export(self, customer_id: str, by: Editor) -> None:
        """Note in the audit that somebody of the staff takes a customer's data out."""
        self._audit.insert_one(to_document(AuditEntry.of("exported", customer_id, (), by, self._clock())))

    def found_by(self, words: list[str], after: tuple[str, str] | None, limit: int) -> list[Customer]:
        """Return the first customers behind ``after`` (order, id) whose every word is found, by name."""
        query: dict[str, Any] = {}
        clauses: list[dict[str, Any]] = [{"keys": {"$regex": f"^{re.escape(word)}"}} for word in words]
        if after is not None:
            order, customer_id = after
            behind = [{"order": {"$gt": order}}, {"order": order, "_id": {"$gt": customer_id}}]
            clauses.append({"$or": behind})
        if clauses:
            query["$and"] = clauses
        found = self._customers.find(query).sort([("order", ASCENDING), ("_id", ASCENDING)]).limit(limit)
        return [_to_customer(document) for document in found]

    def audit_of(self, customer_id: str) -> list[AuditEntry]:
        """Return what the staff did with a customer, the latest first."""
        entries = [AuditEntry.read(found) for found in self._audit.find({"customer_id": customer_id})]
        return sorted(entries, key=lambda entry: (entry.at, entry.id), reverse=True)

    def _read(self, customer_id: str, session: ClientSession | None = None) -> Customer:
        found = self._customers.find_one({"_id": customer_id}, session=session)
        if found is None:
            raise UnknownCustomerError(customer_id)
        return _to_customer(found)

    def _remove(self, customer_id: str, session: ClientSession) -> None:
        self._customers.delete_one({"_id": customer_id}, session=session)
        self._links.delete_many({"customer_id": customer_id}, session=session)
        for found in list(self._audit.find({"customer_id": customer_id}, session=session)):
            found["changes"] = [{**one, "old": None, "new": None} for one in found["changes"]]
            self._audit.replace_one({"_id": found["_id"]}, found, session=session)

    def _use_up(self, link: OneTimeLink, session: ClientSession) -> None:
        """Of two who use one link at once, one finds it gone."""
        if not self._links.delete_one({"_id": link.id}, session=session).deleted_count:
            raise LinkOverError
        others = {"customer_id": link.customer_id, "purpose": link.purpose}
        self._links.delete_many(others, session=session)

    def _make_way(self, customer: Customer, session: ClientSession) -> None:
        """Remove an account that nobody has proved, in favour of who proved the same e-mail."""
        other = self._customers.find_one({"email": customer.email}, session=session)
        if other is None or other["_id"] == customer.id:
            return
        if _to_customer(dict(other)).state is not AccountState.PENDING:
            raise KnownEmailError("There is an account with this e-mail.")
        self._customers.delete_one({"_id": other["_id"]}, session=session)
        self._links.delete_many({"customer_id": other["_id"]}, session=session)

    def _note(self, entry: AuditEntry | None, session: ClientSession) -> None:
        if entry is not None:
            self._audit.insert_one(to_document(entry), session=session)


def _to_document(customer: Customer) -> dict[str, Any]:
    document = customer.model_dump(exclude={"birth_date"})
    born = customer.birth_date.isoformat() if customer.birth_date else None
    kept = {**document, "birth_date": born, "keys": keys_of(customer), "order": order_of(customer)}
    if customer.state is AccountState.PENDING:
        kept["forget_at"] = customer.created_at + PENDING_LASTS
    return {"_id": kept.pop("id"), **kept}


def _to_customer(found: dict[str, Any]) -> Customer:
    """Read a document; those from before have ``active`` instead of a state."""
    if "active" in found:
        found["state"] = AccountState.ACTIVE if found.pop("active") else AccountState.BLOCKED
    for name in ("keys", "order", "forget_at"):
        found.pop(name, None)
    return Customer.model_validate({"id": found.pop("_id"), **found})
