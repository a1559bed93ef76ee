from datetime import timedelta

import jwt
import pytest

pytestmark = pytest.mark.database
EVA = {"name": "Eva", "email": "eva@example.com", "password": "a password of hers", "language": "en"}
SIGN_IN = {"email": EVA["email"], "password": EVA["password"]}


def test_who_registers_signs_in_and_sees_herself(customers):
    assert customers.post("/api/v1/customers", json=EVA).status_code == 201
    opened = customers.post("/api/v1/sessions", json=SIGN_IN).get_json()
    claims = jwt.decode(opened["access_token"], options={"verify_signature": False})
    assert (claims["iss"], claims["aud"], claims["email"]) == ("customers", "ventanilla", EVA["email"])
    headers = {"Authorization": f"Bearer {opened['access_token']}"}
    own = customers.get("/api/v1/customers/me", headers=headers).get_json()
    assert own == {"id": claims["sub"], "name": "Eva", "email": EVA["email"], "language": "en"}


def test_a_session_goes_on_and_ends(customers):
    customers.post("/api/v1/customers", json=EVA)
    opened = customers.post("/api/v1/sessions", json=SIGN_IN).get_json()
    renewed = customers.post("/api/v1/tokens", json={"refresh_token": opened["refresh_token"]}).get_json()
    headers = {"Authorization": f"Bearer {renewed['access_token']}"}
    assert customers.delete("/api/v1/sessions/current", headers=headers).status_code == 204
    ended = customers.post("/api/v1/tokens", json={"refresh_token": renewed["refresh_token"]})
    assert ended.status_code == 401


def test_an_account_that_exists_is_not_changed_by_a_second_registration(customers):
    customers.post("/api/v1/customers", json=EVA)
    other = {**EVA, "email": "EVA@example.com", "name": "Mallory", "password": "another password"}
    customers.post("/api/v1/customers", json=other)
    assert customers.post("/api/v1/sessions", json=SIGN_IN).get_json()["customer"]["name"] == "Eva"
    stolen = {"email": EVA["email"], "password": "another password"}
    assert customers.post("/api/v1/sessions", json=stolen).status_code == 401


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 81),
        ("name", "Eva\r\nBcc: x@example.com"),
        ("name", "a\u0000b"),
        ("email", "not an address"),
        ("email", "eva@example.com\r\nBcc: x@example.com"),
        ("email", {"$ne": None}),
        ("email", "x" * 300 + "@example.com"),
        ("password", "short"),
        ("password", "password1234"),
        ("password", "eva@example.com"),
        ("password", "x" * 201),
        ("language", "fr"),
        ("id", "c-aaaaaaaa"),
        ("active", True),
    ],
)
def test_each_bad_field_is_named_and_nobody_registered(customers, database, field, value):
    answer = customers.post("/api/v1/customers", json={**EVA, field: value})
    assert answer.status_code == 400
    assert field in {fault["field"].partition(".")[0] for fault in answer.get_json()["errors"]}
    assert database.customers.find_one({}) is None


def test_an_employees_token_is_no_customers(customers, employees_signer):
    token = employees_signer.sign(
        {"sub": "e-aaaaaaaa", "aud": "ventanilla", "role": "admin"}, timedelta(minutes=1)
    )
    answer = customers.get("/api/v1/customers/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
