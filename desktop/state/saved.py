"""Saved views: from what ``employees`` keeps to what the console shows, and back."""

from contextlib import suppress

from desktop.state.columns import Column
from desktop.state.grouping import Grouping
from desktop.state.ordering import Ordering
from desktop.state.person import Person
from desktop.state.views import Shape, View
from shared.contracts.views import (
    SavedView,
    Sharing,
    ViewBody,
    ViewColumn,
    ViewDefinition,
    ViewSort,
)


def view_from(saved: SavedView) -> View:
    """Return a saved view as the console shows it; columns that it does not know are left out."""
    definition = saved.definition
    known = set(Column)
    columns = tuple(Column(one.name) for one in definition.columns if one.name in known)
    widths = tuple(
        (Column(one.name), one.width) for one in definition.columns if one.width and one.name in known
    )
    shape = Shape()
    if Column.SUBJECT in columns:
        shape = Shape(columns, widths, shape.ordering)
    return View(str(saved.id), shape=Shape(shape.columns, shape.widths, _ordering(definition)), saved=saved)


def body_from(
    name: str, view: View, shape: Shape, query: str, me: Person, sharing: Sharing = Sharing.NOBODY
) -> ViewBody:
    """Return what a person sees now as a view to be saved: the rows of ``view`` with the words typed."""
    filters = view.filters(me)
    words = " ".join(filter(None, (filters.text, query)))
    widths = dict(shape.widths)
    order = shape.ordering
    definition = ViewDefinition(
        filters=filters.model_copy(update={"text": words or None}),
        columns=tuple(ViewColumn(name=column, width=widths.get(column)) for column in shape.columns),
        sort=ViewSort(column=order.column, descending=order.descending),
        group=order.grouping,
    )
    return ViewBody(name=name, shared_with=sharing, definition=definition)


def _ordering(definition: ViewDefinition) -> Ordering:
    column, descending, grouping = Column.AGE, False, None
    if definition.sort:
        with suppress(ValueError):  # a column of a later console
            column, descending = Column(definition.sort.column), definition.sort.descending
    if definition.group:
        with suppress(ValueError):
            grouping = Grouping(definition.group)
    return Ordering(column, descending, grouping)
