"""Whose console is closed is away after a while, then off, and themselves again when they come back."""

from datetime import timedelta

import pytest

from backend.employees.absence import Patience
from backend.employees.attendance import Attendance
from backend.employees.store import EmployeeStore
from tests.support.staff import PASSWORD, bearer, session, take_on

pytestmark = pytest.mark.database
PATIENCE = Patience(away=timedelta(minutes=15), off=timedelta(minutes=60))


@pytest.fixture
def attendance(hands, employees, database):
    return Attendance(database, EmployeeStore(database), hands, PATIENCE)


@pytest.fixture
def ana(employees, attendance, admin):
    """Ana at her console: what she got when she signed in."""
    take_on(employees, admin)
    return session(employees, "ana@example.com", PASSWORD)


def pass_time(hands, attendance, minutes):
    """Let so many minutes go by, a look at everybody in each of them."""
    for _minute in range(minutes):
        hands.turn(timedelta(minutes=1))
        attendance.go_round()


def there(database, opened):
    return EmployeeStore(database).get(opened["employee"]["id"]).availability


def renew(client, opened):
    answer = client.post("/api/v1/tokens", json={"refresh_token": opened["refresh_token"]})
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_who_was_not_seen_for_long_is_away_then_off_and_back_with_their_next_token(
    employees, hands, attendance, database, ana
):
    pass_time(hands, attendance, 14)
    assert there(database, ana) == "available"
    pass_time(hands, attendance, 2)
    assert there(database, ana) == "away"
    pass_time(hands, attendance, 45)
    assert there(database, ana) == "off"
    again = renew(employees, ana)
    assert again["employee"]["availability"] == "available"
    assert there(database, ana) == "available"


def test_a_console_that_renews_its_token_is_there_all_day(employees, hands, attendance, database, ana):
    for _time in range(10):
        pass_time(hands, attendance, 8)
        ana = renew(employees, ana)
    assert there(database, ana) == "available"


def test_signing_out_is_leaving_too(employees, hands, attendance, database, ana):
    employees.delete("/api/v1/sessions/current", json={"refresh_token": ana["refresh_token"]})
    pass_time(hands, attendance, 16)
    assert there(database, ana) == "away"
    came = session(employees, "ana@example.com", PASSWORD)
    assert came["employee"]["availability"] == "available"


def test_nobody_is_blamed_for_a_time_in_which_nobody_looked(hands, attendance, database, ana):
    hands.turn(timedelta(hours=9))
    attendance.go_round()
    assert there(database, ana) == "available"
    pass_time(hands, attendance, 16)
    assert there(database, ana) == "away"


def test_a_colleague_does_not_see_why(employees, hands, attendance, database, ana):
    pass_time(hands, attendance, 16)
    listed = employees.get("/api/v1/employees", headers=bearer(session(employees))).get_json()["employees"]
    [seen] = [one for one in listed if one["id"] == ana["employee"]["id"]]
    assert seen["availability"] == "away"
    assert "gone_from" not in seen
