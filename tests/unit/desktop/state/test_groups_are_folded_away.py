"""The rows of a folded group leave the list; its heading stays, counts them and opens it again."""

from desktop.state.grouping import Grouping
from desktop.state.listing import Insert, Remove
from desktop.state.ordering import Ordering
from desktop.state.rows import row_of
from shared.contracts.vocabulary import Priority
from tests.support.listings import arrange, follow, lines, listing_of
from tests.support.rows import row


def test_the_rows_of_a_folded_group_leave_and_its_heading_still_counts_them() -> None:
    queue, listing = listing_of(row(1), row(2, priority=Priority.URGENT), row(3, minutes_ago=3))
    listing.want(ordering=Ordering(grouping=Grouping.PRIORITY))
    arrange(listing)
    assert list(listing.fold(frozenset({"priority:normal"}))) == [Remove(3, 4)]
    assert lines(listing) == [("Urgent", 1), 2, ("Normal priority", 2)]
    assert listing.count == 3
    queue.apply(row_of(row(2, version=2)))
    assert follow(listing, 2) == [Remove(0, 1)]
    assert lines(listing) == [("Normal priority", 3)]
    assert list(listing.fold(frozenset())) == [Insert(1, 3)]
    assert lines(listing) == [("Normal priority", 3), 1, 2, 3]


def test_a_group_stays_folded_when_the_list_is_laid_out_anew() -> None:
    _queue, listing = listing_of(row(1), row(2, priority=Priority.URGENT))
    listing.want(ordering=Ordering(grouping=Grouping.PRIORITY), folded=frozenset({"priority:urgent"}))
    arrange(listing)
    listing.want(query="incident")
    arrange(listing, anew=True)
    assert lines(listing) == [("Urgent", 1), ("Normal priority", 1), 1]
