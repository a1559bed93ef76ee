"""Employees see where they are signed in, and sign out there; administrators do so for anybody."""

import pytest

from tests.support.staff import PASSWORD, bearer, session, take_on

pytestmark = pytest.mark.database
ANA = "ana@example.com"
SESSIONS = "/api/v1/sessions"


@pytest.fixture(autouse=True)
def broker_is_away(expected_log):
    """No broker runs here: what is asked of it is tested where one does."""
    expected_log("broker connections not closed")


@pytest.fixture
def ana_id(employees, admin):
    return take_on(employees, admin).get_json()["id"]


def signed_in_from(employees, device, address):
    body = {"email": ANA, "password": PASSWORD, "device": device}
    return employees.post(SESSIONS, json=body, environ_base={"REMOTE_ADDR": address}).get_json()


def listed(employees, headers, query=""):
    return employees.get(f"{SESSIONS}{query}", headers=headers).get_json()["sessions"]


def test_one_sees_where_one_is_signed_in(employees, ana_id):
    signed_in_from(employees, "desk at home", "203.0.113.7")
    here = bearer(signed_in_from(employees, "desk in the shop", "203.0.113.8"))
    shown = [(one["device"], one["address"], one["current"]) for one in listed(employees, here)]
    assert sorted(shown) == [
        ("desk at home", "203.0.113.7", False),
        ("desk in the shop", "203.0.113.8", True),
    ]
    assert all(one["opened_at"] and one["used_at"] for one in listed(employees, here))


def test_the_address_is_that_of_the_last_renewal(employees, ana_id):
    opened = signed_in_from(employees, "laptop", "203.0.113.7")
    body = {"refresh_token": opened["refresh_token"]}
    employees.post("/api/v1/tokens", json=body, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    (only,) = listed(employees, bearer(opened))
    assert (only["device"], only["address"]) == ("laptop", "203.0.113.9")


def test_who_is_signed_out_elsewhere_gets_no_new_token_and_does_nothing_more_here(employees, ana_id):
    there, here = (signed_in_from(employees, name, "203.0.113.7") for name in ("there", "here"))
    (ended,) = [one for one in listed(employees, bearer(here)) if not one["current"]]
    assert employees.delete(f"{SESSIONS}/{ended['id']}", headers=bearer(here)).status_code == 204
    renewal = employees.post("/api/v1/tokens", json={"refresh_token": there["refresh_token"]})
    assert renewal.status_code == 401
    assert employees.get(SESSIONS, headers=bearer(there)).status_code == 401
    assert [one["device"] for one in listed(employees, bearer(here))] == ["here"]
    assert employees.delete(f"{SESSIONS}/{ended['id']}", headers=bearer(here)).status_code == 404


def test_only_an_admin_sees_and_ends_the_sessions_of_others(employees, admin, ana_id):
    signed_in_from(employees, "there", "203.0.113.7")
    take_on(employees, admin, "b@example.com", "supervisor")
    other = bearer(session(employees, "b@example.com", PASSWORD))
    (shown,) = listed(employees, admin, f"?employee={ana_id}")
    assert employees.get(f"{SESSIONS}?employee={ana_id}", headers=other).status_code == 403
    assert employees.delete(f"{SESSIONS}/{shown['id']}", headers=other).status_code == 404
    assert employees.delete(f"{SESSIONS}/{shown['id']}", headers=admin).status_code == 204
    assert listed(employees, admin, f"?employee={ana_id}") == []


def test_another_password_ends_all_other_sessions(employees, ana_id):
    there, here = (signed_in_from(employees, name, "203.0.113.7") for name in ("there", "here"))
    place, new = "/api/v1/employees/me/password", "another one altogether"
    wrong = employees.put(place, json={"current_password": "not that", "password": new}, headers=bearer(here))
    assert wrong.status_code == 403
    own_name = {"current_password": PASSWORD, "password": "ana@example.com"}
    assert employees.put(place, json=own_name, headers=bearer(here)).status_code == 400
    right = {"current_password": PASSWORD, "password": new}
    assert employees.put(place, json=right, headers=bearer(here)).status_code == 204
    assert employees.get(SESSIONS, headers=bearer(there)).status_code == 401
    assert employees.get(SESSIONS, headers=bearer(here)).status_code == 200
    session(employees, ANA, new)
