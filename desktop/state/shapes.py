"""How a view looks, as it is written down: columns, widths, order and folded groups survive the day."""

import json

from pydantic import BaseModel, ConfigDict, ValidationError

from desktop.state.columns import Column
from desktop.state.grouping import Grouping
from desktop.state.ordering import Ordering
from desktop.state.views import Shape


class _Written(BaseModel):
    """What is on the disk; a field of a later version is no reason to forget the rest."""

    model_config = ConfigDict(extra="ignore")

    columns: tuple[Column, ...]
    widths: dict[Column, int] = {}
    sort: Column = Column.AGE
    descending: bool = False
    group: Grouping | None = None
    folded: frozenset[str] = frozenset()


def written(shape: Shape) -> str:
    """Return a shape as text."""
    order = shape.ordering
    return json.dumps(
        {
            "columns": shape.columns,
            "widths": dict(shape.widths),
            "sort": order.column,
            "descending": order.descending,
            "group": order.grouping,
            "folded": sorted(shape.folded),
        }
    )


def read_shape(text: str, otherwise: Shape) -> Shape:
    """Return the shape that was written; ``otherwise`` where nothing or nothing sensible was."""
    if not text:
        return otherwise
    try:
        found = _Written.model_validate_json(text)
    except ValidationError:
        return otherwise
    columns = tuple(dict.fromkeys(found.columns))
    if Column.SUBJECT not in columns:
        return otherwise  # it is what the list is about, and always there
    ordering = Ordering(found.sort, found.descending, found.group)
    return Shape(columns, tuple(found.widths.items()), ordering, found.folded)
