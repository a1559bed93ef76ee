"""Figures, and what differs from before, are said in words with a sign."""

import pytest

from desktop.state import texts
from desktop.state.dashboard_words import Better, Change, compared, decimal, lasting, left, number, percent
from shared.contracts.vocabulary import Language


@pytest.fixture(autouse=True)
def _in_english() -> None:
    texts.choose(Language.ENGLISH)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(40, "40 s"), (720, "12 min"), (7800, "2 h 10 min"), (7200, "2 h"), (187200, "2 d 4 h")],
)
def test_how_long_something_takes(seconds: float, text: str) -> None:
    assert lasting(seconds) == text


def test_what_is_late_says_so() -> None:
    assert (left(2460), left(-720)) == ("41 min", "late 12 min")


def test_numbers_follow_the_language() -> None:
    assert (number(1234), decimal(4.25)) == ("1,234", "4.2")
    texts.choose(Language.SPANISH)
    assert (number(1234), decimal(4.25)) == ("1.234", "4,2")


def test_a_difference_has_a_sign_a_size_and_a_share() -> None:
    assert compared(62, 50, Better.MORE) == Change("▲ 12 more (+24 %)", "ok")
    assert compared(38, 50, Better.MORE) == Change("▼ 12 less (−24 %)", "danger")
    assert compared(38, 50, Better.LESS) == Change("▼ 12 less (−24 %)", "ok")
    assert compared(50, 50, Better.MORE) == Change("= as before", "muted")


def test_more_arrivals_are_neither_good_nor_bad() -> None:
    assert compared(62, 50, Better.NEITHER) == Change("▲ 12 more (+24 %)", "muted")


def test_times_and_shares_differ_in_their_own_unit() -> None:
    assert compared(1500, 1260, Better.LESS, lasting) == Change("▲ 4 min more (+19 %)", "danger")
    assert compared(93, 90, Better.MORE, percent) == Change("▲ 3 % more", "ok")


def test_without_one_of_both_nothing_is_said() -> None:
    assert compared(5, None, Better.MORE) is None
    assert compared(None, 5, Better.MORE) is None


def test_out_of_nothing_there_is_no_share() -> None:
    assert compared(10, 0, Better.MORE) == Change("▲ 10 more", "ok")
