"""Views of one's own: saved with what is seen, shared, renamed, deleted, and shown as they were left."""

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop.app import Console
from desktop.state.columns import Column
from desktop.state.grouping import Grouping
from desktop.state.ordering import Ordering
from desktop.state.scopes import Scope
from desktop.state.views import View, view_of
from desktop.workplace import Workplace
from shared.contracts.resources import Assignee
from shared.contracts.views import SavedView, Sharing, ViewBody, ViewDefinition, ViewFilters
from shared.contracts.vocabulary import Priority
from tests.support.little_services import LittleServices
from tests.support.little_shop import ANA, LUIS, LittleShop, rules


def titles(place: Workplace) -> list[str]:
    return [view.title() for view in place.views.views if view.saved]


def subjects(place: Workplace) -> list[str]:
    rows = (place.desk.model.row_at(number) for number in range(place.desk.model.rowCount()))
    return [row.subject for row in rows if row]


def saved(place: Workplace) -> SavedView:
    found = place.views.views[-1].saved
    assert found is not None
    return found


@pytest.fixture
def full(place: Workplace, shop: LittleShop, qtbot: QtBot) -> None:
    """One incident in Ana's hands, and two that nobody has."""
    taken = shop.open("Tetera rota")
    shop.open("Tetera tarde")
    shop.open("Cobro doble")
    shop.change(taken.id, lambda found, at: rules.claim(found, ANA, at))
    qtbot.waitUntil(lambda: place.desk.counters[Scope.MINE] == 1 and place.desk.counters[Scope.ALL] == 3)


def keep(place: Workplace, qtbot: QtBot, name: str) -> View:
    """Save what is seen now, by hand."""
    place.window.sidebar.saveAsked.emit()
    popup = place.saved_views.popup
    assert popup is not None
    popup.field.setText(name)
    qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.views.view.title() == name)
    return place.views.view


@pytest.mark.usefixtures("full")
def test_what_one_sees_is_saved_with_filter_order_and_groups(place: Workplace, qtbot: QtBot) -> None:
    place.views.show(view_of(Scope.UNASSIGNED))
    place.window.top_bar.filter.setText("tetera")
    place.desk.model.order(Ordering(Column.SUBJECT, descending=True, grouping=Grouping.STATE))
    keep(place, qtbot, "Kettles")
    assert titles(place) == ["Kettles"]
    assert subjects(place) == ["Tetera tarde"]
    assert place.window.top_bar.filter.text() == ""
    place.views.show(view_of(Scope.ALL))
    assert len(subjects(place)) == 3
    place.views.show_number(8)
    assert subjects(place) == ["Tetera tarde"]
    assert place.desk.model.ordering == Ordering(Column.SUBJECT, descending=True, grouping=Grouping.STATE)


@pytest.mark.usefixtures("full")
def test_the_counter_of_a_saved_view_lives(place: Workplace, shop: LittleShop, qtbot: QtBot) -> None:
    place.window.top_bar.filter.setText("tetera")
    view = keep(place, qtbot, "Kettles")
    assert place.desk.counters[view.id] == 2
    shop.open("Otra tetera")
    qtbot.waitUntil(lambda: place.desk.counters[view.id] == 3)


@pytest.mark.usefixtures("full")
def test_a_view_is_renamed_shared_changed_and_deleted(
    place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    keep(place, qtbot, "Kettles")
    place.saved_views.rename(saved(place), "Teapots")
    qtbot.waitUntil(lambda: titles(place) == ["Teapots"])
    place.saved_views.share(saved(place), Sharing.TEAM)
    qtbot.waitUntil(lambda: saved(place).shared_with is Sharing.TEAM)
    place.window.top_bar.filter.setText("rota")
    place.saved_views.update(saved(place))
    qtbot.waitUntil(lambda: saved(place).definition.filters.text == "rota")
    assert [one.name for one in services.views.kept.values()] == ["Teapots"]
    place.saved_views.delete(saved(place))
    qtbot.waitUntil(lambda: titles(place) == [])
    assert place.views.view == view_of(Scope.ALL).shaped(place.views.view.shape)


def test_the_menu_of_a_colleagues_view_offers_a_copy_only(
    place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    urgent = ViewDefinition(filters=ViewFilters(priorities=(Priority.URGENT,)))
    body = ViewBody(name="Urgent", shared_with=Sharing.TEAM, definition=urgent)
    services.views.add(body, Assignee(id=LUIS.id or "", name=LUIS.name))
    place.saved_views.start()
    qtbot.waitUntil(lambda: titles(place) == ["Urgent"])
    place.window.sidebar.menuAsked.emit(place.views.views[-1], QPoint(10, 10))
    menu = place.saved_views.menu
    assert menu is not None
    assert [action.text() for action in menu.actions()] == [
        "Saved by Luis Romero",
        "Copy as a view of my own",
    ]
    menu.actions()[1].trigger()
    menu.close()
    qtbot.waitUntil(lambda: titles(place) == ["Urgent", "Urgent"])


@pytest.mark.usefixtures("full")
def test_a_view_that_cannot_be_saved_is_said_where_the_list_is(
    place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    services.broken = lambda _method, path: 503 if path.startswith("/api/v1/views") else None
    place.saved_views.save("Kettles")
    qtbot.waitUntil(lambda: "was not saved" in place.window.queue.notice.text)
    assert titles(place) == []


def test_columns_and_order_of_each_view_are_remembered(
    place: Workplace, console: Console, qtbot: QtBot
) -> None:
    table = place.window.queue.table
    place.views.show(view_of(Scope.MINE))
    table.columns.choose(Column.CATEGORY, shown=True)
    table.columns.choose(Column.CUSTOMER, shown=False)
    place.desk.model.group(Grouping.PRIORITY)
    place.views.show(view_of(Scope.ALL))
    assert Column.CUSTOMER in table.columns.chosen
    assert place.desk.model.ordering.grouping is None
    place.views.show(view_of(Scope.MINE))
    assert table.columns.chosen[-1] is Column.CATEGORY
    assert Column.CUSTOMER not in table.columns.chosen
    assert place.desk.model.ordering.grouping is Grouping.PRIORITY


def test_a_shared_views_new_look_reaches_those_who_opened_it_before(
    place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    body = ViewBody(name="Urgent", shared_with=Sharing.TEAM, definition=ViewDefinition())
    first = services.views.add(body, Assignee(id=LUIS.id or "", name=LUIS.name))
    place.saved_views.start()
    qtbot.waitUntil(lambda: titles(place) == ["Urgent"])
    place.views.show(place.views.views[-1])
    place.desk.model.group(Grouping.PRIORITY)
    place.views.show(view_of(Scope.ALL))
    place.views.show(place.views.views[-1])
    assert place.desk.model.ordering.grouping is Grouping.PRIORITY
    place.views.show(view_of(Scope.ALL))
    look = first.definition.model_copy(update={"group": "state"})
    services.views.kept[first.id] = first.model_copy(update={"definition": look, "version": 2})
    place.saved_views.start()
    qtbot.waitUntil(lambda: saved(place).version == 2)
    place.views.show(place.views.views[-1])
    assert place.desk.model.ordering.grouping is Grouping.STATE


def test_ctrl_and_a_number_shows_the_view_at_that_place(place: Workplace, qtbot: QtBot) -> None:
    qtbot.keyClick(place.window.queue.table, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert place.views.view.scope is Scope.UNASSIGNED
    place.views.show_number(99)
    assert place.views.view.scope is Scope.UNASSIGNED
