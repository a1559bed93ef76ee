"""An account from its registration on: real once its mailbox was proved, and nobody else learns of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import jwt
import pytest

from shared.clock import utc_now
from shared.contracts.commands import AdoptIncidents
from shared.contracts.envelope import Envelope
from tests.support.account_mails import EVA, bearer, confirmed, sign_in

pytestmark = pytest.mark.database
OTHER = {"name": "Mallory", "email": "EVA@example.com", "password": "another password", "language": "en"}


def open_link(customers, token, noun="confirmations", **more):
    return customers.post(f"/api/v1/{noun}", json={"token": token, **more})


def test_who_registers_and_opens_the_mailed_link_is_signed_in_and_sees_herself(customers, mails):
    opened = confirmed(customers, mails)
    mail = mails.all()[0]
    assert (mail.kind, mail.email, mail.language) == ("confirm", EVA["email"], "en")
    assert mail.link.startswith("https://shop.example/account/confirm?token=")
    claims = jwt.decode(opened["access_token"], options={"verify_signature": False})
    assert (claims["iss"], claims["aud"], claims["email"]) == ("customers", "ventanilla", EVA["email"])
    own = customers.get("/api/v1/customers/me", headers=bearer(opened)).get_json()
    assert (own["id"], own["name"], own["email"]) == (claims["sub"], "Eva", EVA["email"])
    assert sign_in(customers).status_code == 201


def test_a_surname_has_its_own_field_and_is_told_with_the_name(customers, mails):
    opened = confirmed(customers, mails, surname="Ruiz Paz")
    own = customers.get("/api/v1/customers/me", headers=bearer(opened)).get_json()
    assert (own["name"], own["surname"]) == ("Eva", "Ruiz Paz")
    claims = jwt.decode(opened["access_token"], options={"verify_signature": False})
    assert opened["customer"]["name"] == claims["name"] == "Eva Ruiz Paz"


def test_an_account_that_is_not_confirmed_lets_nobody_in(customers, mails):
    customers.post("/api/v1/customers", json=EVA)
    assert sign_in(customers).status_code == 401


def test_the_answer_is_the_same_whether_or_not_the_address_has_an_account(customers, mails):
    fresh = customers.post("/api/v1/customers", json=EVA)
    waiting = customers.post("/api/v1/customers", json=EVA)
    open_link(customers, mails.token())
    known = customers.post("/api/v1/customers", json=OTHER)
    assert fresh.status_code == waiting.status_code == known.status_code == 202
    assert fresh.data == waiting.data == known.data
    assert list(fresh.headers.keys()) == list(known.headers.keys())
    assert mails.kinds() == ["confirm", "confirm", "known-email"]


def test_an_account_that_exists_is_not_changed_by_a_second_registration(customers, mails):
    confirmed(customers, mails)
    customers.post("/api/v1/customers", json=OTHER)
    assert sign_in(customers).get_json()["customer"]["name"] == "Eva"
    assert sign_in(customers, OTHER["password"]).status_code == 401


def test_the_mail_to_who_has_an_account_signs_her_in(customers, mails):
    confirmed(customers, mails)
    customers.post("/api/v1/customers", json=OTHER)
    answer = open_link(customers, mails.token(), "link-sessions")
    assert answer.get_json()["customer"]["name"] == "Eva"


def test_a_stranger_who_registers_the_same_address_keeps_no_password_for_it(customers, mails):
    customers.post("/api/v1/customers", json=OTHER)
    customers.post("/api/v1/customers", json=EVA)
    opened = open_link(customers, mails.token()).get_json()
    assert opened["customer"] == {**opened["customer"], "name": "Eva", "has_password": False}
    assert sign_in(customers, OTHER["password"]).status_code == 401
    assert sign_in(customers).status_code == 401


def test_who_registers_twice_with_one_password_keeps_it(customers, mails):
    customers.post("/api/v1/customers", json=EVA)
    customers.post("/api/v1/customers", json=EVA)
    assert open_link(customers, mails.token(0)).status_code == 410
    assert open_link(customers, mails.token(1)).status_code == 201
    assert sign_in(customers).status_code == 201


def test_no_words_of_a_stranger_are_mailed_to_an_address_that_is_not_proved(customers, mails):
    customers.post("/api/v1/customers", json={**EVA, "name": "Visit https://evil.example"})
    assert mails.all()[0].name is None


def test_a_link_works_once_and_for_its_own_purpose(customers, mails):
    customers.post("/api/v1/customers", json=EVA)
    token = mails.token()
    for noun in ("link-sessions", "email-confirmations"):
        assert open_link(customers, token, noun).status_code == 410
    assert open_link(customers, token, "passwords", password="a password of theirs").status_code == 410
    assert open_link(customers, token).status_code == 201
    over = open_link(customers, token)
    assert (over.status_code, over.get_json()["type"]) == (410, "urn:ventanilla:problem:link-over")


def test_of_several_who_use_a_link_at_once_one_is_let_in(customers, mails):
    customers.post("/api/v1/customers", json=EVA)
    token = mails.token()

    def use(_number):
        return open_link(customers.application.test_client(), token).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, range(4))) == [201, 410, 410, 410]


def test_several_registrations_at_once_make_one_account(customers, mails, database):
    def register(_number):
        return customers.application.test_client().post("/api/v1/customers", json=EVA).status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(register, range(4))) == [202] * 4
    assert len(list(database.customers.find())) == 1
    assert open_link(customers, mails.token()).status_code in {201, 410}


def test_looking_at_a_link_does_not_use_it_up(customers, mails):
    customers.post("/api/v1/customers", json=EVA)
    for _ in range(3):
        assert (
            customers.get("/api/v1/confirmations", query_string={"token": mails.token()}).status_code == 405
        )
    assert open_link(customers, mails.token()).status_code == 201


def test_an_old_link_is_over(customers, mails, database):
    customers.post("/api/v1/customers", json=EVA)
    kept = database.links.find_one({})
    assert timedelta(hours=47) < kept["expires_at"] - utc_now() < timedelta(hours=49)
    database.links.replace_one({"_id": kept["_id"]}, {**kept, "expires_at": utc_now()})
    assert open_link(customers, mails.token()).status_code == 410


def test_of_a_link_only_the_hash_is_kept(customers, mails, database):
    customers.post("/api/v1/customers", json=EVA)
    assert len(mails.token()) >= 43
    assert mails.token() not in str(list(database.links.find()))


def test_signing_in_by_link(customers, mails, database):
    confirmed(customers, mails)
    assert customers.post("/api/v1/sign-in-links", json={"email": "Eva@Example.com"}).status_code == 202
    assert mails.kinds()[-1] == "sign-in"
    assert mails.all()[-1].link.startswith("https://shop.example/account/sign-in?token=")
    kept = database.links.find_one({"purpose": "sign-in"})
    assert timedelta(minutes=14) < kept["expires_at"] - utc_now() <= timedelta(minutes=15)
    opened = open_link(customers, mails.token(), "link-sessions").get_json()
    assert customers.get("/api/v1/customers/me", headers=bearer(opened)).status_code == 200


@pytest.mark.parametrize("noun", ["sign-in-links", "password-resets"])
def test_asking_for_a_link_tells_nothing_about_who_has_an_account(customers, mails, noun):
    confirmed(customers, mails)
    known = customers.post(f"/api/v1/{noun}", json={"email": EVA["email"]})
    sent = len(mails.all())
    unknown = customers.post(f"/api/v1/{noun}", json={"email": "nobody@example.com"})
    assert (known.status_code, known.data) == (unknown.status_code, unknown.data) == (202, known.data)
    assert len(mails.all()) == sent


def test_only_a_confirmed_address_adopts_incidents(customers, mails, broker):
    customers.post("/api/v1/customers", json=EVA)
    assert not broker.queues["resolution.commands"]
    opened = open_link(customers, mails.token()).get_json()
    command = Envelope.parse(broker.queues["resolution.commands"][0].body).content()
    assert isinstance(command, AdoptIncidents)
    assert (command.customer_id, command.email) == (opened["customer"]["id"], EVA["email"])


def test_a_forgotten_password_is_replaced_and_every_session_ended(customers, mails):
    opened = confirmed(customers, mails)
    customers.post("/api/v1/password-resets", json={"email": EVA["email"]})
    assert mails.all()[-1].link.startswith("https://shop.example/account/reset?token=")
    short = open_link(customers, mails.token(), "passwords", password="short")
    assert short.status_code == 400
    assert open_link(customers, mails.token(), "passwords", password="three other words").status_code == 201
    old = customers.post("/api/v1/tokens", json={"refresh_token": opened["refresh_token"]})
    assert old.status_code == 401
    assert sign_in(customers).status_code == 401
    assert sign_in(customers, "three other words").status_code == 201


def test_a_session_goes_on_and_ends(customers, mails):
    opened = confirmed(customers, mails)
    renewed = customers.post("/api/v1/tokens", json={"refresh_token": opened["refresh_token"]}).get_json()
    assert customers.delete("/api/v1/sessions/current", headers=bearer(renewed)).status_code == 204
    ended = customers.post("/api/v1/tokens", json={"refresh_token": renewed["refresh_token"]})
    assert ended.status_code == 401


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
    assert answer.status_code == 403
