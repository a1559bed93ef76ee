"""A list on screen without a screen: laid out, followed and read line by line."""

from collections.abc import Generator
from typing import TypeVar

from desktop.state.grouping import Heading
from desktop.state.listing import Listing, Step
from desktop.state.person import Person
from desktop.state.queue import Queue
from desktop.state.rows import Row, rows_of
from desktop.state.views import View
from shared.contracts.resources import IncidentRow
from tests.support.rows import incident_id

ANA = Person(id="e-ana00000001", name="Ana", teams=("returns",))
Result = TypeVar("Result")
Line = tuple[str, int] | int
"""A heading with its count, or the number of an incident."""


def whole(work: Generator[None, None, Result]) -> Result:
    """Do all the pieces of some work."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: Result = end.value
            return result


def arrange(listing: Listing, *, anew: bool = False) -> None:
    listing.adopt(whole(listing.arranging(anew=anew)))


def number_of(one: Row) -> int:
    return one.id.int - (1 << 90)


def lines(listing: Listing) -> list[Line]:
    found = (listing.at(place) for place in range(len(listing)))
    return [(one.title, one.count) if isinstance(one, Heading) else number_of(one) for one in found]


def listing_of(*rows: IncidentRow, view: View | None = None) -> tuple[Queue, Listing]:
    queue = Queue()
    queue.apply_all(rows_of(rows))
    listing = Listing(queue.lines, ANA)
    listing.want(view=view)
    arrange(listing, anew=True)
    return queue, listing


def follow(listing: Listing, number: int) -> list[Step]:
    return list(listing.follow(incident_id(number)))
