"""Fills a stack with the shop: its people, what it knows and its past, once."""

from datetime import datetime

from backend.incidents.store import IncidentStore
from backend.kit.mongo import connect
from deploy.demo.history import History
from deploy.demo.knowledge import announced, publish
from deploy.demo.macros import write_macros
from deploy.demo.people import PEOPLE, Staff
from deploy.demo.sharing import hand_out
from deploy.local.record import Record
from deploy.local.stack import Stack
from deploy.local.terminal import done, step
from shared.clock import utc_now
from shared.contracts.knowledge import KnownIncident
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
        write_macros(staff, author, stack.url("knowledge"))
        known = announced(staff, author, stack.url("knowledge"))
    database = connect(stack.settings("intake")["MONGODB_URI"], "demo")
    # Whoever sees that time is over must not see it in a past that is not written to its end.
    stack.stop_part(WATCH)
    try:
        is_new = write_past(staff, IncidentStore(database, "intake"), stack.record, known)
    finally:
        database.client.close()
        stack.start_part(WATCH)
    if is_new:  # not earlier: what is handed out while its past is being written would have two presents
        with step("Having the incidents of one team handed out"):
            hand_out(staff, stack.url("employees"))
    return staff


def write_past(
    staff: Staff, store: IncidentStore, record: Record, known: KnownIncident | None = None
) -> bool:
    """Write the past into an empty desk, or finish one whose writing was interrupted; tell whether it did."""
    begun = record.name(_BEGUN)
    if not begun and store.queue():
        done("The desk has its past already")
        return False
    now = datetime.fromisoformat(begun) if begun else utc_now()
    # Kept while it is being written: the same moment tells the same past, so that it can go on.
    _keep(record, now.isoformat())
    with step("Writing the incidents of the past five days"):
        History(staff, now, known=known).write(store)
    _keep(record, "")
    return True


def _keep(record: Record, begun: str) -> None:
    record.remember(_BEGUN, begun)
    record.save()
