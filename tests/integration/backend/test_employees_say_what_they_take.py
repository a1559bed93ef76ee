"""Who is there, what they take, and how a team shares its incidents, over HTTP on a real database."""

import pytest

from tests.integration.backend.conftest import ADMIN

pytestmark = pytest.mark.database
PASSWORD = "a password of their own"


def bearer(client, email=ADMIN["email"], password=ADMIN["password"]):
    answer = client.post("/api/v1/sessions", json={"email": email, "password": password})
    return {"Authorization": f"Bearer {answer.get_json()['access_token']}"}


@pytest.fixture
def admin(employees):
    return bearer(employees)


@pytest.fixture
def taken_on(employees, admin):
    """Return who takes somebody on and returns their id and their token."""

    def take_on(name, role="agent"):
        email = f"{name}@example.com"
        body = {"name": name, "email": email, "role": role, "teams": ["returns"], "language": "es"}
        answer = employees.post("/api/v1/employees", json={**body, "password": PASSWORD}, headers=admin)
        return answer.get_json()["id"], bearer(employees, email, PASSWORD)

    return take_on


def turn(client, employee_id, availability, who):
    url = f"/api/v1/employees/{employee_id}/availability"
    return client.put(url, json={"availability": availability}, headers=who)


def test_who_is_new_is_there_and_takes_everything(employees, admin, taken_on):
    ana, _ = taken_on("ana")
    found = employees.get(f"/api/v1/employees/{ana}", headers=admin).get_json()
    assert (found["availability"], found["skills"], found["languages"]) == ("available", [], [])
    assert found["capacity"] is None


def test_everybody_says_for_themselves_whether_they_are_there(employees, taken_on):
    ana, token = taken_on("ana")
    answer = turn(employees, ana, "away", token)
    assert answer.get_json()["availability"] == "away"
    assert answer.headers["ETag"] == '"2"'
    assert turn(employees, ana, "away", token).headers["ETag"] == '"2"'  # nothing new was said
    assert turn(employees, ana, "asleep", token).status_code == 400


def test_only_who_leads_says_it_for_others(employees, taken_on):
    ana, _ = taken_on("ana")
    _, colleague = taken_on("luis")
    _, supervisor = taken_on("eva", "supervisor")
    assert turn(employees, ana, "off", colleague).status_code == 403
    assert turn(employees, ana, "off", supervisor).get_json()["availability"] == "off"
    assert turn(employees, "e-nobodyatall", "off", supervisor).status_code == 404


def test_who_leads_says_what_somebody_takes_and_how_much(employees, taken_on):
    ana, token = taken_on("ana")
    _, supervisor = taken_on("eva", "supervisor")
    body = {"skills": ["returns", "damaged"], "languages": ["en"], "capacity": 8}
    url = f"/api/v1/employees/{ana}/duties"
    assert employees.put(url, json=body, headers=token).status_code == 403
    assert employees.put(url, json=body, headers=supervisor).status_code == 428
    answer = employees.put(url, json=body, headers={**supervisor, "If-Match": '"1"'})
    assert {key: answer.get_json()[key] for key in body} == body
    assert employees.put(url, json=body, headers={**supervisor, "If-Match": '"1"'}).status_code == 412
    without = employees.put(url, json={}, headers={**supervisor, "If-Match": '"2"'}).get_json()
    assert (without["skills"], without["languages"], without["capacity"]) == ([], [], None)


def test_who_led_and_leads_no_more_changes_nothing(employees, admin, taken_on):
    ana, _ = taken_on("ana")
    eva, supervisor = taken_on("eva", "supervisor")
    headers = {**admin, "If-Match": '"1"'}
    employees.patch(f"/api/v1/employees/{eva}", json={"role": "agent"}, headers=headers)
    assert turn(employees, ana, "off", supervisor).status_code == 403


def test_a_team_shares_by_hand_until_who_leads_says_otherwise(employees, admin, taken_on):
    _, token = taken_on("ana")
    team = {"slug": "returns", "names": {"es": "Devoluciones", "en": "Returns"}}
    assert employees.post("/api/v1/teams", json=team, headers=admin).get_json()["assignment"] == "manual"
    url = "/api/v1/teams/returns/assignment"
    assert employees.put(url, json={"mode": "round-robin"}, headers=token).status_code == 403
    answer = employees.put(url, json={"mode": "round-robin"}, headers=admin)
    assert answer.get_json() == {**team, "assignment": "round-robin"}
    found = employees.get("/api/v1/teams", headers=token).get_json()["teams"]
    assert [each["assignment"] for each in found] == ["round-robin"]
    gone = employees.put("/api/v1/teams/nowhere/assignment", json={"mode": "manual"}, headers=admin)
    assert gone.status_code == 404


def test_who_was_kept_before_there_were_duties_is_there_and_takes_everything(
    employees, admin, taken_on, database
):
    ana, _ = taken_on("ana")
    fields = ("skills", "languages", "capacity", "availability", "available_since")
    database["employees"].update_one({"_id": ana}, {"$unset": dict.fromkeys(fields, "")})
    assert employees.get(f"/api/v1/employees/{ana}", headers=admin).get_json()["availability"] == "available"
