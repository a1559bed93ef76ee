"""Fills a stack with the shop: its people, what it knows and its past, once."""

from datetime import datetime

from backend.incidents.store import IncidentStore
from backend.kit.mongo import connect
from deploy.demo.history import History
from deploy.demo.knowledge import publish
from deploy.demo.people import PEOPLE, Staff
from deploy.local.record import Record
from deploy.local.stack import Stack
from deploy.local.terminal import done, step
from shared.clock import utc_now
from shared.contracts.vocabulary import Role

_BEGUN = "demo-history"
WATCH = "sla-worker"


def furnish(stack: Stack) -> Staff:
    """Take on the people, publish what the shop knows and write the past, where that has not been done."""
    settings = stack.environment()
    staff = Staff(stack.url("employees"), settings["DEMO_PASSWORD"])
    with step("Taking on the staff of Casa Lumbre, a shop for the household"):
        staff.take_on(settings["ADMIN_EMAIL"], settings["ADMIN_PASSWORD"])
    with step("Publishing what the shop knows"):
        author = next(person for person in PEOPLE if person.role is Role.SUPERVISOR)
        publish(staff, author, stack.url("knowledge"))
    database = connect(stack.settings("intake")["MONGODB_URI"], "demo")
    # Whoever sees that time is over must not see it in a past that is not written to its end.
    stack.stop_part(WATCH)
    try:
        write_past(staff, IncidentStore(database, "intake"), stack.record)
    finally:
        database.client.close()
        stack.start_part(WATCH)
    return staff


def write_past(staff: Staff, store: IncidentStore, record: Record) -> None:
    """Write the past into an empty desk, or finish one whose writing was interrupted."""
    begun = record.name(_BEGUN)
    if not begun and store.queue():
        done("The desk has its past already")
        return
    now = datetime.fromisoformat(begun) if begun else utc_now()
    # Kept while it is being written: the same moment tells the same past, so that it can go on.
    _keep(record, now.isoformat())
    with step("Writing the incidents of the past five days"):
        History(staff, now).write(store)
    _keep(record, "")


def _keep(record: Record, begun: str) -> None:
    record.remember(_BEGUN, begun)
    record.save()
