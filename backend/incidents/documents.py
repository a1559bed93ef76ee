"""How an incident is kept in the database, and read back: the whole of it, or its row."""

from typing import Any

from backend.incidents.model import Incident
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import ERASED_NAME

ROW_FIELDS = {name: 1 for name in IncidentRow.model_fields if name not in {"id", "customer_name"}}
ROW_FIELDS["contact.name"] = 1
"""What a row is made of."""
RowFields = dict[str, Any]
"""The fields of an IncidentRow as they were kept, not validated once more."""


def to_document(incident: Incident) -> dict[str, Any]:
    """Return what the collection ``incidents`` keeps."""
    document = incident.model_dump()
    return {"_id": document.pop("id"), **document}


def to_incident(found: dict[str, Any]) -> Incident:
    """Read an incident."""
    return Incident.model_validate({"id": found.pop("_id"), **found})


def to_fields(found: dict[str, Any]) -> RowFields:
    """Take a row's fields out of a document that has at least ROW_FIELDS of it, and nothing else."""
    name = (found.pop("contact", None) or {}).get("name", ERASED_NAME)
    return {"id": found.pop("_id"), "customer_name": name, **found}


def to_row(found: dict[str, Any]) -> IncidentRow:
    """Read a row out of such a document."""
    return IncidentRow.model_validate(to_fields(found))
