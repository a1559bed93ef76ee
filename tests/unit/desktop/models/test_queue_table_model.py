import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.controllers.desk import Desk
from desktop.models.queue_table_model import COLUMNS, ROW_ROLE
from desktop.state import texts
from desktop.state.columns import Column
from desktop.state.grouping import Grouping
from desktop.state.person import Person
from desktop.state.rows import rows_of
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import Language, Priority, State
from tests.support.rows import NOON, incident_id, row

ANA = Person(id="e-ana00000001", name="Ana")


@pytest.fixture
def desk(qapp: object) -> Desk:
    texts.choose(Language.ENGLISH)
    return Desk(ANA, lambda: NOON)


def take(desk: Desk, *rows: IncidentRow) -> None:
    desk.take(desk.queue.apply_all(rows_of(rows)))


def test_it_is_a_model_as_qt_wants_it(desk: Desk) -> None:
    tester = QAbstractItemModelTester(desk.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for number in range(30):
        take(desk, row(number % 7, version=number + 1, minutes_ago=number % 5, subject=f"s{number % 3}"))
        desk.model.sort(number % len(COLUMNS), Qt.SortOrder(number % 2))
    for grouping in (*Grouping, None):
        desk.model.group(grouping)
        for number in range(30, 45):
            state = list(State)[number % 3]
            take(desk, row(number % 7, version=number + len(grouping or "") * 20, state=state))
    take(desk, row(3, version=999, state=State.CLOSED))
    assert tester.model() is desk.model
    assert desk.model.rowCount() == 6


def test_a_cell_says_what_a_person_reads(desk: Desk) -> None:
    take(desk, row(1, minutes_ago=42, priority=Priority.URGENT))
    cells = {column: desk.model.index(0, place).data() for place, column in enumerate(COLUMNS)}
    assert cells[Column.STATE] == "New"
    assert cells[Column.PRIORITY] == "Urgent"
    assert cells[Column.AGE] == "42 min"
    assert cells[Column.ASSIGNEE] == "—"
    assert desk.model.index(0, 0).data(ROW_ROLE).id == incident_id(1)
    assert "Opened 42 minutes ago" in desk.model.index(0, 5).data(Qt.ItemDataRole.ToolTipRole)


def test_one_change_is_one_insert_and_touches_no_other_row(desk: Desk, qtbot: QtBot) -> None:
    take(desk, *(row(number, minutes_ago=number) for number in range(1, 6)))
    with qtbot.assertNotEmitted(desk.model.modelReset), qtbot.waitSignal(desk.model.rowsInserted) as inserted:
        take(desk, row(9, minutes_ago=3.5))
    parent, first, last = inserted.args
    assert (parent, first, last) == (QModelIndex(), 3, 3)


def test_a_row_that_sorts_elsewhere_moves_and_one_that_does_not_is_only_repainted(
    desk: Desk, qtbot: QtBot
) -> None:
    take(desk, *(row(number, subject=f"b{number}") for number in range(3)))
    desk.model.sort(COLUMNS.index(Column.SUBJECT))
    with qtbot.waitSignal(desk.model.rowsMoved):
        take(desk, row(2, version=2, subject="a"))
    with qtbot.assertNotEmitted(desk.model.rowsMoved), qtbot.waitSignal(desk.model.dataChanged):
        take(desk, row(2, version=3, subject="a", priority=Priority.HIGH))
    assert desk.model.index(0, 3).data() == "a"


def test_many_changes_at_once_lay_the_list_out_anew(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.model.relaid), qtbot.assertNotEmitted(desk.model.rowsInserted):
        take(desk, *(row(number) for number in range(300)))
    assert desk.model.rowCount() == 300
