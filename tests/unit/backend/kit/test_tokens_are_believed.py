import base64
import json
from datetime import timedelta

import jwt
import pytest

from backend.kit.tokens import InvalidTokenError, TokenVerifier
from shared.contracts.vocabulary import Role
from shared.tokens import AUDIENCE, Issuer, TokenSigner
from tests.support.keys import employee_token, new_key_pem


@pytest.fixture
def verifier(employees_signer):
    return TokenVerifier({Issuer.EMPLOYEES: employees_signer.jwks})


def test_a_good_token_says_who_calls(verifier, employees_signer):
    found = verifier.verify(employee_token(employees_signer, Role.SUPERVISOR, sid="s1"))
    assert (found.issuer, found.subject, found.name) == (Issuer.EMPLOYEES, "e-aaaaaaaa", "Ana")
    assert (found.role, found.teams, found.claims["sid"]) == (Role.SUPERVISOR, ("shipping",), "s1")
    assert found.is_employee
    assert not found.is_customer
    assert found.guest_incident is None


def test_a_role_includes_those_before_it(verifier, employees_signer):
    supervisor = verifier.verify(employee_token(employees_signer, Role.SUPERVISOR))
    assert [supervisor.holds(role) for role in Role] == [True, True, False]


def test_an_expired_token_is_refused(verifier, employees_signer):
    claims = {"sub": "e-aaaaaaaa", "aud": AUDIENCE, "role": "agent"}
    with pytest.raises(InvalidTokenError, match="expired"):
        verifier.verify(employees_signer.sign(claims, timedelta(seconds=-30)))


@pytest.mark.parametrize("audience", ["rabbitmq", ["rabbitmq"], "Ventanilla"])
def test_a_token_for_somebody_else_is_refused(verifier, employees_signer, audience):
    with pytest.raises(InvalidTokenError):
        verifier.verify(employee_token(employees_signer, aud=audience))


def test_a_token_signed_with_a_strange_key_is_refused_though_it_names_ours(verifier, employees_signer):
    forged = jwt.encode(
        jwt.decode(employee_token(employees_signer), options={"verify_signature": False}),
        TokenSigner(new_key_pem(), Issuer.EMPLOYEES)._key,
        algorithm="ES256",
        headers={"kid": employees_signer.kid},
    )
    with pytest.raises(InvalidTokenError):
        verifier.verify(forged)


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_may_not_choose_its_algorithm(verifier, employees_signer, algorithm):
    claims = jwt.decode(employee_token(employees_signer), options={"verify_signature": False})
    key = None if algorithm == "none" else b"a key that is public is no secret at all"
    forged = jwt.encode(claims, key, algorithm=algorithm, headers={"kid": employees_signer.kid})
    with pytest.raises(InvalidTokenError):
        verifier.verify(forged)


def test_an_issuer_speaks_for_its_own_people_only(employees_signer):
    webform = TokenSigner(new_key_pem(), Issuer.WEBFORM)
    verifier = TokenVerifier({Issuer.EMPLOYEES: employees_signer.jwks, Issuer.WEBFORM: webform.jwks})
    claims = {"sub": "guest", "aud": AUDIENCE, "incident": "i1", "role": "admin", "teams": ["billing"]}
    guest = verifier.verify(webform.sign(claims, timedelta(minutes=2)))
    assert guest.role is None
    assert guest.teams == ()
    assert not guest.holds(Role.AGENT)
    assert guest.guest_incident == "i1"


def test_one_issuers_key_opens_nothing_in_anothers_name(employees_signer):
    webform_key = new_key_pem()
    impostor = TokenSigner(webform_key, Issuer.EMPLOYEES)
    webform = TokenSigner(webform_key, Issuer.WEBFORM)
    verifier = TokenVerifier({Issuer.EMPLOYEES: employees_signer.jwks, Issuer.WEBFORM: webform.jwks})
    with pytest.raises(InvalidTokenError):
        verifier.verify(employee_token(impostor, Role.ADMIN))


def test_an_issuer_that_is_not_known_here_is_refused(verifier):
    customers = TokenSigner(new_key_pem(), Issuer.CUSTOMERS)
    with pytest.raises(InvalidTokenError):
        verifier.verify(customers.sign({"sub": "c-aaaaaaaa", "aud": AUDIENCE}, timedelta(minutes=1)))


@pytest.mark.parametrize("role", [None, "root", ["admin"], {"$ne": None}])
def test_an_employee_with_no_known_role_is_refused(verifier, employees_signer, role):
    with pytest.raises(InvalidTokenError):
        verifier.verify(employee_token(employees_signer, role=role))


def _part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a",
        "a.b.c",
        "....",
        "é.é.é",
        "x" * 5000,
        f"{_part([])}.{_part([])}.eA",
        f"{_part({'alg': 'ES256'})}.{_part({})}.eA",
        f"{_part({'alg': 'ES256', 'kid': 7})}.{_part({'iss': 'employees'})}.eA",
        f"{_part({'alg': 'ES256', 'kid': 'k'})}.{_part({'iss': ['employees']})}.eA",
        f"{_part({'alg': 'ES256', 'kid': 'k'})}.{_part({'iss': {}})}.eA",
        f"{_part({'alg': ['ES256'], 'kid': 'k'})}.{_part({'iss': 'employees'})}.eA",
    ],
)
def test_what_is_no_token_is_refused_and_never_crashes(verifier, token):
    with pytest.raises(InvalidTokenError):
        verifier.verify(token)
