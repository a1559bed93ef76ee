"""The menu of the list's heading: which columns there are, by which it is sorted, and what groups it."""

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.controllers.desk import Desk
from desktop.models.queue_cells import TITLES
from desktop.state.columns import Column
from desktop.state.grouping import NAMES, Grouping
from desktop.state.ordering import Ordering
from desktop.state.texts import _
from desktop.state.views import Shape
from desktop.views.main_window import MainWindow


class ListMenuController(QObject):
    """Opens at the heading with the right mouse button, and at the list with a key."""

    def __init__(self, desk: Desk, window: MainWindow) -> None:
        super().__init__(window)
        self._desk = desk
        self._table = window.queue.table
        self.menu: QMenu | None = None
        header = self._table.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda point: self._open(header.mapToGlobal(point)))

    def open(self) -> None:
        """Show it where the list begins."""
        header = self._table.horizontalHeader()
        self._open(header.mapToGlobal(header.rect().bottomLeft()))

    def _open(self, point: QPoint) -> None:
        menu = QMenu(self._table)
        self._add_columns(menu)
        menu.addSeparator()
        self._add_order(menu.addMenu(_("Sort by")))
        self._add_groups(menu.addMenu(_("Group by")))
        menu.addSeparator()
        menu.addAction(_("As it was at first")).triggered.connect(self._reset)
        menu.aboutToHide.connect(menu.deleteLater)
        self.menu = menu
        menu.popup(point)

    def _add_columns(self, menu: QMenu) -> None:
        chosen = self._table.columns.chosen
        for column in Column:
            action = _ticked(menu, _(TITLES[column]), is_ticked=column in chosen)
            action.setEnabled(column is not Column.SUBJECT)
            action.toggled.connect(lambda on, column=column: self._table.columns.choose(column, shown=on))

    def _add_order(self, menu: QMenu) -> None:
        now = self._desk.model.ordering
        for column in Column:
            action = _ticked(menu, _(TITLES[column]), is_ticked=column is now.column)
            action.triggered.connect(partial(self._sort, column, descending=False))
        menu.addSeparator()
        turned = _ticked(menu, _("The other way round"), is_ticked=now.descending)
        turned.triggered.connect(partial(self._sort, now.column, descending=not now.descending))

    def _add_groups(self, menu: QMenu) -> None:
        now = self._desk.model.ordering.grouping
        choices: list[tuple[Grouping | None, str]] = [(None, _("No groups"))]
        choices += [(grouping, _(name)) for grouping, name in NAMES.items()]
        for grouping, name in choices:
            action = _ticked(menu, name, is_ticked=grouping is now)
            action.triggered.connect(lambda _on=False, grouping=grouping: self._desk.model.group(grouping))
        menu.addSeparator()
        for name, folded in ((_("Fold all groups"), True), (_("Unfold all groups"), False)):
            every = menu.addAction(name)
            every.setEnabled(now is not None)
            every.triggered.connect(partial(self._fold_all, folded))

    def _sort(self, column: Column, _on: bool = False, *, descending: bool) -> None:
        ordering = Ordering(column, descending, self._desk.model.ordering.grouping)
        self._show(Shape(self._table.columns.chosen, self._table.columns.widths, ordering))

    def _fold_all(self, folded: bool, _on: bool = False) -> None:
        self._table.groups.fold_all(folded=folded)

    def _reset(self) -> None:
        self._fold_all(folded=False)
        self._show(Shape())

    def _show(self, shape: Shape) -> None:
        self._table.columns.show_shape(shape)
        self._desk.model.order(shape.ordering)


def _ticked(menu: QMenu, text: str, *, is_ticked: bool) -> QAction:
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(is_ticked)
    return action
