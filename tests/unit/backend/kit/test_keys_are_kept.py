import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from backend.kit.keys import FRESH, PAUSE, KeyRing, KeysUnavailableError
from shared.tokens import Issuer, TokenSigner
from tests.support.keys import new_key_pem


class Publisher:
    """An issuer that publishes keys, may be down, and counts how often it is asked."""

    def __init__(self, *signers):
        self.signers = list(signers)
        self.asked = 0
        self.down = False

    def __call__(self):
        self.asked += 1
        if self.down:
            raise ValueError("down")
        return {"keys": [key for signer in self.signers for key in signer.jwks()["keys"]]}


class Now:
    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def signer():
    return TokenSigner(new_key_pem(), Issuer.EMPLOYEES)


@pytest.fixture
def now():
    return Now()


def test_the_keys_are_fetched_once_for_many_tokens(signer, now):
    publisher = Publisher(signer)
    ring = KeyRing("employees", publisher, now=now)
    for _ in range(10):
        assert ring.key(signer.kid).key_id == signer.kid
    assert publisher.asked == 1


def test_a_new_key_is_found_without_waiting_for_the_old_ones_to_age(signer, now):
    publisher = Publisher(signer)
    ring = KeyRing("employees", publisher, now=now)
    ring.key(signer.kid)
    fresh = TokenSigner(new_key_pem(), Issuer.EMPLOYEES)
    publisher.signers.append(fresh)
    now.seconds += PAUSE
    assert ring.key(fresh.kid).key_id == fresh.kid


def test_invented_key_ids_do_not_make_us_flood_the_issuer(signer, now):
    publisher = Publisher(signer)
    ring = KeyRing("employees", publisher, now=now)
    for number in range(100):
        with pytest.raises(KeyError):
            ring.key(f"invented-{number}")
    assert publisher.asked == 1


def test_a_withdrawn_key_stops_working(signer, now):
    publisher = Publisher(signer)
    ring = KeyRing("employees", publisher, now=now)
    ring.key(signer.kid)
    publisher.signers[:] = [TokenSigner(new_key_pem(), Issuer.EMPLOYEES)]
    now.seconds += FRESH
    with pytest.raises(KeyError):
        ring.key(signer.kid)


def test_known_keys_go_on_working_while_their_issuer_is_down(signer, now, expected_log):
    expected_log("keys not fetched")
    publisher = Publisher(signer)
    ring = KeyRing("employees", publisher, now=now)
    ring.key(signer.kid)
    publisher.down = True
    now.seconds += FRESH
    assert ring.key(signer.kid).key_id == signer.kid


def test_with_no_keys_at_all_nothing_is_said_about_a_token_until_they_come(signer, now, expected_log):
    expected_log("keys not fetched")
    publisher = Publisher(signer)
    publisher.down = True
    ring = KeyRing("employees", publisher, now=now)
    with pytest.raises(KeysUnavailableError):
        ring.key(signer.kid)
    publisher.down = False
    now.seconds += PAUSE
    assert ring.key(signer.kid).key_id == signer.kid


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"<html>"),
        (200, b"[]"),
        (200, b"{}"),
        (200, b'{"keys": []}'),
        (200, b'{"keys": [7]}'),
        (200, b'{"keys": 7}'),
        (200, b"\xff\xfe"),
        (500, b"{}"),
    ],
)
def test_an_issuer_that_answers_nonsense_counts_as_down(status, body, expected_log):
    expected_log("keys not fetched")

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with pytest.raises(KeysUnavailableError):
                KeyRing("employees", f"http://127.0.0.1:{server.server_port}/keys").key("k")
        finally:
            server.shutdown()
            thread.join()
