"""A dashboard is remembered and shared as a link, and read from whatever somebody pastes."""

from datetime import date

import pytest

from desktop.state.dashboard_arrangement import Arrangement, is_link, read_link
from desktop.state.dashboard_period import Choice, Period

OURS = Arrangement(("overdue", "open"), ("flow", "due"), Choice(Period.WEEK), compares=False, is_wall=True)


def test_a_link_says_all_of_an_arrangement() -> None:
    assert (
        OURS.link() == "ventanilla:dashboard?period=week&compare=0&tiles=overdue,open&cards=flow,due&wall=1"
    )
    assert read_link(OURS.link()) == OURS


def test_own_dates_are_in_it() -> None:
    own = Arrangement(("open",), (), Choice(Period.OWN, date(2026, 11, 1), date(2026, 11, 9)))
    assert read_link(f"  {own.link()}\n") == own


@pytest.mark.parametrize(
    "text", ["ventanilla:4KF8-AECJ", "", "dashboard?period=week", "https://example.org/"]
)
def test_anything_else_is_no_link(text: str) -> None:
    assert not is_link(text)
    assert read_link(text) is None


def test_what_is_not_known_is_left_out_and_the_rest_is_read() -> None:
    found = read_link(
        "ventanilla:dashboard?period=century&tiles=open,open,moon&cards=&first=nonsense&wall=yes"
    )
    assert found == Arrangement(("open",), (), Choice(Period.TODAY), compares=True)


def test_own_dates_without_dates_are_today() -> None:
    assert read_link("ventanilla:dashboard?period=own&tiles=open") == Arrangement(("open",))


def test_nobody_sees_what_they_may_not() -> None:
    allowed = Arrangement(("unassigned", "open"), ("loads", "due")).allowed(("open", "kept"), ("due",))
    assert (allowed.tiles, allowed.cards) == (("open",), ("due",))


def test_where_nothing_is_left_everything_that_one_may_see_is_shown() -> None:
    allowed = Arrangement(("unassigned",), ()).allowed(("open", "kept"), ("due",))
    assert (allowed.tiles, allowed.cards) == (("open", "kept"), ("due",))
