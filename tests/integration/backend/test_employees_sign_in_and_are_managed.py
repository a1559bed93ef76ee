import threading

import jwt
import pytest

from backend.employees.app import create_app
from backend.employees.domain import LastAdminError, changed
from backend.employees.store import EmployeeStore
from shared.contracts.vocabulary import Role
from tests.support.staff import ADMIN, PASSWORD, bearer, change, session, take_on

pytestmark = pytest.mark.database


def test_the_first_admin_signs_in_and_gets_a_token_for_services_and_broker(employees):
    opened = session(employees)
    claims = jwt.decode(opened["access_token"], options={"verify_signature": False})
    assert claims["role"] == "admin"
    assert claims["aud"] == ["ventanilla", "rabbitmq"]
    assert claims["exp"] - claims["iat"] == opened["expires_in"] == 600
    assert opened["employee"]["id"] == claims["sub"]
    assert "password" not in str(opened["employee"])


def test_services_that_start_at_once_make_one_first_admin(employees_settings, database):
    failures = []

    def start():
        try:
            create_app(employees_settings)
        except Exception as error:  # noqa: BLE001
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(list(database.employees.find())) == 1


def test_every_reason_for_a_refusal_gets_the_same_answer(employees, admin):
    taken = take_on(employees, admin).get_json()
    change(employees, admin, taken["id"], {"role": "supervisor"})
    tries = [
        {"email": "nobody@example.com", "password": PASSWORD},
        {"email": "ana@example.com", "password": "wrong password"},
        {"email": "not an address", "password": PASSWORD},
    ]
    answers = [employees.post("/api/v1/sessions", json=attempt) for attempt in tries]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1


def test_guessing_is_locked_also_for_those_who_are_nobody(employees):
    for email in ("admin@example.com", "nobody@example.com"):
        attempt = {"email": email, "password": "wrong password"}
        answers = [employees.post("/api/v1/sessions", json=attempt) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [401] * 5 + [429]
        assert int(answers[-1].headers["Retry-After"]) > 0
    right = employees.post("/api/v1/sessions", json=ADMIN)
    assert right.status_code == 429


@pytest.mark.parametrize("operator", [{"$ne": None}, {"$gt": ""}, ["admin@example.com"], 7, None, True])
@pytest.mark.parametrize("field", ["email", "password"])
def test_nothing_but_text_reaches_the_database(employees, field, operator):
    assert employees.post("/api/v1/sessions", json={**ADMIN, field: operator}).status_code == 400


def test_a_refresh_token_is_exchanged_for_the_next(employees):
    first = session(employees)
    answer = employees.post("/api/v1/tokens", json={"refresh_token": first["refresh_token"]})
    assert answer.status_code == 200
    assert answer.get_json()["refresh_token"] != first["refresh_token"]
    assert answer.get_json()["employee"] == first["employee"]


def test_a_token_that_was_used_long_ago_ends_its_whole_session(employees):
    tokens = [session(employees)["refresh_token"]]
    for _ in range(2):
        answer = employees.post("/api/v1/tokens", json={"refresh_token": tokens[-1]})
        tokens.append(answer.get_json()["refresh_token"])
    assert employees.post("/api/v1/tokens", json={"refresh_token": tokens[0]}).status_code == 401
    assert employees.post("/api/v1/tokens", json={"refresh_token": tokens[-1]}).status_code == 401


def test_only_the_hash_of_a_refresh_token_is_kept(employees, database):
    secret = session(employees)["refresh_token"].partition(".")[2]
    assert secret not in str(list(database.sessions.find()))


@pytest.mark.parametrize("token", ["x", ".", "a.b", "." * 200, "\u0000", "{$ne: null}"])
def test_an_invented_refresh_token_is_refused(employees, token):
    assert employees.post("/api/v1/tokens", json={"refresh_token": token}).status_code == 401


def test_signing_out_ends_this_session_and_no_other(employees):
    one, other = session(employees), session(employees)
    assert employees.delete("/api/v1/sessions/current", headers=bearer(one)).status_code == 204
    ended = employees.post("/api/v1/tokens", json={"refresh_token": one["refresh_token"]})
    kept = employees.post("/api/v1/tokens", json={"refresh_token": other["refresh_token"]})
    assert (ended.status_code, kept.status_code) == (401, 200)


def test_an_admin_takes_somebody_on_who_then_signs_in_however_they_write_their_address(employees, admin):
    answer = take_on(employees, admin)
    assert answer.headers["Location"] == f"/api/v1/employees/{answer.get_json()['id']}"
    assert session(employees, " ANA@Example.com ", PASSWORD)["employee"]["name"] == "Ana"


def test_one_address_has_one_account(employees, admin):
    take_on(employees, admin)
    body = {"name": "B", "email": "ANA@example.com", "role": "agent", "language": "es", "password": PASSWORD}
    assert employees.post("/api/v1/employees", json=body, headers=admin).status_code == 409


@pytest.mark.parametrize(
    ("method", "path"),
    [("post", "/employees"), ("patch", "/employees/e-aaaaaaaa"), ("post", "/teams")],
)
@pytest.mark.parametrize("role", ["agent", "supervisor"])
def test_only_an_admin_changes_anything(employees, admin, method, path, role):
    take_on(employees, admin, "b@example.com", role)
    headers = bearer(session(employees, "b@example.com", PASSWORD))
    answer = getattr(employees, method)(f"/api/v1{path}", json={"role": "admin"}, headers=headers)
    assert answer.status_code == 403
    assert employees.get("/api/v1/employees", headers=headers).status_code == 200


def test_who_is_disabled_is_out_at_once_and_the_broker_is_asked_though_it_is_down(
    employees, admin, expected_log
):
    expected_log("broker connections not closed")
    taken = take_on(employees, admin).get_json()
    opened = session(employees, "ana@example.com", PASSWORD)
    answer = change(employees, admin, taken["id"], {"active": False})
    assert answer.get_json()["active"] is False
    renewal = employees.post("/api/v1/tokens", json={"refresh_token": opened["refresh_token"]})
    again = employees.post("/api/v1/sessions", json={"email": "ana@example.com", "password": PASSWORD})
    assert (renewal.status_code, again.status_code) == (401, 401)
    assert any("broker connections not closed" in text for text in expected_log.texts())


@pytest.mark.parametrize(("loss", "status"), [({"active": False}, 401), ({"role": "supervisor"}, 403)])
def test_who_is_no_admin_any_more_manages_nobody_though_their_token_still_says_so(
    employees, admin, expected_log, loss, status
):
    expected_log("broker connections not closed")
    taken = take_on(employees, admin, role="admin").get_json()
    former = bearer(session(employees, "ana@example.com", PASSWORD))
    change(employees, admin, taken["id"], loss)
    friend = {"name": "B", "email": "b@example.com", "role": "admin", "language": "es", "password": PASSWORD}
    team = {"slug": "gifts", "names": {"es": "Regalos"}}
    tries = [
        employees.post("/api/v1/employees", json=friend, headers=former),
        change(employees, former, taken["id"], {"name": "C"}, version=2),
        employees.post("/api/v1/teams", json=team, headers=former),
    ]
    assert [answer.status_code for answer in tries] == [status] * 3


def test_a_change_names_the_version_that_was_seen(employees, admin):
    taken = take_on(employees, admin)
    place = taken.headers["Location"]
    assert taken.headers["ETag"] == employees.get(place, headers=admin).headers["ETag"] == '"1"'
    assert employees.patch(place, json={"name": "B"}, headers=admin).status_code == 428
    first = change(employees, admin, taken.get_json()["id"], {"name": "B"})
    assert (first.status_code, first.headers["ETag"]) == (200, '"2"')
    late = change(employees, admin, taken.get_json()["id"], {"name": "C"})
    assert (late.status_code, late.headers["ETag"]) == (412, '"2"')
    assert late.get_json()["current"]["name"] == "B"
    assert employees.get(place, headers=admin).get_json()["name"] == "B"


def test_who_was_taken_on_before_there_were_versions_is_in_the_first(employees, admin, database):
    taken = take_on(employees, admin).get_json()
    database.employees.update_one({"_id": taken["id"]}, {"$unset": {"version": ""}})
    assert change(employees, admin, taken["id"], {"name": "B"}).headers["ETag"] == '"2"'


def test_an_admin_cannot_shut_themselves_out(employees, admin):
    own = session(employees)["employee"]["id"]
    for loss in ({"active": False}, {"role": "agent"}):
        answer = change(employees, admin, own, loss)
        assert answer.status_code == 409


def test_two_admins_who_demote_each_other_at_once_leave_one(employees, admin, database):
    store = EmployeeStore(database)
    first = session(employees)["employee"]["id"]
    second = take_on(employees, admin, "b@example.com", "admin").get_json()["id"]
    interrupted = []

    def demote_second(found, admins):
        if not interrupted:
            interrupted.append(True)
            store.change(first, lambda found, left: changed(found, second, left, role=Role.AGENT))
        return changed(found, first, admins, role=Role.AGENT)

    with pytest.raises(LastAdminError):
        store.change(second, demote_second)
    assert [found["_id"] for found in database.employees.find() if found["role"] == "admin"] == [second]


@pytest.mark.parametrize("path", ["e-zzzzzzzz", "e-*", "c-aaaaaaaa", "..", "e-" + "a" * 500])
def test_a_stranger_is_not_found_and_a_bad_id_refused(employees, admin, path):
    answer = employees.get(f"/api/v1/employees/{path}", headers=admin)
    assert answer.status_code in {400, 404}
    assert answer.mimetype == "application/problem+json"


def test_teams_are_added_once(employees, admin):
    team = {"slug": "gifts", "names": {"es": "Regalos", "en": "Gifts"}}
    assert employees.post("/api/v1/teams", json=team, headers=admin).status_code == 201
    assert employees.post("/api/v1/teams", json=team, headers=admin).status_code == 409
    kept = {**team, "assignment": "manual"}
    assert kept in employees.get("/api/v1/teams", headers=admin).get_json()["teams"]
