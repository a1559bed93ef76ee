"""Very many rows: they are sorted, filtered and grouped in pieces, between which the window lives on."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.controllers.desk import Desk
from desktop.models.queue_table_model import FEW
from desktop.state import texts
from desktop.state.columns import Column
from desktop.state.grouping import Grouping
from desktop.state.ordering import PIECE, Ordering
from desktop.state.person import Person
from desktop.state.rows import rows_of
from shared.contracts.vocabulary import Language, State
from tests.support.rows import NOON, incident_id, row

ANA = Person(id="e-ana00000001", name="Ana")
MANY = 2 * PIECE + FEW


@pytest.fixture
def desk(qapp: object, qtbot: QtBot) -> Desk:
    """A desk with very many rows, fed as they come from the service."""
    texts.choose(Language.ENGLISH)
    found = Desk(ANA, lambda: NOON)
    rows = rows_of(row(number, minutes_ago=number, subject=f"S{number % 7}") for number in range(MANY))
    for start in range(0, MANY, 150):
        found.feed(rows[start : start + 150])
    found.complete({one.id for one in rows}, NOON)
    qtbot.waitUntil(lambda: not found.model.is_busy)
    return found


def numbers(desk: Desk) -> list[int]:
    return [one.int - (1 << 90) for one in desk.model.ids()]


def test_all_are_listed_in_order(desk: Desk) -> None:
    assert numbers(desk) == list(range(MANY))


def test_the_list_stays_as_it_is_until_it_is_laid_out(desk: Desk, qtbot: QtBot) -> None:
    desk.model.order(Ordering(Column.SUBJECT, descending=True))
    assert desk.model.is_busy
    assert numbers(desk) == list(range(MANY))
    desk.take(desk.queue.apply_all(rows_of([row(3, version=2, state=State.CLOSED)])))
    qtbot.waitUntil(lambda: not desk.model.is_busy)
    expected = sorted((one for one in range(MANY) if one != 3), key=lambda one: (-(one % 7), one))
    assert numbers(desk) == expected


def test_who_types_on_meanwhile_gets_what_was_typed_last(desk: Desk, qtbot: QtBot) -> None:
    for text in ("s", "s5", "s5 marta", "s6"):
        desk.model.show_query(text)
    qtbot.waitUntil(lambda: not desk.model.is_busy)
    expected = [row for row in desk.queue.lines.values() if "s6" in row.text]
    assert desk.model.ids() == [row.id for row in expected]


def test_groups_count_all(desk: Desk, qtbot: QtBot) -> None:
    desk.model.group(Grouping.STATE)
    qtbot.waitUntil(lambda: not desk.model.is_busy)
    assert desk.model.count == MANY
    assert desk.model.rowCount() == MANY + 1
    assert desk.model.place_of(incident_id(0)) == 1
