"""Errors have a page with a sentence, and every page its protecting headers."""

from pathlib import Path
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from pydantic import ValidationError

from shared.ids import reference_of
from shared.links import Links
from shared.messaging.memory import MemoryBroker
from tests.support.forms import Visitor, hidden_of
from webform.app import WebformSettings

ENGLISH = {"Accept-Language": "en"}
LINKS = Links("a link key for tests only")


def link(incident_id: object = None) -> str:
    identity = incident_id or uuid4()
    return f"/incidents/{reference_of(identity)}?key={LINKS.key_of(identity)}"  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/nowhere", "/incidents/7F3K-9QX2", "/incidents/7F3K-9QX2?key=abc"])
def test_what_is_not_there_and_what_is_not_yours_look_the_same(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "We can&#39;t find this page" in answer.text


def test_a_body_that_is_too_large_is_refused_with_a_sentence(visitor: Visitor) -> None:
    answer = visitor.send(description="x" * 300_000)
    assert answer.status_code == 413
    assert "larger than we can take" in answer.text


def test_who_is_to_go_back_is_not_led_to_an_empty_form(visitor: Visitor) -> None:
    page = visitor.send(description="x" * 300_000).text
    assert 'class="button' not in page
    assert 'href="?lang=es"' in page


def test_the_switch_of_the_language_keeps_the_rest_of_the_address(client: FlaskClient) -> None:
    for path in ("/nowhere", "//evil.example"):
        answer = client.open("/?key=a%26b", environ_overrides={"PATH_INFO": path}, headers=ENGLISH)
        assert answer.status_code == 404
        assert 'href="?key=a%26b&amp;lang=es"' in answer.text


def test_a_zone_that_is_none_ends_the_start_with_one_clear_line(key_file: Path) -> None:
    for zone in ("Europe/Nowhere", "../etc/passwd", ""):
        values = {
            **dict.fromkeys(
                ("amqp_url", "resolution_url", "customers_url", "knowledge_url", "search_url", "files_url"),
                "http://127.0.0.1:9",
            ),
            "webform_url": "http://localhost",
            "secret_key": "x" * 16,
            "signing_key_file": key_file,
        }
        with pytest.raises(ValidationError, match="is no time zone"):
            WebformSettings.model_validate({**values, "shop_timezone": zone})


def test_without_resolution_the_page_says_so_and_still_takes_words(
    client: FlaskClient, broker: MemoryBroker
) -> None:
    path = link()
    page = client.get(path, headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert "show its latest state" in page.text
    data = {**hidden_of(page.text), "text": "Sigo esperando."}
    answer = client.post(path.replace("?", "/comments?"), data=data)
    assert answer.status_code == 303
    assert len(broker.queues["resolution.commands"]) == 1
    assert "Sigo esperando." in client.get(path).text


def test_words_for_an_incident_are_kept_when_the_broker_is_away(
    client: FlaskClient, broker: MemoryBroker
) -> None:
    path = link()
    hidden = hidden_of(client.get(path).text)
    broker.is_up = False
    answer = client.post(path.replace("?", "/comments?"), data={**hidden, "text": "Sigo esperando."})
    assert answer.status_code == 503
    assert "Sigo esperando." in answer.text


def test_without_customers_signing_in_fails_with_a_sentence(client: FlaskClient) -> None:
    page = client.get("/account/sign-in", headers={"Accept-Language": "en"})
    data = {**hidden_of(page.text), "email": "marta@example.com", "password": "whatever it is"}
    answer = client.post("/account/sign-in", data=data, headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert "can&#39;t be reached just now" in answer.text


@pytest.mark.parametrize("path", ["/incidents/new", "/nowhere", "/account/sign-in", "/healthz"])
def test_every_page_protects_its_reader(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"


def test_ready_means_that_a_form_would_be_accepted(client: FlaskClient, broker: MemoryBroker) -> None:
    assert client.get("/readyz").status_code == 200
    broker.is_up = False
    assert client.get("/readyz").status_code == 503
