"""The settings of fair use: what they may say, and what ends the start."""

import pytest
from pydantic import ValidationError

from webform.fair import Action
from webform.rates import FairUse, Rates, Subject


def test_each_subject_has_its_own_rates() -> None:
    rates = Rates.read("address=30/hour email=10/hour email=20/day")
    assert rates.by == {Subject.ADDRESS: "30/hour", Subject.EMAIL: "10/hour;20/day"}


def test_off_is_no_limit() -> None:
    assert Rates.read(" off ").by == {}


@pytest.mark.parametrize("text", ["30/hour", "adress=30/hour", "email=", "email=0/hour", "email=30"])
def test_a_wrong_list_ends_the_start(text: str) -> None:
    with pytest.raises(ValidationError, match=r"such as"):
        FairUse.model_validate({"limit_opening": text})


def test_every_action_has_a_limit_by_default() -> None:
    rates = FairUse.model_validate({}).rates()
    assert rates.keys() == set(Action)
    assert all(Subject.ADDRESS in each.by for each in rates.values())
