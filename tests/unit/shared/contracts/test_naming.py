"""What somebody is called in one line."""

import pytest

from shared.contracts.naming import full_name
from shared.contracts.vocabulary import NAME_MAX


@pytest.mark.parametrize(
    ("name", "surname", "whole"),
    [("Eva", "Ruiz Paz", "Eva Ruiz Paz"), ("Eva", None, "Eva"), ("Eva", "", "Eva")],
)
def test_a_name_is_followed_by_the_surname_where_there_is_one(
    name: str, surname: str | None, whole: str
) -> None:
    assert full_name(name, surname) == whole


def test_a_name_that_is_too_long_for_its_line_is_cut() -> None:
    assert full_name("x" * NAME_MAX, "y") == "x" * NAME_MAX
