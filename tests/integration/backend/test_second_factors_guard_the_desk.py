"""Who has a second factor needs a code of it to come in: each works once, and guesses are locked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from backend.employees.factors import Factors
from backend.employees.sealing import Seal
from backend.kit.lockout import FREE_FAILURES
from tests.support.staff import ADMIN, PASSWORD, bearer, code_of, enrolled, session, take_on, try_session

pytestmark = pytest.mark.database
ANA = "ana@example.com"
FACTOR = "/api/v1/employees/me/second-factor"
POLICY = "/api/v1/sign-in-policy"


@pytest.fixture(autouse=True)
def the_clock_stands_still(hands):
    """From before the service is made."""


@pytest.fixture
def ana(employees, admin):
    """The headers of Ana, who is signed in."""
    take_on(employees, admin)
    return bearer(session(employees, ANA, PASSWORD))


def problem(answer):
    return answer.status_code, answer.get_json()["type"].rpartition(":")[2]


def demand(employees, admin, version=1, required=True):
    headers = {**admin, "If-Match": f'"{version}"'}
    return employees.put(POLICY, json={"second_factor_required": required}, headers=headers)


def test_a_secret_counts_once_a_code_of_it_has_come(employees, ana, hands):
    proposed = employees.post(f"{FACTOR}/enrolments", json={"password": PASSWORD}, headers=ana).get_json()
    assert proposed["uri"].startswith(
        "otpauth://totp/Ventanilla:ana%40example.com?secret=" + proposed["secret"]
    )
    session(employees, ANA, PASSWORD)
    wrong = employees.put(FACTOR, json={"code": "000000"}, headers=ana)
    assert problem(wrong) == (403, "wrong-code")
    right = employees.put(FACTOR, json={"code": code_of(proposed["secret"], hands)}, headers=ana)
    assert len(set(right.get_json()["recovery_codes"])) == 10
    assert employees.get(FACTOR, headers=ana).get_json()["recovery_codes_left"] == 10
    assert problem(try_session(employees, ANA, PASSWORD)) == (401, "code-needed")


def test_a_proposed_secret_waits_for_a_quarter_of_an_hour(employees, ana, hands):
    first = employees.post(f"{FACTOR}/enrolments", json={"password": PASSWORD}, headers=ana).get_json()
    again = employees.post(f"{FACTOR}/enrolments", json={"password": PASSWORD}, headers=ana).get_json()
    hands.turn(timedelta(minutes=15))
    for proposed in (first, again):
        late = employees.put(FACTOR, json={"code": code_of(proposed["secret"], hands)}, headers=ana)
        assert late.status_code == 403


def test_nobody_learns_the_secret_that_another_enrols_with(employees, ana, hands):
    thief, owner = (
        employees.post(f"{FACTOR}/enrolments", json={"password": PASSWORD}, headers=ana).get_json()["secret"]
        for _ in range(2)
    )
    assert thief != owner
    assert employees.put(FACTOR, json={"code": code_of(owner, hands)}, headers=ana).status_code == 200
    assert problem(try_session(employees, ANA, PASSWORD, code_of(thief, hands, 1))) == (401, "wrong-code")
    assert employees.put(FACTOR, json={"code": code_of(thief, hands)}, headers=ana).status_code == 409


def test_a_code_is_not_taken_twice(employees, ana, hands):
    secret, _ = enrolled(employees, ana, hands)
    assert problem(try_session(employees, ANA, PASSWORD, code_of(secret, hands, -1))) == (401, "wrong-code")
    spaced = code_of(secret, hands)[:3] + " " + code_of(secret, hands)[3:]
    assert session(employees, ANA, PASSWORD, spaced)["employee"]["email"] == ANA
    assert problem(try_session(employees, ANA, PASSWORD, spaced)) == (401, "wrong-code")
    hands.turn(timedelta(seconds=30))
    session(employees, ANA, PASSWORD, code_of(secret, hands))


def test_a_recovery_code_works_once_however_it_is_typed(employees, ana, hands):
    _, codes = enrolled(employees, ana, hands)
    session(employees, ANA, PASSWORD, codes[3].upper().replace("-", " "))
    assert problem(try_session(employees, ANA, PASSWORD, codes[3])) == (401, "wrong-code")
    assert employees.get(FACTOR, headers=ana).get_json()["recovery_codes_left"] == 9


def test_neither_secrets_nor_recovery_codes_can_be_read_in_the_database(employees, ana, hands, database):
    secret, codes = enrolled(employees, ana, hands)
    kept = str([list(database[name].find()) for name in database.list_collection_names()])
    assert not any(text in kept for text in [secret, *codes, *(code.replace("-", "") for code in codes)])


def test_guessed_codes_lock_like_guessed_passwords(employees, ana, hands):
    secret, _ = enrolled(employees, ana, hands)
    for _ in range(FREE_FAILURES):
        try_session(employees, ANA, PASSWORD)
        assert try_session(employees, ANA, PASSWORD, "000000").status_code == 401
    assert try_session(employees, ANA, PASSWORD, code_of(secret, hands)).status_code == 429


def test_a_wrong_password_says_nothing_of_the_second_factor(employees, ana, hands):
    secret, _ = enrolled(employees, ana, hands)
    for code in (None, "000000", code_of(secret, hands)):
        assert problem(try_session(employees, ANA, "wrong password", code)) == (401, "sign-in-refused")
    session(employees, ANA, PASSWORD, code_of(secret, hands))


def test_fresh_recovery_codes_replace_the_old_ones(employees, ana, hands):
    secret, old = enrolled(employees, ana, hands)
    body = {"password": PASSWORD, "code": code_of(secret, hands)}
    fresh = employees.post(f"{FACTOR}/recovery-codes", json=body, headers=ana).get_json()["recovery_codes"]
    assert try_session(employees, ANA, PASSWORD, old[0]).status_code == 401
    session(employees, ANA, PASSWORD, fresh[0])


def test_removing_it_takes_password_and_code(employees, ana, hands):
    secret, _ = enrolled(employees, ana, hands)
    wrong = {"password": PASSWORD, "code": "000000"}
    assert problem(employees.post(f"{FACTOR}/removal", json=wrong, headers=ana)) == (403, "wrong-code")
    right = {**wrong, "code": code_of(secret, hands)}
    assert problem(employees.post(f"{FACTOR}/removal", json={**right, "password": "no"}, headers=ana)) == (
        403,
        "wrong-password",
    )
    assert employees.post(f"{FACTOR}/removal", json=right, headers=ana).status_code == 204
    session(employees, ANA, PASSWORD)


def test_inside_a_session_the_right_password_does_not_make_codes_free_to_guess(employees, ana, hands):
    enrolled(employees, ana, hands)
    body = {"password": PASSWORD, "code": "000000"}
    answers = [employees.post(f"{FACTOR}/removal", json=body, headers=ana) for _ in range(FREE_FAILURES + 1)]
    assert [answer.status_code for answer in answers] == [403] * FREE_FAILURES + [429]


def test_who_has_lost_everything_is_let_in_by_an_admin(employees, admin, ana, hands):
    enrolled(employees, ana, hands)
    everybody = employees.get("/api/v1/employees", headers=admin).get_json()["employees"]
    ana_id = next(one["id"] for one in everybody if one["email"] == ANA)
    place = f"/api/v1/employees/{ana_id}/second-factor"
    assert employees.delete(place, headers=ana).status_code == 403
    assert employees.delete(place, headers=admin).status_code == 204
    assert problem(employees.delete(place, headers=admin)) == (404, "not-enrolled")
    session(employees, ANA, PASSWORD)


def test_where_it_is_demanded_one_enrols_at_the_next_sign_in(employees, admin, ana, hands):
    assert employees.get(POLICY, headers=ana).get_json() == {"second_factor_required": False, "version": 1}
    assert demand(employees, ana).status_code == 403
    assert demand(employees, admin).headers["ETag"] == '"2"'
    assert demand(employees, admin).status_code == 412
    assert employees.get(FACTOR, headers=ana).get_json()["required"] is True
    first, again = try_session(employees, ANA, PASSWORD), try_session(employees, ANA, PASSWORD)
    assert problem(first) == (401, "enrolment-needed")
    assert first.get_json()["secret"] != again.get_json()["secret"], (
        "whoever else has the password learns none"
    )
    secret = first.get_json()["secret"]
    assert problem(try_session(employees, ANA, PASSWORD, "000000")) == (401, "wrong-code")
    opened = session(employees, ANA, PASSWORD, code_of(secret, hands, -1))
    assert len(opened["recovery_codes"]) == 10
    assert "recovery_codes" not in session(employees, ANA, PASSWORD, code_of(secret, hands))
    removal = {"password": PASSWORD, "code": code_of(secret, hands, 1)}
    removed = employees.post(f"{FACTOR}/removal", json=removal, headers=bearer(opened))
    assert problem(removed) == (409, "second-factor-required")
    assert demand(employees, admin, 2, required=False).status_code == 200
    assert employees.post(f"{FACTOR}/removal", json=removal, headers=bearer(opened)).status_code == 204


def test_the_admin_who_demands_it_is_not_shut_out_themselves(employees, admin, hands):
    demand(employees, admin)
    refused = try_session(employees, **ADMIN)
    session(employees, **ADMIN, code=code_of(refused.get_json()["secret"], hands))


@pytest.mark.parametrize("kind", ["code", "recovery code"])
def test_of_many_who_come_at_once_with_one_code_one_gets_in(database, hands, kind):
    factors = Factors(database, hands, Seal("a key that only a test has"))
    factors.prepare()
    secret = factors.propose("e-anaanaan")
    codes = factors.confirm("e-anaanaan", code_of(secret, hands, -1))
    given = code_of(secret, hands) if kind == "code" else codes[0]
    start = Barrier(6)

    def come(_):
        start.wait(10)
        return factors.use("e-anaanaan", given)

    with ThreadPoolExecutor(6) as doors:
        assert sorted(doors.map(come, range(6))) == [False] * 5 + [True]
