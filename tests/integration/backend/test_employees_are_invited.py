"""Who is taken on without a password is handed a code, and chooses name and password with it, once."""

from datetime import timedelta

import pytest

from tests.support.staff import PASSWORD, change, session, try_session

pytestmark = pytest.mark.database
EVA = "eva@example.com"
ACCEPT = "/api/v1/acceptances"


def invite(employees, admin, **more):
    body = {"email": EVA, "role": "agent", "language": "es", **more}
    answer = employees.post("/api/v1/employees", json=body, headers=admin)
    assert answer.status_code == 201, answer.text
    return answer.get_json()


def accept(employees, code, name="Eva", password=PASSWORD):
    return employees.post(ACCEPT, json={"code": code, "name": name, "password": password})


def seen(employees, admin, invited):
    return employees.get(f"/api/v1/employees/{invited['id']}", headers=admin).get_json()


def test_who_is_invited_chooses_a_name_and_a_password(employees, admin):
    invited = invite(employees, admin)
    pending = seen(employees, admin, invited)
    assert (pending["active"], pending["invited_until"]) == (False, invited["invitation"]["expires_at"])
    assert pending["name"] == "eva"
    assert try_session(employees, EVA, PASSWORD).status_code == 401
    assert accept(employees, invited["invitation"]["code"]).status_code == 204
    assert session(employees, EVA, PASSWORD)["employee"]["name"] == "Eva"
    assert seen(employees, admin, invited)["invited_until"] is None


def test_an_invitation_works_once_and_for_three_days(hands, employees, admin):
    code = invite(employees, admin)["invitation"]["code"]
    hands.turn(timedelta(hours=72))
    assert accept(employees, code).status_code == 410
    hands.turn(timedelta(seconds=-1))
    assert accept(employees, code).status_code == 204
    assert accept(employees, code, "Mallory", "something else entirely").status_code == 410
    session(employees, EVA, PASSWORD)


def test_inviting_again_makes_the_code_from_before_worthless(employees, admin):
    invited = invite(employees, admin)
    place = f"/api/v1/employees/{invited['id']}/invitation"
    again = employees.post(place, headers=admin).get_json()
    assert accept(employees, invited["invitation"]["code"]).status_code == 410
    assert accept(employees, again["code"]).status_code == 204
    assert employees.post(place, headers=admin).status_code == 409


def test_an_invitation_can_be_taken_back(employees, admin):
    invited = invite(employees, admin)
    answer = employees.delete(f"/api/v1/employees/{invited['id']}/invitation", headers=admin)
    assert (answer.status_code, answer.get_json()["invited_until"]) == (200, None)
    assert accept(employees, invited["invitation"]["code"]).status_code == 410


@pytest.mark.parametrize("password", ["short", "123456789012", "eva@example.com"])
def test_a_password_that_is_easy_to_guess_leaves_the_invitation_as_it_is(employees, admin, password):
    code = invite(employees, admin)["invitation"]["code"]
    assert accept(employees, code, password=password).status_code == 400
    assert accept(employees, code).status_code == 204


def test_nobody_lets_in_who_has_not_come_yet(employees, admin):
    invited = invite(employees, admin, role="admin")
    assert change(employees, admin, invited["id"], {"active": True}).status_code == 409
    assert change(employees, admin, invited["id"], {"role": "agent"}).status_code == 200


def test_the_code_is_shown_once_and_not_kept(employees, admin, database):
    code = invite(employees, admin)["invitation"]["code"]
    everybody = employees.get("/api/v1/employees", headers=admin).text
    assert code not in everybody + str(list(database.employees.find())) + str(list(database.audit.find()))


def test_a_password_needs_a_name(employees, admin):
    body = {"email": EVA, "role": "agent", "language": "es", "password": PASSWORD}
    assert employees.post("/api/v1/employees", json=body, headers=admin).status_code == 400
