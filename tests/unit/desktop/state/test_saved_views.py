"""Saved views: there and back, and what their filters let through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.state.columns import Column
from desktop.state.conditions import matches
from desktop.state.dues import SOON
from desktop.state.grouping import Grouping
from desktop.state.ordering import Ordering
from desktop.state.person import Person
from desktop.state.rows import row_of
from desktop.state.saved import body_from, view_from
from desktop.state.scopes import Scope
from desktop.state.shapes import read_shape, written
from desktop.state.views import Shape, view_of
from shared.clock import utc_now
from shared.contracts.resources import Assignee
from shared.contracts.views import Hands, SavedView, Urge, ViewColumn, ViewDefinition, ViewFilters, ViewSort
from shared.contracts.vocabulary import Priority, State
from tests.support.rows import NOON, incident_id, row

ANA = Person(id="e-ana00000001", name="Ana", teams=("returns",))
HERS = ("e-ana00000001", "Ana")

columns = st.permutations(list(Column)).map(tuple)
shapes = st.builds(
    Shape,
    columns,
    st.dictionaries(st.sampled_from(list(Column)), st.integers(16, 900)).map(lambda one: tuple(one.items())),
    st.builds(Ordering, st.sampled_from(list(Column)), st.booleans(), st.sampled_from([None, *Grouping])),
    st.frozensets(st.sampled_from(["state:open", "team:", "assignee:e-ana00000001"])),
)


def kept(definition: ViewDefinition, name: str = "Kettles") -> SavedView:
    owner = Assignee(id=ANA.id, name=ANA.name)
    return SavedView(
        id=incident_id(1), owner=owner, version=1, updated_at=NOON, name=name, definition=definition
    )


@given(shapes)
def test_a_shape_that_is_written_down_is_read_as_it_was(shape: Shape) -> None:
    assert read_shape(written(shape), Shape()) == shape


@pytest.mark.parametrize("text", ["", "{", "[]", '{"columns": ["state"]}', '{"columns": ["heading"]}'])
def test_a_damaged_shape_is_the_usual_one(text: str) -> None:
    assert read_shape(text, Shape()) == Shape()


@given(shapes, st.sampled_from(list(Scope)), st.sampled_from(["", "kettle", "Tetera rota"]))
def test_a_view_comes_back_as_it_was_saved(shape: Shape, scope: Scope, query: str) -> None:
    body = body_from("Kettles", view_of(scope), shape, query, ANA)
    view = view_from(kept(body.definition))
    assert view.title() == "Kettles"
    assert view.shape.columns == shape.columns
    assert dict(view.shape.widths) == dict(shape.widths)
    assert view.shape.ordering == shape.ordering


@pytest.mark.parametrize("scope", list(Scope))
def test_a_saved_scope_shows_the_rows_of_the_scope(scope: Scope) -> None:
    body = body_from("Kettles", view_of(scope), Shape(), "", ANA)
    saved, plain = view_from(kept(body.definition)).predicate(ANA), view_of(scope).predicate(ANA)
    for state in State:
        for assignee in (None, HERS):
            one = row_of(row(state=state, assignee=assignee, team="returns"))
            assert saved(one) == plain(one), (scope, state, assignee)


NOW = utc_now()
FILTERS = [
    (ViewFilters(), {}, {"state": State.RESOLVED}),
    (ViewFilters(states=(State.RESOLVED,)), {"state": State.RESOLVED}, {}),
    (ViewFilters(assignee=Hands.MINE), {"assignee": HERS}, {}),
    (ViewFilters(assignee=Hands.UNASSIGNED), {}, {"assignee": HERS}),
    (ViewFilters(priorities=(Priority.URGENT,)), {"priority": Priority.URGENT}, {}),
    (ViewFilters(categories=("late",)), {"category": "late"}, {}),
    (ViewFilters(teams=("billing",)), {"team": "billing"}, {"team": None}),
    (ViewFilters(text="tetera JOSÉ"), {"subject": "Tetera", "customer_name": "jose"}, {"subject": "Tetera"}),
    (ViewFilters(urges=(Urge.WAITING,)), {"is_unanswered": True}, {}),
    (ViewFilters(urges=(Urge.WAITING, Urge.BREACHING)), {"is_unanswered": True}, {}),
    (
        ViewFilters(urges=(Urge.BREACHING,)),
        {"resolution_due": NOW + SOON},
        {"answer_due": NOW + 2 * SOON, "is_unanswered": True},
    ),
]


@pytest.mark.parametrize(("filters", "inside", "outside"), FILTERS)
def test_a_filter_lets_through_what_it_says(
    filters: ViewFilters, inside: dict[str, object], outside: dict[str, object]
) -> None:
    passes = matches(filters, ANA, NOW)
    assert passes(row_of(row(**inside)))  # type: ignore[arg-type]
    assert not passes(row_of(row(**outside)))  # type: ignore[arg-type]


def test_what_a_later_console_saved_is_shown_as_far_as_it_is_understood() -> None:
    definition = ViewDefinition(
        columns=tuple(ViewColumn(name=name) for name in ("mood", "subject", "state")),
        sort=ViewSort(column="mood"),
        group="mood",
    )
    shape = view_from(kept(definition)).shape
    assert shape.columns == (Column.SUBJECT, Column.STATE)
    assert shape.ordering == Ordering()
