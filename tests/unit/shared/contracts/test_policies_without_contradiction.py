"""Policies: whom they are for, and which of them contradict themselves."""

from typing import Any

import pytest
from pydantic import ValidationError

from shared.contracts.promises import Conditions, PolicyDefinition
from shared.contracts.vocabulary import Language, Priority, PromiseTarget

NAMES = {Language.SPANISH: "Todos", Language.ENGLISH: "Everybody"}


def policy(**fields: Any) -> PolicyDefinition:
    """Return a policy for everybody that promises a first answer and a resolution."""
    goals = {"first_answer": 60, "resolution": 600}
    whole = {"slug": "all", "version": 1, "names": NAMES, "calendar": "office", "goals": goals, **fields}
    return PolicyDefinition.model_validate(whole)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"goals": {}}, "at least one promise"),
        ({"goals": {"next_answer": 601, "resolution": 600}}, "later .601 min. than the resolution"),
        ({"warnings": (50, 50)}, "twice among the warnings: 50"),
        ({"warnings": (100,)}, "less than 100"),
        ({"escalations": [{"target": "next-answer", "percent": 90, "roles": ["admin"]}]}, "not promised"),
        ({"escalations": [{"target": "resolution", "percent": 90}]}, "does nothing"),
        (
            {"escalations": [{"target": "resolution", "percent": 90, "team": team} for team in ("a", "b")]},
            "twice among the escalations: resolution at 90 %",
        ),
    ],
)
def test_a_policy_that_contradicts_itself_is_refused(fields: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        policy(**fields)


def test_it_is_told_at_every_warning_at_the_breach_and_at_every_escalation() -> None:
    late = {"target": "resolution", "percent": 150, "priority": "urgent"}
    found = policy(warnings=(80, 50), escalations=[late])
    assert found.percents(PromiseTarget.RESOLUTION) == (50, 80, 100, 150)
    assert found.percents(PromiseTarget.FIRST_ANSWER) == (50, 80, 100)
    assert found.escalation(PromiseTarget.RESOLUTION, 150) == found.escalations[0]
    assert found.escalation(PromiseTarget.FIRST_ANSWER, 150) is None


def test_conditions_that_are_empty_let_in_all_and_the_others_must_all_be_met() -> None:
    assert Conditions().meet("late", Priority.LOW, None)
    narrow = Conditions(categories=("late",), priorities=(Priority.HIGH,), groups=("club",))
    assert narrow.meet("late", Priority.HIGH, "club")
    assert not narrow.meet("late", Priority.HIGH, None)
    assert not narrow.meet("late", Priority.LOW, "club")
    assert not narrow.meet("damaged", Priority.HIGH, "club")
