from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.state.waking import LONGEST, mornings, typed

NOW = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)  # a Tuesday


def test_tomorrow_comes_first_and_monday_is_among_them() -> None:
    offered = mornings(NOW)
    assert offered[0] == datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert datetime(2026, 11, 30, 9, tzinfo=UTC) in offered
    assert offered == sorted(set(offered))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("28/11", (2026, 11, 28)),
        ("28.11.2026", (2026, 11, 28)),
        ("2026-12-01", (2026, 12, 1)),
        ("1-2-27", (2027, 2, 1)),
        ("3/1", (2027, 1, 3)),
        ("el 28 / 11", (2026, 11, 28)),
    ],
)
def test_a_day_is_read_as_people_type_it(text: str, day: tuple[int, int, int]) -> None:
    assert typed(text, NOW) == datetime(*day, 9, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "mañana", "31/2", "24/11/2026", "2029-01-01", "12", "99/99/99", "0/0"])
def test_what_names_no_day_of_the_year_to_come_is_none(text: str) -> None:
    assert typed(text, NOW) is None


@given(st.text(alphabet="0123456789/-. ab", max_size=14))
def test_whatever_is_typed_is_a_day_to_come_or_nothing(text: str) -> None:
    found = typed(text, NOW)
    assert found is None or timedelta() < found - NOW <= LONGEST
