"""Names stand in the order of the reader's language, numbers in that of their values."""

from datetime import timedelta

from desktop.state import texts
from desktop.state.columns import Column
from desktop.state.ordering import Ordering
from desktop.state.rows import row_of
from shared.contracts.vocabulary import Language
from tests.support.listings import arrange, follow, lines, listing_of
from tests.support.rows import NOON, row


def test_names_come_in_the_order_of_the_language_and_numbers_by_value() -> None:
    names = ("Nuria", "Ñuño", "Ortiz", "Álvaro", "Ana", "Alba", "Caja 10", "Caja 9")
    rows = [row(number, customer_name=name) for number, name in enumerate(names)]
    inorder = ["Alba", "Álvaro", "Ana", "Caja 9", "Caja 10"]
    for language, rest in (
        (Language.SPANISH, ["Nuria", "Ñuño", "Ortiz"]),
        (Language.ENGLISH, ["Ñuño", "Nuria", "Ortiz"]),
    ):
        texts.choose(language)
        _queue, listing = listing_of(*rows)
        listing.want(ordering=Ordering(Column.CUSTOMER))
        arrange(listing)
        assert [names[int(line)] for line in lines(listing)] == inorder + rest  # type: ignore[arg-type]


def test_another_language_is_another_wish_and_nothing_is_lost_meanwhile() -> None:
    texts.choose(Language.SPANISH)
    queue, listing = listing_of(row(1, customer_name="Nuria"), row(2, customer_name="Ñuño"))
    listing.want(ordering=Ordering(Column.CUSTOMER))
    arrange(listing)
    texts.choose(Language.ENGLISH)
    queue.apply(row_of(row(2, version=2, customer_name="Ñuño")))
    assert follow(listing, 2) == []
    assert lines(listing) == [1, 2]
    assert listing.want(ordering=listing.wish.ordering)
    arrange(listing)
    assert lines(listing) == [2, 1]


def test_what_waits_for_no_day_comes_behind_what_does() -> None:
    days = (None, NOON + timedelta(days=9), NOON + timedelta(days=2))
    _queue, listing = listing_of(*(row(number, wake_at=day) for number, day in enumerate(days)))
    listing.want(ordering=Ordering(Column.RETURNS))
    arrange(listing)
    assert lines(listing) == [2, 1, 0]
