"""Somebody who fills in the web form without a browser."""

import re
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

FILLED = {
    "category": "damaged",
    "subject": "La tetera llegó rota",
    "description": "El asa estaba partida.",
    "order_number": "48213",
    "product": "",
    "name": "Marta Ruiz",
    "email": "marta@example.com",
}


def hidden_of(html: str) -> dict[str, str]:
    """Return the hidden fields of the first form."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", html):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value:
            found.setdefault(name.group(1), unescape(value.group(1)))
    return found


class Visitor:
    """Opens the form and posts it, with changes."""

    def __init__(self, client: FlaskClient, language: str = "en") -> None:
        self.client = client
        self.headers = {"Accept-Language": language}

    def open(self) -> dict[str, str]:
        """Return the hidden fields of a fresh form."""
        return hidden_of(self.look("/incidents/new"))

    def look(self, address: str) -> str:
        """Return the page."""
        return self.client.get(address, headers=self.headers).text

    def send(self, hidden: dict[str, str] | None = None, **changes: str) -> TestResponse:
        """Post the form, filled in, with these changes."""
        data = {**(self.open() if hidden is None else hidden), **FILLED, **changes}
        return self.client.post("/incidents/new", data=data, headers=self.headers)
