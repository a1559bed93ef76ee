"""The views of the queue at the side, each with its counter."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from desktop.state.scopes import Scope
from desktop.state.texts import _
from desktop.state.views import View
from desktop.views import icons, theme
from desktop.views.looks import number_font
from desktop.views.spoken_widget import SpokenWidget, button
from shared.contracts.views import Sharing

ICONS = {
    Scope.MINE: "user",
    Scope.TEAM: "users-three",
    Scope.UNASSIGNED: "tray",
    Scope.BREACHING: "alarm",
    Scope.WAITING: "pause",
    Scope.ALL: "stack",
    Scope.RESOLVED: "check",
}
SAVED_ICON, SHARED_ICON = "bookmark-simple", "share-network"
HEIGHT = 36
WIDEST = 240
NARROW_DIGITS = "9999"
"""Counters up to this leave the narrow sidebar as wide as it is."""


class ViewButton(QAbstractButton):
    """One view: icon, name, and how many rows it has."""

    def __init__(self, view: View, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self._count = 0
        self._narrow = False
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_count(self, count: int) -> None:
        """Show this number."""
        if count != self._count:
            self._count = count
            self._name()
            self.update()

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the icon and the counter only, or the name too."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.updateGeometry()
            self.update()

    def say(self) -> None:
        """Name it in the language in use."""
        self.setText(self.view.title())
        self._name()
        self.update()

    def _icon(self) -> str:
        if self.view.saved:
            return SAVED_ICON if self.view.saved.shared_with is Sharing.NOBODY else SHARED_ICON
        return ICONS[self.view.scope]

    def _name(self) -> None:
        self.setAccessibleName(f"{self.text()}: {self._count}")
        self.setToolTip(self.text() if self._narrow or self.view.saved is not None else "")

    def sizeHint(self) -> QSize:
        """Return its size."""
        if self._narrow:
            digits = max(str(self._count), NARROW_DIGITS, key=len)
            return QSize(12 + icons.SIZE + 10 + self.fontMetrics().horizontalAdvance(digits) + 12, HEIGHT)
        # What somebody called a view may be long, and is cut off rather than take the list's room.
        return QSize(min(self.fontMetrics().horizontalAdvance(self.text()) + 100, WIDEST), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it: tinted when chosen, with a ring when it has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.rect().adjusted(1, 1, -1, -1)
        ground = "accent_tint" if self.isChecked() else "raised" if self.underMouse() else ""
        painter.setPen(Qt.PenStyle.NoPen)
        if ground:
            painter.setBrush(theme.color(ground))
            painter.drawRoundedRect(area, 6, 6)
        if self.hasFocus():
            painter.setPen(theme.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, 6, 6)
        colour = "accent" if self.isChecked() else "text"
        icon_top = (self.height() - icons.SIZE) // 2
        painter.drawPixmap(12, icon_top, icons.pixmap(self._icon(), colour))
        if not self._narrow:
            self._paint_name(painter)
        painter.setFont(number_font(self.font()))
        painter.setPen(theme.color("text" if self.isChecked() else "muted"))
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(self.rect().adjusted(0, 0, -12, 0), side, str(self._count))

    def _paint_name(self, painter: QPainter) -> None:
        font = self.font()
        font.setWeight(font.Weight.DemiBold if self.isChecked() else font.Weight.Normal)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        room = self.width() - 60 - painter.fontMetrics().horizontalAdvance(str(self._count))
        name = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(36, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, name)


class Sidebar(SpokenWidget):
    """The list of views: those that everybody has, below them the saved ones.

    Signals:
        chosen(View): the person wants to see this view.
        saveAsked(): the person wants to keep what they see now as a view.
        menuAsked(View, QPoint): the person wants to know what can be done with a saved view; a global point.
    """

    chosen = Signal(object)
    saveAsked = Signal()
    menuAsked = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="sidebar")
        self._buttons: dict[str, ViewButton] = {}
        self._narrow = False
        self._group = QButtonGroup(self)
        self._save = button("quiet")
        self._save.clicked.connect(self.saveAsked)
        self._views = QVBoxLayout()
        self._views.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 12, 8, 12)
        layout.setSpacing(8)
        layout.addLayout(self._views)
        layout.addWidget(self._save, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        self.ready()

    def show_views(self, views: Sequence[View]) -> None:
        """Show these, in this order."""
        self._drop()
        for view in views:
            if view.scope is Scope.RESOLVED or (view.saved and not self._has_saved()):
                self._views.addSpacing(8)
            one = ViewButton(view)
            one.clicked.connect(lambda _checked=False, view=view: self.chosen.emit(view))
            if view.saved:
                one.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                one.customContextMenuRequested.connect(
                    lambda point, one=one: self.menuAsked.emit(one.view, one.mapToGlobal(point))
                )
            one.set_narrow(narrow=self._narrow)
            one.say()
            self._group.addButton(one)
            self._views.addWidget(one)
            self._buttons[view.id] = one

    def save_corner(self) -> QPoint:
        """Return where, on the screen, the button that saves has its lower left corner."""
        return self._save.mapToGlobal(self._save.rect().bottomLeft())

    def choose(self, view_id: str) -> None:
        """Mark the view that is shown."""
        if view_id in self._buttons:
            self._buttons[view_id].setChecked(True)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show icons and counters only, or the names too."""
        self._narrow = narrow
        for one in self._buttons.values():
            one.set_narrow(narrow=narrow)
        self._say_save()

    def set_count(self, view_id: str, count: int) -> None:
        """Show how many rows a view has."""
        if view_id in self._buttons:
            self._buttons[view_id].set_count(count)

    def say(self) -> None:
        """Name the views."""
        for one in self._buttons.values():
            one.say()
        self._say_save()
        self.updateGeometry()

    def recolour(self) -> None:
        """Draw the icon."""
        self._save.setIcon(icons.icon("plus", "muted"))

    def _say_save(self) -> None:
        name = _("Save this view")
        self._save.setText("" if self._narrow else name)
        self._save.setAccessibleName(name)
        self._save.setToolTip(_("Keep filter, columns, order and groups as a view of your own"))

    def _has_saved(self) -> bool:
        return any(one.view.saved is not None for one in self._buttons.values())

    def _drop(self) -> None:
        while self._views.takeAt(0):
            pass
        for one in self._buttons.values():
            self._group.removeButton(one)
            one.hide()
            one.deleteLater()
        self._buttons.clear()
