import time
from datetime import timedelta

import pytest

from desktop.state import texts
from desktop.state.ages import age, as_read, clock_time, exact, fresh, long_age
from shared.contracts.vocabulary import Language
from tests.support.rows import NOON


@pytest.mark.parametrize(
    ("ago", "short", "spanish"),
    [
        (timedelta(seconds=-5), "now", "menos de un minuto"),
        (timedelta(seconds=59), "now", "menos de un minuto"),
        (timedelta(minutes=1), "1 min", "1 minuto"),
        (timedelta(minutes=59), "59 min", "59 minutos"),
        (timedelta(hours=47), "47 h", "47 horas"),
        (timedelta(days=5), "5 d", "5 días"),
    ],
)
def test_ages(ago: timedelta, short: str, spanish: str) -> None:
    texts.choose(Language.ENGLISH)
    assert age(NOON - ago, NOON) == short
    texts.choose(Language.SPANISH)
    assert long_age(NOON - ago, NOON) == spanish


def test_a_span_has_tenths_while_it_is_short() -> None:
    texts.choose(Language.SPANISH)
    assert fresh(0.12, Language.SPANISH) == "0,1 s"
    assert fresh(0.12, Language.ENGLISH) == "0.1 s"
    assert fresh(31, Language.ENGLISH) == "31 s"
    assert fresh(125, Language.SPANISH) == "2 min"


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Madrid", "2026-11-24 13:00:00 CET (UTC+01:00)"),
        ("America/Bogota", "2026-11-24 07:00:00 -05 (UTC-05:00)"),
        ("UTC", "2026-11-24 12:00:00 UTC (UTC+00:00)"),
    ],
)
def test_an_exact_time_is_this_computers_and_names_its_zone(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, zone: str, said: str
) -> None:
    request.addfinalizer(time.tzset)
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", zone)
        time.tzset()
        assert exact(NOON) == said


def test_moments() -> None:
    texts.choose(Language.SPANISH)
    assert clock_time(NOON, NOON, Language.SPANISH) == "12:00"
    assert clock_time(NOON - timedelta(days=1), NOON, Language.SPANISH) == "ayer 12:00"
    assert clock_time(NOON - timedelta(days=3), NOON, Language.SPANISH) == "21 nov 12:00"
    assert clock_time(NOON - timedelta(days=400), NOON, Language.ENGLISH) == "20 Oct 2025 12:00"


def test_a_day_that_was_filled_in_is_said_in_the_readers_language() -> None:
    assert as_read("2026-01-24", Language.SPANISH) == "24 ene 2026"
    assert as_read("2026-01-24", Language.ENGLISH) == "24 Jan 2026"
    assert as_read("2026-02-30", Language.ENGLISH) == "2026-02-30"
