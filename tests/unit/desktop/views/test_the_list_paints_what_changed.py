from collections.abc import Iterator
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from backend.incidents import rules
from desktop.state.columns import Column
from desktop.state.grouping import Grouping
from desktop.state.ordering import Ordering
from desktop.workplace import Workplace
from tests.support.little_shop import ANA, LUIS, LittleShop

ROW_COUNT = 60


class Painted(QObject):
    """Notes which parts of the list are painted, as the first pixel from above and the last."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[tuple[int, int]] = []

    @property
    def tallest(self) -> int:
        """Return the height of the largest part."""
        return max((bottom - top + 1 for top, bottom in self.parts), default=0)

    def was_quiet(self) -> bool:
        """Tell whether nothing was painted since the last time that this was asked."""
        quiet = not self.parts
        self.parts.clear()
        return quiet

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's spelling
        """Take note, and let it be painted."""
        if isinstance(event, QPaintEvent):
            region = list(event.region())  # type: ignore[call-overload]  # PySide's stubs know no loop over it
            self.parts += [(part.top(), part.bottom()) for part in region]
        return False


@pytest.fixture
def full(place: Workplace, shop: LittleShop, qtbot: QtBot) -> list[UUID]:
    """Sixty rows, the newest on top; their identities from the top."""
    ids = [shop.open(f"Row {number}", minutes_ago=ROW_COUNT - number).id for number in range(ROW_COUNT)]
    qtbot.waitUntil(lambda: place.desk.model.rowCount() == ROW_COUNT)
    return ids[::-1]


@pytest.fixture
def painted(place: Workplace, full: list[UUID], qtbot: QtBot) -> Iterator[Painted]:
    """What is painted from now on, in the middle of a list that has come to rest."""
    table = place.window.queue.table
    table.verticalScrollBar().setValue(300)
    painted = Painted()
    table.viewport().installEventFilter(painted)
    come_to_rest(place, full, painted, qtbot)
    yield painted
    table.viewport().removeEventFilter(painted)


def come_to_rest(place: Workplace, ids: list[UUID], painted: Painted, qtbot: QtBot) -> None:
    """Wait until nothing glows, and everything is painted."""
    table = place.window.queue.table
    wait_for_the_glow(place, ids, qtbot)
    table.viewport().update()
    qtbot.waitUntil(lambda: painted.tallest == table.viewport().height())
    qtbot.waitUntil(painted.was_quiet)


def wait_for_the_glow(place: Workplace, ids: list[UUID], qtbot: QtBot) -> None:
    """Wait until nothing glows, and its last light was taken away."""
    glow = place.window.queue.table.glow
    glow.light(ids[0])
    with qtbot.waitSignal(
        glow.faded, timeout=10_000, check_params_cb=lambda _ids: not any(map(glow.strength, ids))
    ):
        pass


def on_the_glass(place: Workplace) -> QImage:
    """Return the list as it was painted last, without painting it."""
    window, viewport = place.window, place.window.queue.table.viewport()
    area = QRect(viewport.mapTo(window, QPoint()), viewport.size())
    return window.screen().grabWindow(window.winId()).toImage().copy(area)


def seen_in_the_middle(place: Workplace) -> UUID:
    table = place.window.queue.table
    row = place.desk.model.row_at(table.rowAt(table.viewport().height() // 2))
    assert row is not None
    return row.id


def test_a_row_that_comes_above_what_is_seen_paints_nothing(
    place: Workplace, shop: LittleShop, painted: Painted, qtbot: QtBot
) -> None:
    table = place.window.queue.table
    shop.open("New")
    qtbot.waitUntil(lambda: place.desk.model.rowCount() == ROW_COUNT + 1)
    # A row in sight is painted after it, alone; whatever else was to be painted would be by then.
    seen = seen_in_the_middle(place)
    shop.change(seen, lambda found, at: rules.claim(found, ANA, at))
    qtbot.waitUntil(lambda: bool(painted.parts))
    number = place.desk.model.place_of(seen)
    assert number is not None
    top = table.rowViewportPosition(number)
    assert set(painted.parts) == {(top, top + table.rowHeight(number) - 1)}


def test_what_is_seen_after_many_rows_came_above_is_what_a_whole_painting_shows(
    place: Workplace, shop: LittleShop, full: list[UUID], painted: Painted, qtbot: QtBot
) -> None:
    ids = full + [shop.open(f"New {number}").id for number in range(7)]
    shop.change(seen_in_the_middle(place), lambda found, at: rules.resolve(found, LUIS, at))
    qtbot.waitUntil(lambda: place.desk.model.rowCount() == ROW_COUNT + 6)
    wait_for_the_glow(place, ids, qtbot)
    before = on_the_glass(place)
    come_to_rest(place, ids, painted, qtbot)
    assert before == on_the_glass(place)


def test_what_is_seen_is_right_while_a_tooltip_hangs_in_the_list(
    place: Workplace, shop: LittleShop, full: list[UUID], painted: Painted, qtbot: QtBot
) -> None:
    viewport = place.window.queue.table.viewport()
    QToolTip.showText(viewport.mapToGlobal(QPoint(200, 200)), "A tooltip", viewport)
    assert viewport.children()
    ids = [*full, shop.open("New").id]
    qtbot.waitUntil(lambda: place.desk.model.rowCount() == ROW_COUNT + 1)
    wait_for_the_glow(place, ids, qtbot)
    before = on_the_glass(place)
    QToolTip.hideText()
    come_to_rest(place, ids, painted, qtbot)
    assert before == on_the_glass(place)


def test_a_row_that_leaves_from_within_what_is_seen_is_painted_away(
    place: Workplace, shop: LittleShop, painted: Painted, qtbot: QtBot
) -> None:
    seen = seen_in_the_middle(place)
    shop.change(seen, lambda found, at: rules.resolve(found, LUIS, at))
    qtbot.waitUntil(lambda: place.desk.model.place_of(seen) is None)
    table = place.window.queue.table
    qtbot.waitUntil(lambda: painted.tallest > table.rowHeight(0))


def test_a_heading_is_painted_when_its_number_changes(
    place: Workplace, shop: LittleShop, full: list[UUID], painted: Painted, qtbot: QtBot
) -> None:
    table = place.window.queue.table
    place.desk.model.order(Ordering(Column.AGE, grouping=Grouping.STATE))
    table.to_top()
    come_to_rest(place, full, painted, qtbot)
    shop.change(full[-1], lambda found, at: rules.claim(found, ANA, at))
    qtbot.waitUntil(lambda: (0, table.rowHeight(0) - 1) in painted.parts)
    assert painted.tallest < table.viewport().height()


def test_the_pointer_lights_its_row_alone_and_still_the_same_place_when_rows_come(
    place: Workplace, shop: LittleShop, painted: Painted, qtbot: QtBot
) -> None:
    table = place.window.queue.table
    height = table.rowHeight(0)
    QTest.mouseMove(table.viewport(), QPoint(200, 5 * height))
    qtbot.waitUntil(lambda: bool(painted.parts))
    assert painted.tallest <= height
    pointed = table.rowAt(5 * height)
    shop.open("New")
    qtbot.waitUntil(lambda: place.desk.model.rowCount() == ROW_COUNT + 1)
    row = place.desk.model.row_at(table.rowAt(5 * height))
    assert row is not None
    assert place.desk.model.place_of(row.id) == pointed + 1
    assert table.itemDelegate().hovered == pointed + 1  # type: ignore[attr-defined]
