from datetime import UTC, datetime, timedelta

import pytest

from backend.employees.absence import Patience, back, left
from backend.employees.domain import Employee, turned
from backend.employees.handlers import NewEmployee, take_on
from shared.contracts.vocabulary import Availability, Language, Role

NINE = datetime(2026, 1, 2, 9, tzinfo=UTC)
PATIENCE = Patience(away=timedelta(minutes=15), off=timedelta(minutes=60))


def employee(availability: Availability = Availability.AVAILABLE, **fields: object) -> Employee:
    usual = NewEmployee("Ana", "ana@example.com", Role.AGENT, ("shipping",), Language.SPANISH, "hash")
    made = take_on(usual, lambda: NINE - timedelta(days=9))
    return turned(made, availability, NINE - timedelta(hours=2)).model_copy(update=fields)


def unseen_for(minutes: float, someone: Employee) -> Employee:
    """Return somebody who was last seen at nine, as they are so many minutes later."""
    return left(someone, NINE, NINE + timedelta(minutes=minutes), PATIENCE)


@pytest.mark.parametrize("said", [Availability.AVAILABLE, Availability.BUSY])
def test_who_is_not_seen_for_a_while_is_away_and_later_off(said):
    ana = employee(said)
    assert unseen_for(14, ana) is ana
    away = unseen_for(15, ana)
    assert (away.availability, away.gone_from, away.version) == (Availability.AWAY, said, ana.version + 1)
    assert away.available_since == NINE + timedelta(minutes=15)
    assert unseen_for(59, away) is away
    off = unseen_for(60, away)
    assert (off.availability, off.gone_from) == (Availability.OFF, said)
    assert unseen_for(600, off) is off


def test_who_comes_back_is_as_they_were():
    gone = unseen_for(60, employee(Availability.BUSY))
    came = back(gone, NINE + timedelta(hours=3))
    assert (came.availability, came.gone_from) == (Availability.BUSY, None)
    assert back(came, NINE) is came


def test_who_said_that_they_are_off_stays_off():
    ana = employee(Availability.OFF)
    assert unseen_for(600, ana) is ana
    assert back(ana, NINE) is ana


def test_who_said_that_they_are_away_and_does_not_come_back_is_off():
    off = unseen_for(60, employee(Availability.AWAY))
    assert (off.availability, off.gone_from) == (Availability.OFF, Availability.AWAY)


def test_what_somebody_says_themselves_counts_as_being_seen_and_is_not_taken_back():
    gone = unseen_for(20, employee())
    said = turned(gone, Availability.AWAY, NINE + timedelta(minutes=30))
    assert said.gone_from is None
    assert back(said, NINE) is said
    here = turned(gone, Availability.AVAILABLE, NINE + timedelta(minutes=30))
    assert unseen_for(44, here) is here
    assert unseen_for(45, here).availability is Availability.AWAY


def test_who_is_new_or_does_not_work_here_is_left_alone():
    new = employee(created_at=NINE + timedelta(minutes=50), available_since=None)
    assert unseen_for(60, new) is new
    former = employee(active=False)
    assert unseen_for(600, former) is former
