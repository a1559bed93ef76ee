"""Customers as the staff and its programs see and change them, and what is noted of that."""

import pytest

from shared.contracts.vocabulary import Role
from tests.support.account_mails import EVA, bearer, confirmed, sign_in
from tests.support.keys import employee_token

pytestmark = pytest.mark.database
ALL = "/api/v1/customers"
HOME = {"street": "Calle Mayor 1", "postal_code": "28013", "city": "Madrid", "country": "ES"}


@pytest.fixture
def agent(employees_signer):
    return {"Authorization": f"Bearer {employee_token(employees_signer, Role.AGENT)}"}


@pytest.fixture
def boss(employees_signer):
    return {"Authorization": f"Bearer {employee_token(employees_signer, Role.SUPERVISOR)}"}


def invite(customers, boss, name="José", surname="Núñez", email="jose@example.com", **more):
    body = {"name": name, "surname": surname, "email": email, "language": "es", **more}
    answer = customers.post("/api/v1/invitations", json=body, headers=boss)
    assert answer.status_code == 201, answer.text
    return answer


def change(customers, headers, answer, **fields):
    place = f"{ALL}/{answer.get_json()['id']}"
    return customers.patch(place, json=fields, headers={**headers, "If-Match": answer.headers["ETag"]})


def names(answer):
    return [one["name"] for one in answer.get_json()["customers"]]


def test_somebody_is_invited_chooses_a_password_and_is_in(customers, mails, boss):
    made = invite(customers, boss, address=HOME, birth_date="1970-01-01")
    assert made.get_json()["state"] == "pending"
    assert customers.get(made.headers["Location"], headers=boss).get_json() == made.get_json()
    assert (mails.all()[-1].kind, mails.all()[-1].name) == ("confirm", "José")
    opened = customers.post("/api/v1/confirmations", json={"token": mails.token()}).get_json()
    assert (opened["customer"]["name"], opened["customer"]["has_password"]) == ("José Núñez", False)
    body = {"password": "three other words"}
    assert customers.put(f"{ALL}/me/password", json=body, headers=bearer(opened)).status_code == 204


def test_an_email_that_is_in_use_is_not_invited(customers, mails, boss):
    confirmed(customers, mails)
    body = {"name": "Eva", "email": "EVA@example.com", "language": "en"}
    assert customers.post("/api/v1/invitations", json=body, headers=boss).status_code == 409


def test_without_the_broker_nobody_is_invited(customers, broker, boss, database):
    broker.is_up = False
    body = {"name": "Eva", "email": EVA["email"], "language": "en"}
    assert customers.post("/api/v1/invitations", json=body, headers=boss).status_code == 503
    assert database.customers.find_one({}) is None


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Ángela", "Bea", "José", "Íñigo"]),
        ("jos", ["José"]),
        ("JOSÉ nunez", ["José"]),
        ("nun", ["Bea", "José"]),
        ("bea@EX", ["Bea"]),
        ("example", []),
        (".*", []),
        ("angela", ["Ángela"]),
    ],
)
def test_customers_are_found_by_the_beginnings_of_words(customers, boss, agent, asked, found):
    invite(customers, boss)
    invite(customers, boss, "Bea", "Núñez", "bea@example.com")
    invite(customers, boss, "Ángela", "Gómez", "gomez@example.com")
    invite(customers, boss, "Íñigo", "Gómez", "inigo@example.com")
    listed = names(customers.get(ALL, query_string={"q": asked}, headers=agent))
    assert sorted(listed) == sorted(found)


def test_pages_follow_one_another_without_gap_or_repetition(customers, boss, agent):
    for number in range(7):
        invite(customers, boss, "Ana", None if number % 2 else "Gil", f"ana{number}@example.com")
    answer = customers.get(ALL, query_string={"q": "ana", "limit": 3}, headers=agent)
    seen = [one["id"] for one in answer.get_json()["customers"]]
    while "Link" in answer.headers:
        answer = customers.get(answer.headers["Link"].partition(">")[0].lstrip("<"), headers=agent)
        seen += [one["id"] for one in answer.get_json()["customers"]]
    assert len(seen) == len(set(seen)) == 7
    assert answer.get_json()["next"] is None


@pytest.mark.parametrize("after", ["x", "bnVsbA", "WzEsMl0", "é", "W1sxXSwyXQ"])
def test_a_page_that_is_none_is_refused(customers, agent, after):
    assert customers.get(ALL, query_string={"after": after}, headers=agent).status_code == 400


def test_each_field_is_changed_and_each_change_is_noted_without_secrets(customers, mails, boss):
    made = invite(customers, boss)
    fields = {"name": "Josep", "surname": None, "birth_date": "1970-01-01", "address": HOME, "language": "en"}
    after = change(customers, boss, made, **fields)
    assert {name: after.get_json()[name] for name in fields} == fields
    entries = customers.get(f"{ALL}/{made.get_json()['id']}/audit", headers=boss).get_json()["entries"]
    assert [entry["what"] for entry in entries] == ["changed", "invited"]
    assert entries[0]["by"] == {"id": "e-aaaaaaaa", "name": "Ana"}
    told = {one["field"]: (one["old"], one["new"]) for one in entries[0]["changes"]}
    assert told["name"] == ("José", "Josep")
    assert told["surname"] == ("Núñez", None)
    assert told["address.city"] == (None, "Madrid")
    assert "hash" not in str(entries)


def test_another_email_counts_once_its_owner_has_opened_the_link(customers, mails, boss):
    confirmed(customers, mails)
    listed = customers.get(ALL, headers=boss).get_json()["customers"][0]
    one = customers.get(f"{ALL}/{listed['id']}", headers=boss)
    after = change(customers, boss, one, email="new@example.com").get_json()
    assert (after["email"], after["wanted_email"]) == (EVA["email"], "new@example.com")
    customers.post("/api/v1/email-confirmations", json={"token": mails.token()})
    after = customers.get(f"{ALL}/{listed['id']}", headers=boss).get_json()
    assert (after["email"], after["wanted_email"]) == ("new@example.com", None)


def test_without_the_broker_a_change_that_needs_a_mail_is_not_half_done(customers, broker, boss):
    made = invite(customers, boss)
    broker.is_up = False
    assert change(customers, boss, made, name="Josep", email="new@example.com").status_code == 503
    assert customers.get(made.headers["Location"], headers=boss).get_json() == made.get_json()


def test_nothing_is_mailed_for_a_change_on_an_older_version(customers, mails, boss):
    made = invite(customers, boss)
    change(customers, boss, made, name="Josep")
    sent = len(mails.all())
    assert change(customers, boss, made, email="new@example.com").status_code == 412
    assert len(mails.all()) == sent


def test_who_is_blocked_is_out_at_once_and_gets_in_by_no_door(customers, mails, boss):
    opened = confirmed(customers, mails)
    one = customers.get(f"{ALL}/{opened['customer']['id']}", headers=boss)
    customers.post("/api/v1/sign-in-links", json={"email": EVA["email"]})
    token = mails.token()
    blocked = change(customers, boss, one, state="blocked")
    assert blocked.get_json()["state"] == "blocked"
    assert customers.get(f"{ALL}/me", headers=bearer(opened)).status_code == 401
    again = customers.post("/api/v1/tokens", json={"refresh_token": opened["refresh_token"]})
    assert again.status_code == 401
    assert sign_in(customers).status_code == 401
    assert customers.post("/api/v1/link-sessions", json={"token": token}).status_code == 410
    assert change(customers, boss, blocked, state="active").get_json()["state"] == "active"
    assert sign_in(customers).status_code == 201


def test_the_staff_cannot_make_an_account_active_that_nobody_has_proved(customers, boss):
    made = invite(customers, boss)
    assert change(customers, boss, made, state="active").get_json()["state"] == "pending"


def test_who_is_deleted_is_gone_and_the_audit_keeps_no_values_of_theirs(customers, mails, boss, broker):
    made = invite(customers, boss)
    change(customers, boss, made, name="Josep")
    place = f"{ALL}/{made.get_json()['id']}"
    assert customers.delete(place, headers=boss).status_code == 204
    assert customers.get(place, headers=boss).status_code == 404
    assert customers.delete(place, headers=boss).status_code == 404
    audit = customers.get(f"{place}/audit", headers=boss).get_json()["entries"]
    assert [entry["what"] for entry in audit] == ["erased", "changed", "invited"]
    assert "Josep" not in str(audit)
    assert b"customer.erased" in broker.live[-1]
    assert customers.post("/api/v1/confirmations", json={"token": mails.token()}).status_code == 410


@pytest.mark.parametrize(
    ("method", "path", "agents"),
    [
        ("GET", "", 200),
        ("GET", "/c-aaaaaaaaaa", 404),
        ("PATCH", "/c-aaaaaaaaaa", 403),
        ("DELETE", "/c-aaaaaaaaaa", 403),
        ("GET", "/c-aaaaaaaaaa/audit", 403),
    ],
)
def test_agents_look_supervisors_change_and_customers_do_neither(
    customers, mails, agent, method, path, agents
):
    eva = bearer(confirmed(customers, mails))
    body = {} if method == "PATCH" else None
    assert customers.open(f"{ALL}{path}", method=method, json=body, headers=eva).status_code == 403
    assert customers.open(f"{ALL}{path}", method=method, json=body).status_code == 401
    assert customers.open(f"{ALL}{path}", method=method, json=body, headers=agent).status_code == agents


def test_only_supervisors_invite(customers, agent):
    body = {"name": "Eva", "email": EVA["email"], "language": "en"}
    assert customers.post("/api/v1/invitations", json=body, headers=agent).status_code == 403


def test_who_leads_counts_a_customer_to_a_group_and_to_none_again(customers, mails, boss):
    opened = confirmed(customers, mails)
    one = customers.get(f"{ALL}/{opened['customer']['id']}", headers=boss)
    counted = change(customers, boss, one, group="club")
    assert counted.get_json()["group"] == "club"
    assert sign_in(customers).get_json()["customer"]["group"] == "club"
    assert change(customers, boss, counted, group="Not a slug").status_code == 400
    assert change(customers, boss, counted, group=None).get_json()["group"] is None
