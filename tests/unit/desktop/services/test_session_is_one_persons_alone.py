import json
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.services.api import Api
from desktop.services.session import Session
from desktop.state.failure import Failure, Kind
from shared.contracts.resources import IncidentDetail
from tests.support.little_services import ANA_IS, PASSWORD, LittleServices

LATE_GRANT = json.dumps(
    {"access_token": "of-the-one-before", "expires_in": 600, "refresh_token": "r", "employee": ANA_IS}
).encode()


class LateAnswer:
    """The first request to a path waits for ``release`` and is answered with ``answer``."""

    def __init__(self, services: LittleServices, path: str, answer: bytes | int) -> None:
        self.asked, self._released = threading.Event(), threading.Event()
        self._path, self._answer = path, answer
        services.broken = self._plan

    def release(self) -> None:
        """Let the answer go."""
        self._released.set()

    def _plan(self, _method: str, path: str) -> bytes | int | None:
        if path != self._path or self.asked.is_set():
            return None
        self.asked.set()
        self._released.wait(10)
        return self._answer


@pytest.fixture
def session(services: LittleServices, qtbot: QtBot) -> Iterator[Session]:
    """A session that somebody has signed in to."""
    home = QObject()
    found = Session(services.url, home)
    sign_in(found, qtbot)
    yield found
    found.sign_out()
    home.deleteLater()


def sign_in(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.signedIn):
        session.sign_in(ANA_IS["email"], PASSWORD)


@pytest.mark.parametrize("answer", [LATE_GRANT, 401])
def test_a_renewal_that_is_answered_after_another_has_signed_in_does_nothing_to_them(
    session: Session, services: LittleServices, qtbot: QtBot, answer: bytes | int
) -> None:
    ended: list[bool] = []
    session.ended.connect(lambda: ended.append(True))
    late = LateAnswer(services, "/api/v1/tokens", answer)
    heard: list[bool] = []
    session.refresh(heard.append)
    qtbot.waitUntil(late.asked.is_set)
    session.sign_out()
    assert heard == [False], "who waited for the renewal is told that there is none"
    sign_in(session, qtbot)
    late.release()
    # The next one's own renewal is not the one that was under way.
    fresh: list[bool] = []
    session.refresh(fresh.append)
    qtbot.waitUntil(lambda: bool(fresh))
    assert fresh == [True]
    assert ended == []
    assert session.token() in services.tokens


def test_a_sign_in_that_is_answered_after_a_second_one_is_forgotten(
    session: Session, services: LittleServices, qtbot: QtBot
) -> None:
    late = LateAnswer(services, "/api/v1/sessions", LATE_GRANT)
    session.sign_in(ANA_IS["email"], PASSWORD)
    qtbot.waitUntil(late.asked.is_set)
    sign_in(session, qtbot)
    with qtbot.assertNotEmitted(session.signedIn, wait=200):
        late.release()
    assert session.token() in services.tokens


def test_a_request_that_is_refused_after_another_has_signed_in_is_not_repeated_in_their_name(
    session: Session, services: LittleServices, qtbot: QtBot
) -> None:
    row = services.shop.open()
    path = f"/api/v1/incidents/{row.id}"
    late = LateAnswer(services, path, 401)
    failures: list[Failure] = []
    answers: list[IncidentDetail] = []
    home = QObject()
    api = Api(services.url, session, home)
    api.incident(row.id, answers.append, failures.append)
    qtbot.waitUntil(late.asked.is_set)
    session.sign_out()
    sign_in(session, qtbot)
    late.release()
    qtbot.waitUntil(lambda: bool(failures or answers))
    assert [failure.kind for failure in failures] == [Kind.SIGNED_OUT]
    assert services.requests.count(("GET", path)) == 1
    api.incident(row.id, answers.append, failures.append)
    qtbot.waitUntil(lambda: len(failures) == 2)
    assert answers == [], "nor is a later one"
    home.deleteLater()


def test_what_was_made_for_one_session_is_given_no_token_of_the_next(session: Session, qtbot: QtBot) -> None:
    before = session.own_token()
    assert before() == session.token() != ""
    session.sign_out()
    assert before() == ""
    sign_in(session, qtbot)
    assert before() == ""
    assert session.own_token()() == session.token()
