"""What administrators change is written down: who, when, from where, and what it was before."""

import pytest

from tests.support.staff import ADMIN, PASSWORD, bearer, change, enrolled, session, take_on

pytestmark = pytest.mark.database
AUDIT = "/api/v1/employee-audit"


def entries(employees, headers, query=""):
    return employees.get(f"{AUDIT}{query}", headers=headers).get_json()["entries"]


def test_a_change_is_told_with_what_was_before(employees, admin):
    taken = take_on(employees, admin).get_json()
    change(employees, admin, taken["id"], {"role": "supervisor", "teams": ["gifts", "returns"]})
    latest, first = entries(employees, admin)
    assert (first["what"], first["about"]) == ("taken-on", taken["id"])
    assert {"field": "email", "old": None, "new": "ana@example.com"} in first["changes"]
    assert latest["what"] == "changed"
    assert latest["by"]["name"] == "Administrator"
    assert latest["address"] == "127.0.0.1"
    assert latest["changes"] == [
        {"field": "role", "old": "agent", "new": "supervisor"},
        {"field": "teams", "old": ["shipping"], "new": ["gifts", "returns"]},
    ]
    assert "password" not in str([latest, first])


def test_every_deed_of_an_administrator_is_there(hands, employees, admin, expected_log):
    expected_log("broker connections not closed")
    ana = take_on(employees, admin).get_json()["id"]
    there = bearer(session(employees, "ana@example.com", PASSWORD))
    enrolled(employees, there, hands)
    team = {"slug": "gifts", "names": {"es": "Regalos"}}
    invited = {"email": "eva@example.com", "role": "agent", "language": "es"}
    (session_id,) = [
        one["id"] for one in employees.get("/api/v1/sessions", headers=there).get_json()["sessions"]
    ]
    eva = employees.post("/api/v1/employees", json=invited, headers=admin).get_json()["id"]
    done = [
        employees.post("/api/v1/teams", json=team, headers=admin),
        employees.post(f"/api/v1/employees/{eva}/invitation", headers=admin),
        employees.delete(f"/api/v1/employees/{eva}/invitation", headers=admin),
        employees.delete(f"/api/v1/employees/{ana}/second-factor", headers=admin),
        employees.delete(f"/api/v1/sessions/{session_id}", headers=admin),
        employees.put(
            "/api/v1/sign-in-policy",
            json={"second_factor_required": True},
            headers={**admin, "If-Match": '"1"'},
        ),
    ]
    assert all(answer.status_code < 300 for answer in done)
    assert sorted(entry["what"] for entry in entries(employees, admin)) == sorted(
        [
            "taken-on",
            "invited",
            "team-added",
            "invited",
            "invitation-withdrawn",
            "second-factor-reset",
            "session-ended",
            "policy-changed",
        ]
    )


def test_what_is_looked_for_is_found(employees, admin):
    """By kind, by who did it, about whom, and by time; each narrows what the others leave."""
    ana = take_on(employees, admin).get_json()["id"]
    change(employees, admin, ana, {"role": "supervisor"})
    latest, first = entries(employees, admin)
    me = latest["by"]["id"]
    later = latest["at"].replace("+00:00", "Z")

    def found(query):
        return [entry["what"] for entry in entries(employees, admin, f"?{query}")]

    assert found("what=changed") == ["changed"]
    assert found(f"by={me}&about={ana}") == ["changed", "taken-on"]
    assert found(f"by={ana}") == []
    assert found(f"since={later}") == ["changed"]
    assert found(f"before={later}") == ["taken-on"]
    assert found(f"what=taken-on&since={later}") == []
    assert employees.get(f"{AUDIT}?what=nothing", headers=admin).status_code in (400, 422)
    assert first["about"] == ana


def test_what_was_refused_is_not_told(employees, admin):
    own = session(employees)["employee"]["id"]
    assert change(employees, admin, own, {"active": False}).status_code == 409
    again = {"name": "Ana", "email": ADMIN["email"], "role": "agent", "language": "es", "password": PASSWORD}
    assert employees.post("/api/v1/employees", json=again, headers=admin).status_code == 409
    assert entries(employees, admin) == []


def test_supervisors_read_it_and_agents_do_not(employees, admin):
    for role, status in (("agent", 403), ("supervisor", 200)):
        take_on(employees, admin, f"{role}@example.com", role)
        headers = bearer(session(employees, f"{role}@example.com", PASSWORD))
        assert employees.get(AUDIT, headers=headers).status_code == status


def test_it_is_read_in_parts_and_about_one(hands, employees, admin):
    ids = []
    for number in range(3):
        ids.append(take_on(employees, admin, f"a{number}@example.com").get_json()["id"])
        hands.now = hands.now.replace(microsecond=number * 1000)
    first = entries(employees, admin, "?limit=2")
    rest = employees.get(AUDIT, query_string={"before": first[-1]["at"]}, headers=admin).get_json()["entries"]
    assert {entry["about"] for entry in (*first, *rest)} == set(ids)
    (only,) = entries(employees, admin, f"?about={ids[1]}")
    assert only["about"] == ids[1]
