"""An incident in which a word stands that is nowhere else, and all that a database keeps: to look for it."""

from typing import Any

from backend.incidents import rules
from backend.incidents.keeping import keep_promises
from backend.incidents.model import Incident
from backend.incidents.policies import PolicyBook
from backend.incidents.store import IncidentStore
from backend.kit.mongo import Database
from shared.contracts.resources import Contact
from tests.support.openings import MARTA, NOON, cause, opening

MARK = "Zqxzq"
EMAIL = f"{MARK.lower()}@example.org"


def open_one(
    store: IncidentStore, customer_id: str | None = MARTA.id, email: str = EMAIL, **more: Any
) -> Incident:
    """Open an incident with the mark in its words and in its person."""
    contact = Contact(name=f"{MARK} Ruiz", email=email, customer_id=customer_id)
    command = opening().model_copy(
        update={"contact": contact, "subject": f"La {MARK}", "description": f"Se rompió la {MARK}.", **more}
    )
    change = keep_promises(rules.open_incident(command, NOON), PolicyBook())
    store.open_many([(change, cause(change.incident.id))])
    return change.incident


def everything(database: Database) -> str:
    """Return all that the database keeps, but for what is on its way to the broker."""
    names = [name for name in database.list_collection_names() if name != "outbox"]
    return "\n".join(str(document) for name in names for document in database[name].find()).lower()
