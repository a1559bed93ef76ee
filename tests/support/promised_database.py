"""Policies and calendars in a real database, as ``sla`` keeps them."""

from backend.kit.audit import AuditEntry
from backend.kit.edits import Edit
from backend.kit.mongo import Database
from backend.sla.store import PromiseStore
from shared.contracts.promises import CalendarDefinition, PolicyDefinition
from tests.support.openings import ANA, NOON, cause
from tests.support.promised import ALWAYS, EVERYBODY, OFFICE, URGENT


def promise(
    database: Database,
    *policies: PolicyDefinition,
    calendars: tuple[CalendarDefinition, ...] = (OFFICE, ALWAYS),
) -> PromiseStore:
    """Have these policies count, or both of the shop's; each change is an edition of its own."""
    store = PromiseStore(database)
    for calendar in calendars:
        store.calendars.put(Edit(calendar), _entry(f"calendar:{calendar.slug}", calendar.version), cause())
    for policy in policies or (EVERYBODY, URGENT):
        store.policies.put(Edit(policy), _entry(f"policy:{policy.slug}", policy.version), cause())
    return store


def _entry(of: str, version: int) -> AuditEntry:
    return AuditEntry.note(of, "defined", version, ANA, NOON)
