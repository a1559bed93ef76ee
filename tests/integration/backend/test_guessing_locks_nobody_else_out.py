"""Guessing a password is slowed down where the guesses come from, and keeps nobody else out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from backend.customers.app import create_app as create_customers
from backend.employees.app import create_app as create_employees
from backend.kit.lockout import FREE_EVERYWHERE, FREE_FAILURES, LockedError, Lockout
from shared.messaging.memory import MemoryPublisher
from tests.support.hands import Hands
from tests.support.staff import ADMIN

pytestmark = pytest.mark.database
WHO, HOME, AWAY = "admin@example.com", "203.0.113.1", "203.0.113.2"


@pytest.fixture
def clock():
    return Hands(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))


@pytest.fixture
def lockout(database, clock):
    made = Lockout(database, clock)
    made.prepare()
    return made


def waits(lockout: Lockout, place: str, who: str = WHO) -> int:
    try:
        lockout.check(who, place)
    except LockedError as error:
        return error.seconds
    return 0


def guess(lockout: Lockout, places: Callable[[int], str], times: int) -> None:
    for number in range(times):
        lockout.failed(WHO, places(number))


def test_each_failure_beyond_the_free_ones_locks_twice_as_long(lockout, clock):
    guess(lockout, lambda _: AWAY, FREE_FAILURES - 1)
    assert waits(lockout, AWAY) == 0
    seen = []
    for _ in range(7):
        lockout.failed(WHO, AWAY)
        seen.append(waits(lockout, AWAY) - 1)
        clock.turn(timedelta(seconds=seen[-1]))
        assert waits(lockout, AWAY) == 0
    assert seen == [30, 60, 120, 240, 480, 900, 900]


def test_somebody_elsewhere_is_not_kept_out(lockout):
    guess(lockout, lambda _: AWAY, 20)
    assert waits(lockout, AWAY) > 0
    assert waits(lockout, HOME) == 0


def test_one_place_cannot_reach_the_ceiling_however_long_it_tries(lockout, clock):
    for _ in range(3):
        for _ in range(24 * 3600 // 900 + 10):
            clock.turn(timedelta(seconds=waits(lockout, AWAY)))
            lockout.failed(WHO, AWAY)
    assert waits(lockout, HOME) == 0


def test_many_places_together_are_slowed_down(lockout):
    guess(lockout, lambda number: f"198.51.100.{number}", FREE_EVERYWHERE)
    assert waits(lockout, HOME) > 0
    assert waits(lockout, HOME, "somebody.else@example.com") == 0


def test_where_one_has_signed_in_before_one_gets_in_all_the_same(lockout, clock):
    lockout.succeeded(WHO, HOME)
    guess(lockout, lambda number: f"198.51.100.{number}", FREE_EVERYWHERE)
    assert waits(lockout, AWAY) > 0
    assert waits(lockout, HOME) == 0
    clock.turn(timedelta(days=61))
    guess(lockout, lambda number: f"198.51.100.{number}", FREE_EVERYWHERE)
    assert waits(lockout, HOME) > 0


def test_a_known_place_is_locked_by_its_own_failures(lockout):
    lockout.succeeded(WHO, HOME)
    guess(lockout, lambda _: HOME, FREE_FAILURES)
    assert waits(lockout, HOME) > 0
    lockout.succeeded(WHO, HOME)
    assert waits(lockout, HOME) == 0


def test_a_days_failures_are_forgotten(lockout, clock):
    guess(lockout, lambda _: HOME, FREE_FAILURES - 1)
    clock.turn(timedelta(days=1))
    lockout.failed(WHO, HOME)
    assert waits(lockout, HOME) == 0


def test_neither_emails_nor_addresses_are_kept(lockout, database):
    lockout.failed(WHO, HOME)
    lockout.succeeded(WHO, AWAY)
    kept = str(list(database.sign_in_failures.find()))
    assert WHO not in kept
    assert HOME not in kept
    assert AWAY not in kept


def attempt(client, password: str, place: str, forwarded: str = ""):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    body = {"email": WHO, "password": password}
    return client.post("/api/v1/sessions", json=body, headers=headers, environ_base={"REMOTE_ADDR": place})


def test_a_stranger_cannot_keep_an_employee_out(employees):
    for _ in range(FREE_FAILURES + 3):
        answer = attempt(employees, "not that one at all", AWAY)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert attempt(employees, ADMIN["password"], HOME).status_code == 201


def test_nobody_escapes_by_naming_another_address(employees):
    answers = [
        attempt(employees, "not that one at all", AWAY, forwarded=f"198.51.100.{number}").status_code
        for number in range(FREE_FAILURES + 1)
    ]
    assert answers == [401] * FREE_FAILURES + [429]


def test_behind_a_proxy_the_address_is_the_one_that_it_names(employees_settings, database):
    behind = create_employees(employees_settings.model_copy(update={"trusted_proxies": 1})).test_client()
    for _ in range(FREE_FAILURES + 1):
        answer = attempt(behind, "not that one at all", "10.0.0.1", forwarded=f"forged, {AWAY}")
    assert answer.status_code == 429
    assert attempt(behind, ADMIN["password"], "10.0.0.1", forwarded=HOME).status_code == 201


def test_customers_counts_by_whom_the_web_form_names(customers_settings, database, broker):
    settings = customers_settings.model_copy(update={"trusted_proxies": 1})
    service = create_customers(settings, MemoryPublisher(broker)).test_client()
    for _ in range(FREE_FAILURES + 1):
        answer = attempt(service, "not that one at all", "127.0.0.1", forwarded=AWAY)
    assert answer.status_code == 429
    assert attempt(service, "not that one at all", "127.0.0.1", forwarded=HOME).status_code == 401
