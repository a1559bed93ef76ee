"""Asking ``employees`` who works here: what is believed, and what is said when nobody can tell."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from backend.kit.problems import Problem
from backend.resolution.colleagues import Colleagues
from tests.support.served import serving

ANA = {"id": "e-anaanaan", "name": "Ana García", "active": True}
TOKEN = "Bearer hers"


class Employees(BaseHTTPRequestHandler):
    """Answers what the test says, to who asks with the token."""

    answer: tuple[int, object] = (200, ANA)

    def do_GET(self) -> None:
        allowed = self.headers["Authorization"] == TOKEN and self.path == f"/api/v1/employees/{ANA['id']}"
        status, content = self.answer if allowed else (401, {})
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the test's output quiet."""


@pytest.fixture
def colleagues() -> Iterator[Colleagues]:
    with serving(Employees) as url:
        asked = Colleagues(url)
        yield asked
        asked.close()


def test_who_works_here_is_found_under_their_own_name(colleagues: Colleagues) -> None:
    assert colleagues.working("e-anaanaan", TOKEN).name == "Ana García"


@pytest.mark.parametrize("answer", [(404, {}), (200, {**ANA, "active": False})])
def test_who_does_not_work_here_is_refused(
    colleagues: Colleagues, monkeypatch: pytest.MonkeyPatch, answer: tuple[int, object]
) -> None:
    monkeypatch.setattr(Employees, "answer", answer)
    with pytest.raises(Problem) as refused:
        colleagues.working("e-anaanaan", TOKEN)
    assert (refused.value.status, refused.value.type) == (422, "unknown-employee")


@pytest.mark.parametrize("answer", [(503, {}), (200, "nonsense"), (200, [ANA]), (200, {"active": True})])
def test_an_answer_that_says_nothing_is_no_yes(
    colleagues: Colleagues, monkeypatch: pytest.MonkeyPatch, answer: tuple[int, object]
) -> None:
    monkeypatch.setattr(Employees, "answer", answer)
    with pytest.raises(Problem) as refused:
        colleagues.working("e-anaanaan", TOKEN)
    assert (refused.value.status, refused.value.headers) == (503, {"Retry-After": "2"})


def test_while_employees_is_away_it_says_when_to_try_again_and_claims_nothing_of_the_past() -> None:
    away = Colleagues("http://127.0.0.1:9")
    with pytest.raises(Problem) as refused:
        away.working("e-anaanaan", TOKEN)
    away.close()
    assert (refused.value.status, refused.value.headers) == (503, {"Retry-After": "2"})
    assert "nothing was changed" not in refused.value.title
