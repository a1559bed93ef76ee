"""A saved view is what a console can show, and nothing else."""

from typing import Any

import pytest
from pydantic import ValidationError

from shared.contracts.views import MOST, Hands, Sharing, ViewBody, ViewDefinition


def test_an_empty_view_lets_everything_through_and_is_nobody_elses() -> None:
    view = ViewBody(name="All", definition=ViewDefinition())
    assert view.shared_with is Sharing.NOBODY
    assert view.definition.filters.assignee is Hands.ANY
    assert view.definition.filters.text is None


@pytest.mark.parametrize(
    "definition",
    [
        {"filters": {"teams": ["shipping"] * (MOST + 1)}},
        {"filters": {"tags": ["two words"]}},
        {"filters": {"tags": [""]}},
        {"filters": {"text": "x" * 200}},
        {"filters": {"assignee": "e-anaanaan"}},
        {"columns": [{"name": "Reference"}]},
        {"columns": [{"name": "reference", "width": 8}]},
        {"sort": {"descending": True}},
        {"rows": 7},
    ],
)
def test_what_has_no_place_in_a_view_is_refused(definition: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ViewDefinition.model_validate(definition)
