"""The watch: each percentage of each promise is told once, at its time or as soon as it can be."""

from datetime import timedelta
from uuid import uuid4

from backend.incidents import rules, sorting
from shared.contracts.promise_events import IncidentWarned
from shared.contracts.vocabulary import Priority, Role
from tests.support.openings import ANA, MARTA, NOON
from tests.support.promised import EVERYBODY, URGENT, book, changed
from tests.support.watching import WatchedShop, hours

TUESDAY = NOON.replace(hour=10)
SECOND = timedelta(seconds=1)


def test_nobody_is_told_before_its_time_and_everybody_once_at_it() -> None:
    shop = WatchedShop(TUESDAY)
    shop.open()
    assert shop.at(TUESDAY + hours(1) - SECOND) == []
    assert shop.at(TUESDAY + hours(1)) == [("warned", 50)]
    assert shop.at(TUESDAY + hours(2) - SECOND) == []
    assert shop.at(TUESDAY + hours(2)) == [("breached", 100)]
    assert shop.at(TUESDAY + hours(6)) == []


def test_what_was_missed_while_all_was_down_is_told_once_and_in_its_order() -> None:
    shop = WatchedShop(TUESDAY)
    shop.open()
    shop.begin_anew()
    assert shop.at(TUESDAY + timedelta(days=9)) == [
        ("warned", 50),
        ("breached", 100),
        ("warned", 50),
        ("breached", 100),
    ]
    shop.begin_anew()
    assert shop.at(TUESDAY + timedelta(days=10)) == []


def test_two_that_watch_at_a_time_tell_it_once() -> None:
    shop = WatchedShop(TUESDAY)
    shop.open()
    shop.now = TUESDAY + hours(1)
    one = shop.watch
    shop.begin_anew()
    assert (one.go(), shop.watch.go()) == (1, 1)
    assert shop.at(shop.now) == [("warned", 50)]


def test_what_is_answered_while_it_is_decided_is_told_no_more() -> None:
    shop = WatchedShop(TUESDAY)
    incident_id = shop.open()
    shop.now = TUESDAY + hours(2)
    shop.watch.go()
    shop.move(incident_id, rules.reply, ANA, uuid4(), "Ahora lo miro.")
    assert shop.at(shop.now) == []


def test_nothing_is_told_of_what_waits() -> None:
    shop = WatchedShop(TUESDAY)
    incident_id = shop.open()
    shop.move(incident_id, rules.pause, ANA)
    assert shop.at(TUESDAY + hours(30)) == []
    shop.move(incident_id, rules.comment, MARTA, uuid4(), "Aquí está.")
    assert shop.at(shop.now + hours(1)) == [("warned", 50)]


def test_an_escalation_tells_who_leads_and_moves_it_once() -> None:
    shop = WatchedShop(TUESDAY)
    incident_id = shop.open()
    shop.move(incident_id, rules.reply, ANA, uuid4(), "Ahora lo miro.")
    shop.move(incident_id, rules.prioritize, ANA, Priority.URGENT)
    assert shop.at(TUESDAY + hours(3.2)) == [("warned", 80), ("transferred", None)]
    warned = next(one.event for one in shop.store.changes if isinstance(one.event, IncidentWarned))
    assert warned.roles == (Role.SUPERVISOR,)
    shop.move(incident_id, sorting.transfer, ANA, "returns")
    shop.begin_anew()
    assert shop.at(TUESDAY + hours(3.5)) == []
    assert shop.store.incidents[incident_id].team == "returns"


def test_what_becomes_more_urgent_is_due_by_the_policy_of_that() -> None:
    raising = {"target": "first-answer", "percent": 50, "priority": "urgent"}
    shop = WatchedShop(TUESDAY, book(changed(EVERYBODY, warnings=(), escalations=[raising]), URGENT))
    incident_id = shop.open()
    # By then the half hour that is promised to what is urgent is over.
    assert shop.at(TUESDAY + hours(1)) == [("warned", 50), ("prioritized", None), ("breached", 100)]
    assert shop.store.incidents[incident_id].priority is Priority.URGENT


def test_what_is_urgent_already_is_not_made_less_so() -> None:
    lowering = {"target": "resolution", "percent": 50, "priority": "high"}
    shop = WatchedShop(TUESDAY, book(changed(URGENT, escalations=[lowering])))
    incident_id = shop.open()
    shop.move(incident_id, rules.reply, ANA, uuid4(), "Ahora lo miro.")
    shop.move(incident_id, rules.prioritize, ANA, Priority.URGENT)
    assert shop.at(TUESDAY + hours(2)) == [("warned", 50)]
    assert shop.store.incidents[incident_id].priority is Priority.URGENT


def test_what_other_policies_reckoned_is_left_until_it_is_reckoned_anew() -> None:
    shop = WatchedShop(TUESDAY)
    shop.open()
    stricter = book(changed(EVERYBODY, goals={"first_answer": 60}), edition=2)
    shop.store.book = stricter
    assert shop.at(TUESDAY + hours(1)) == []
    shop.renew(stricter)
    assert shop.at(shop.now) == [("warned", 50), ("breached", 100)]
