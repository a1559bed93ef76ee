"""Times on the pages: by when we answer, how that is said, and in which zone."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.clock import utc_now
from shared.contracts.resources import FieldAnswer, IncidentDetail
from shared.contracts.vocabulary import State
from shared.links import Links
from tests.support.incidents_seen import seen
from tests.support.little_desk import LittleDesk
from webform.languages import answer_by


def page_of(client: FlaskClient, desk: LittleDesk, incident: IncidentDetail, language: str = "en") -> str:
    desk.incidents[incident.row.id] = incident
    key = Links("a link key for tests only").key_of(incident.row.id)
    address = f"/incidents/{incident.row.reference}?key={key}"
    return client.get(address, headers={"Accept-Language": language}).text


@pytest.mark.parametrize(
    ("due", "spanish", "english"),
    [
        ("2026-11-24T18:00", "Te respondemos hoy antes de las 19:00.", "We answer today by 7:00 PM."),
        ("2026-11-24T23:30", "Te respondemos mañana antes de las 0:30.", "We answer tomorrow by 12:30 AM."),
        (
            "2026-11-26T13:00",
            "Te respondemos antes del jueves a las 14:00.",
            "We answer by Thursday, 2:00 PM.",
        ),
        (
            "2026-12-01T13:00",
            "Te respondemos antes del 1 de diciembre a las 14:00.",
            "We answer by December 1, 2:00 PM.",
        ),
    ],
)
def test_a_promise_is_said_as_people_do_in_the_shops_zone(
    app: Flask, due: str, spanish: str, english: str
) -> None:
    now, moment = datetime(2026, 11, 24, 12, tzinfo=UTC), datetime.fromisoformat(f"{due}:00+00:00")
    for language, words in (("es", spanish), ("en", english)):
        with app.test_request_context(headers={"Accept-Language": language}):
            assert answer_by(moment, now).replace("\u202f", " ") == words


@pytest.mark.parametrize(
    ("state", "hours", "words"),
    [
        (State.OPEN, 1, "We answer to"),
        (State.ASSIGNED, 1, "We answer to"),
        (State.OPEN, -1, "We meant to answer"),
        (State.WAITING, 1, None),
        (State.RESOLVED, 1, None),
    ],
)
def test_the_page_says_by_when_we_answer(
    served: FlaskClient, desk: LittleDesk, state: State, hours: int, words: str | None
) -> None:
    page = page_of(served, desk, seen(state, due=utc_now() + timedelta(hours=hours)))
    assert ('class="due"' in page) is (words is not None)
    assert (words or "") in page


def test_nobody_is_promised_anything_where_nothing_is_due(served: FlaskClient, desk: LittleDesk) -> None:
    assert 'class="due"' not in page_of(served, desk, seen())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Times are given in Central European Time."),
        ("es", "Las horas se dan en hora de Europa central."),
    ],
)
def test_the_page_names_the_zone_of_its_times(
    served: FlaskClient, desk: LittleDesk, language: str, words: str
) -> None:
    assert words in page_of(served, desk, seen(), language)


@pytest.mark.parametrize(
    ("language", "said"),
    [("es", "24 de noviembre de 2026"), ("en", "November 24, 2026")],
)
def test_a_day_that_was_filled_in_is_said_in_the_readers_language(
    served: FlaskClient, desk: LittleDesk, language: str, said: str
) -> None:
    answers = (
        FieldAnswer(field="promised", label="¿Para cuándo?", value="2026-11-24"),
        FieldAnswer(field="serial", label="Serie", value="2026-11-241"),
    )
    page = page_of(served, desk, seen().model_copy(update={"answers": answers}), language)
    assert f"<bdi>{said}</bdi>" in page
    assert "<bdi>2026-11-241</bdi>" in page
