"""Posts with files: read to disk, cut where they are too large, and never waited for without an end."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask, request

from shared.contracts.vocabulary import FILE_MAX_BYTES
from tests.support.multipart import post_form
from tests.support.waiting import eventually
from webform import uploads
from webform.uploads import LARGEST_POST, take_files

FORM = "multipart/form-data; boundary=xx"
BEGUN = b'--xx\r\nContent-Disposition: form-data; name="text"\r\n\r\nhalf a wo'


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 1000
    take_files(app, frozenset({"take"}), 1)

    @app.post("/files", endpoint="take")
    @app.post("/words", endpoint="words")
    def answer() -> dict[str, Any]:
        sizes = [len(file.read()) for file in request.files.getlist("files") if file.filename]
        return {"said": request.form.to_dict(), "sizes": sizes}

    return app


@contextmanager
def halfway(app: Flask) -> Iterator[tuple[socket.socket, list[int]]]:
    """Somebody whose post has begun to come in, on a connection as gunicorn hands it over."""
    ours, theirs = socket.socketpair()
    theirs.sendall(BEGUN)
    statuses: list[int] = []

    def post() -> None:
        with ours.makefile("rb", buffering=0) as body:
            environ = {"gunicorn.socket": ours, "wsgi.input": body, "CONTENT_LENGTH": "5000"}
            answer = app.test_client().post("/files", content_type=FORM, environ_overrides=environ)
            statuses.append(answer.status_code)

    thread = threading.Thread(target=post)
    thread.start()
    try:
        yield theirs, statuses
    finally:
        theirs.close()
        thread.join()
        ours.close()


def test_who_falls_silent_is_sent_away(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SILENCE_S", 0.05)
    with halfway(app) as (_, statuses):
        eventually(lambda: statuses == [408])


def test_who_goes_on_for_too_long_is_sent_away(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LONGEST_S", -1)
    assert post_form(app.test_client(), "/files", {}, [("a.jpg", b"x" * 2000)]).status_code == 408


def test_only_so_many_come_in_at_once_and_words_always_do(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "TURN_S", 0.05)
    large = [("a.jpg", b"x" * 2000)]
    with halfway(app):
        eventually(lambda: post_form(app.test_client(), "/files", {}, large).status_code == 503)
        assert post_form(app.test_client(), "/files", {"text": "hola"}, []).status_code == 200
    eventually(lambda: post_form(app.test_client(), "/files", {}, large).status_code == 200)


def test_a_file_is_cut_above_what_is_taken_and_so_are_those_beyond_five(app: Flask) -> None:
    files = [("v.mp4", b"x" * (FILE_MAX_BYTES + 500_000)), *(("a.jpg", b"abc") for _ in range(5))]
    answer = post_form(app.test_client(), "/files", {"text": "hola"}, files).json
    assert answer == {"said": {"text": "hola"}, "sizes": [FILE_MAX_BYTES + 1, 3, 3, 3, 3, 0]}


def test_what_nobody_would_wait_for_is_refused_before_it_is_read(app: Flask) -> None:
    length = {"CONTENT_LENGTH": str(LARGEST_POST + 1)}
    answer = app.test_client().post("/files", data=b"", content_type=FORM, environ_overrides=length)
    assert answer.status_code == 413


def test_other_posts_stay_as_small_as_they_were(app: Flask) -> None:
    large = [("a.jpg", b"x" * 2000)]
    assert post_form(app.test_client(), "/words", {}, large).status_code == 413
    assert app.test_client().post("/files", data={"text": "x" * 2000}).status_code == 413
