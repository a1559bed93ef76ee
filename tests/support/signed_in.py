"""Marta at the site, without a browser: she signs in, looks, and fills in forms."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.forms import hidden_of
from tests.support.little_accounts import MARTA, PASSWORD

ENGLISH = {"Accept-Language": "en"}


def look(client: FlaskClient, path: str) -> str:
    """Return a page in English."""
    return client.get(path, headers=ENGLISH, follow_redirects=True).text


def post(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    """Open a page and post its form back to it."""
    hidden = hidden_of(client.get(path, headers=ENGLISH).text)
    return client.post(path, data={**hidden, **fields}, headers=ENGLISH)


def sign_in(client: FlaskClient, password: str = PASSWORD) -> TestResponse:
    """Sign Marta in."""
    return post(client, "/account/sign-in", email=MARTA["email"], password=password)


def grow_old(client: FlaskClient) -> None:
    """Let the sign-in be an hour ago."""
    with client.session_transaction() as session:
        session["signed_in_at"] -= 3600
