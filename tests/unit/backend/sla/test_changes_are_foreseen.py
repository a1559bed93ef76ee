"""What other policies will make of the incidents under way, before they are saved."""

from datetime import timedelta

from backend.incidents import rules
from backend.incidents.policies import PolicyBook
from backend.sla.domain import next_policy, preview
from shared.contracts.promises import PolicyDraft, Preview
from tests.support.openings import ANA, NOON
from tests.support.promised import EVERYBODY, book, changed
from tests.support.watching import WatchedShop, hours, watched

TUESDAY = NOON.replace(hour=10)


def foreseen(shop: WatchedShop, after: PolicyBook) -> Preview:
    """Return what would become of the shop's incidents."""
    those = [watched(one) for one in shop.store.incidents.values()]
    return preview(those, shop.store.book, after, shop.now)


def test_it_counts_what_is_due_earlier_later_and_overdue_at_once() -> None:
    shop = WatchedShop(TUESDAY)
    shop.open()
    shop.now += hours(1.5)
    shop.open()
    stricter = book(changed(EVERYBODY, goals={"first_answer": 60, "resolution": 2000}))
    assert foreseen(shop, stricter) == Preview(
        incidents=2, earlier=2, later=2, promised=0, released=0, overdue=1
    )


def test_it_counts_what_is_promised_for_the_first_time_and_what_no_more() -> None:
    shop = WatchedShop(TUESDAY)
    shop.open()
    other = book(changed(EVERYBODY, goals={"first_answer": 120}))
    assert foreseen(shop, other).released == 1
    shop.renew(other)
    assert foreseen(shop, book()).promised == 1
    assert foreseen(shop, other) == Preview(
        incidents=1, earlier=0, later=0, promised=0, released=0, overdue=0
    )


def test_of_what_waits_nothing_is_due_by_any_policy() -> None:
    shop = WatchedShop(TUESDAY)
    incident_id = shop.open()
    shop.move(incident_id, rules.pause, ANA)
    shop.now += timedelta(days=3)
    found = foreseen(shop, book(changed(EVERYBODY, goals={"first_answer": 60})))
    # It waited from the first moment on, so none of its time is over.
    assert (found.incidents, found.overdue) == (1, 0)


def test_a_policy_keeps_its_name_and_gets_the_next_version() -> None:
    draft = PolicyDraft.model_validate(EVERYBODY.model_dump(exclude={"slug", "version"}))
    assert next_policy("everybody", None, draft) == EVERYBODY
    assert next_policy("everybody", EVERYBODY, draft).version == 2
