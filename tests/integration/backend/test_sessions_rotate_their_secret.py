"""A session's secret is replaced at each use, by the same one for who comes twice at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest

from backend.kit.mongo import Database
from backend.kit.sessions import GRACE, InvalidSessionError, Session, Sessions
from tests.support.openings import NOON

pytestmark = pytest.mark.database


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(database: Database, clock: Clock) -> Sessions:
    sessions = Sessions(database, clock)
    sessions.prepare()
    return sessions


def test_renewals_at_the_same_moment_get_the_same_secret_and_both_go_on(
    sessions: Sessions, clock: Clock
) -> None:
    opened = sessions.open("e-anaanaan")
    start = Barrier(4)

    def renew(_: int) -> Session:
        start.wait(10)
        return sessions.renew(opened.refresh_token)

    with ThreadPoolExecutor(4) as tabs:
        renewed = set(tabs.map(renew, range(4)))
    (next_one,) = renewed
    assert next_one.refresh_token != opened.refresh_token
    clock.now += timedelta(minutes=10)
    assert sessions.renew(next_one.refresh_token).subject == "e-anaanaan"


def test_who_comes_back_with_the_secret_whose_answer_was_lost_gets_that_answer_for_a_moment(
    sessions: Sessions, clock: Clock
) -> None:
    opened = sessions.open("e-anaanaan")
    lost = sessions.renew(opened.refresh_token)
    clock.now += GRACE - timedelta(seconds=1)
    assert sessions.renew(opened.refresh_token) == lost


@pytest.mark.parametrize("renewals", [1, 2])
def test_an_old_secret_ends_the_session_for_everybody(
    sessions: Sessions, clock: Clock, renewals: int
) -> None:
    opened = sessions.open("e-anaanaan")
    latest = opened
    for _ in range(renewals):
        latest = sessions.renew(latest.refresh_token)
    if renewals == 1:
        clock.now += GRACE
    for token in (opened.refresh_token, latest.refresh_token):
        with pytest.raises(InvalidSessionError):
            sessions.renew(token)


def test_the_database_holds_no_secret_that_opens_a_session(sessions: Sessions, database: Database) -> None:
    opened = sessions.open("e-anaanaan")
    renewed = sessions.renew(opened.refresh_token)
    kept = str(list(database["sessions"].find()))
    for session in (opened, renewed):
        assert session.refresh_token.partition(".")[2] not in kept
