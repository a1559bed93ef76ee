"""Who works at ``employees``, through its own doors: signing in, taking on, changing."""

from typing import Any

import pyotp
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.clock import Clock

ADMIN = {"email": "admin@example.com", "password": "the first of all admins"}
PASSWORD = "a password of their own"
Headers = dict[str, str]


def try_session(client: FlaskClient, email: str, password: str, code: str | None = None) -> TestResponse:
    """Try to sign in."""
    more = {"code": code} if code is not None else {}
    return client.post("/api/v1/sessions", json={"email": email, "password": password, **more})


def session(
    client: FlaskClient,
    email: str = ADMIN["email"],
    password: str = ADMIN["password"],
    code: str | None = None,
) -> Any:
    """Sign in and return the answer."""
    answer = try_session(client, email, password, code)
    assert answer.status_code == 201, answer.text
    return answer.get_json()


def bearer(opened: Any) -> Headers:
    """Return the headers of who is signed in."""
    return {"Authorization": f"Bearer {opened['access_token']}"}


def take_on(
    client: FlaskClient,
    admin: Headers,
    email: str = "ana@example.com",
    role: str = "agent",
    team: str = "shipping",
) -> TestResponse:
    """Take on somebody with PASSWORD."""
    body = {"name": "Ana", "email": email, "role": role, "teams": [team], "language": "es"}
    answer = client.post("/api/v1/employees", json={**body, "password": PASSWORD}, headers=admin)
    assert answer.status_code == 201, answer.text
    return answer


def change(
    client: FlaskClient, admin: Headers, employee_id: str, body: dict[str, Any], version: int = 1
) -> TestResponse:
    """Change somebody, of whom a version was seen."""
    headers = {**admin, "If-Match": f'"{version}"'}
    return client.patch(f"/api/v1/employees/{employee_id}", json=body, headers=headers)


def enrolled(
    client: FlaskClient, headers: Headers, clock: Clock, password: str = PASSWORD
) -> tuple[str, list[str]]:
    """Enrol who is signed in with the code of the step before this one; return secret and recovery codes."""
    place = "/api/v1/employees/me/second-factor"
    proposed = client.post(f"{place}/enrolments", json={"password": PASSWORD}, headers=headers)
    assert proposed.status_code == 201, proposed.text
    secret = proposed.get_json()["secret"]
    confirmed = client.put(place, json={"code": code_of(secret, clock, -1)}, headers=headers)
    assert confirmed.status_code == 200, confirmed.text
    return secret, confirmed.get_json()["recovery_codes"]


def code_of(secret: str, clock: Clock, steps: int = 0) -> str:
    """Return the code that an authenticator shows, so many steps of 30 seconds from now."""
    return pyotp.TOTP(secret).at(clock(), counter_offset=steps)
