"""What the staff did with a customer's account: who, when, what. Entries are added, never changed."""

from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime

from backend.customers.domain import Customer, Editor, difference
from shared.contracts.resources import Contract, FieldChange
from shared.contracts.vocabulary import CustomerId
from shared.ids import uuid7

What = Literal["invited", "changed", "exported", "erased"]


class AuditEntry(Contract):
    """One change; ``changes`` has no secrets, and no values once the customer was erased."""

    id: UUID
    customer_id: CustomerId
    what: What
    by: Editor
    at: AwareDatetime
    changes: tuple[FieldChange, ...] = ()

    @classmethod
    def of(
        cls, what: What, customer_id: str, changes: tuple[FieldChange, ...], by: Editor, at: datetime
    ) -> Self:
        """Return a new entry."""
        return cls(id=uuid7(at), customer_id=customer_id, what=what, by=by, at=at, changes=changes)

    @classmethod
    def read(cls, found: dict[str, Any]) -> Self:
        """Return an entry as the database has it."""
        return cls.model_validate({"id": found.pop("_id"), **found})


def entry_of(
    what: What, before: Customer | None, after: Customer, by: Editor | None, at: datetime
) -> AuditEntry | None:
    """Return the entry for a change by the staff; None for a customer's own."""
    if by is None:
        return None
    changes = difference(before, after) if before else ()
    return AuditEntry.of(what, after.id, changes, by, at)


def to_document(entry: AuditEntry) -> dict[str, Any]:
    """Return what the database keeps."""
    document = entry.model_dump()
    return {"_id": document.pop("id"), **document}
