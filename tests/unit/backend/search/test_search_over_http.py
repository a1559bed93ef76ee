"""The search's own routes: whatever is asked, the answer is a result or a problem document."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from backend.kit.http import create_service
from backend.kit.tokens import TokenVerifier
from backend.search.api import search_api
from shared.contracts.search import SearchResults
from shared.tokens import AUDIENCE, Issuer, TokenSigner
from tests.support.index import answer, incident, reader_of
from tests.support.keys import employee_token, new_key_pem

Ask = Callable[..., TestResponse]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Ask as an employee, or as the web form for suggestions."""
    signers = {issuer: TokenSigner(new_key_pem(), issuer) for issuer in (Issuer.EMPLOYEES, Issuer.WEBFORM)}
    verifier = TokenVerifier({issuer: signer.jwks for issuer, signer in signers.items()})
    app = create_service("search", checks={}, verifier=verifier)
    pot, help_ = incident("La tetera llegó rota"), answer("Tetera rota", "Te mandamos otra.")
    app.register_api(search_api(reader_of(tmp_path_factory.mktemp("index"), pot, help_)))
    client: FlaskClient = app.test_client()
    guest = signers[Issuer.WEBFORM].sign({"sub": "guest", "aud": AUDIENCE}, timedelta(minutes=5))
    staff = employee_token(signers[Issuer.EMPLOYEES])
    tokens = {"search": staff, "similar-incidents": staff, "suggestions": guest}

    def ask(what: str, **question: object) -> TestResponse:
        headers = {"Authorization": f"Bearer {tokens[what]}"}
        return client.get(f"/api/v1/{what}", query_string=question, headers=headers)

    return ask


def test_a_search_answers_with_rows_and_their_number(ask: Ask) -> None:
    found = SearchResults.model_validate_json(ask("search", q="tetera", limit=1).data)
    assert (found.total, found.offset, [hit.subject for hit in found.hits]) == (
        1,
        0,
        ["La tetera llegó rota"],
    )
    behind = SearchResults.model_validate_json(ask("search", q="tetera", offset=1).data)
    assert (behind.total, behind.hits) == (1, ())


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"q": ""},
        {"q": "x" * 301},
        {"q": "tetera", "limit": 0},
        {"q": "tetera", "offset": -1},
        {"q": "tetera", "offset": 10**30},
        {"q": "tetera", "state": "odd"},
        {"q": "tetera", "category": "No Slug"},
        {"q": "tetera", "more": "1"},
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(ask: Ask, question: dict[str, object]) -> None:
    refused = ask("search", **question)
    assert (refused.status_code, refused.mimetype) == (400, "application/problem+json")


@given(st.text(max_size=300))
def test_no_search_whatever_crashes(ask: Ask, typed: str) -> None:
    assert ask("search", q=typed).status_code in {200, 400}


@given(st.text(max_size=2000))
def test_no_text_whatever_crashes_the_suggestions(ask: Ask, text: str) -> None:
    assert ask("suggestions", text=text).status_code == 200


def test_what_is_not_indexed_is_like_nothing(ask: Ask) -> None:
    assert ask("similar-incidents", incident=str(uuid4())).status_code == 404
    assert ask("similar-incidents").status_code == 400
