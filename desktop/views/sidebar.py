"""The views of the queue at the side, each with its counter."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from desktop.state.scopes import Scope, name_of
from desktop.views import icons, theme
from desktop.views.looks import number_font
from desktop.views.spoken_widget import SpokenWidget

ICONS = {
    Scope.MINE: "user",
    Scope.TEAM: "users-three",
    Scope.UNASSIGNED: "tray",
    Scope.WAITING: "pause",
    Scope.ALL: "stack",
    Scope.RESOLVED: "check",
}
HEIGHT = 36
NARROW_DIGITS = "9999"
"""Counters up to this leave the narrow sidebar as wide as it is."""


class ScopeButton(QAbstractButton):
    """One view: icon, name, and how many rows it has."""

    def __init__(self, scope: Scope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scope = scope
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
        self.setText(name_of(self.scope))
        self._name()
        self.update()

    def _name(self) -> None:
        self.setAccessibleName(f"{self.text()}: {self._count}")
        self.setToolTip(self.text() if self._narrow else "")

    def sizeHint(self) -> QSize:
        """Return its size."""
        if self._narrow:
            digits = max(str(self._count), NARROW_DIGITS, key=len)
            return QSize(12 + icons.SIZE + 10 + self.fontMetrics().horizontalAdvance(digits) + 12, HEIGHT)
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 100, HEIGHT)

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
        painter.drawPixmap(12, icon_top, icons.pixmap(ICONS[self.scope], colour))
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
        name_area = QRect(36, 0, self.width() - 90, self.height())
        painter.drawText(name_area, Qt.AlignmentFlag.AlignVCenter, self.text())


class Sidebar(SpokenWidget):
    """The list of views.

    Signals:
        chosen(Scope): the person wants to see this view.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="sidebar")
        self._buttons: dict[Scope, ScopeButton] = {}
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 12, 8, 12)
        layout.setSpacing(2)
        for scope in Scope:
            one = ScopeButton(scope)
            one.clicked.connect(lambda _checked=False, scope=scope: self.chosen.emit(scope))
            group.addButton(one)
            layout.addWidget(one)
            self._buttons[scope] = one
            if scope is Scope.ALL:
                layout.addSpacing(8)
        layout.addStretch(1)
        self.ready()

    def choose(self, scope: Scope) -> None:
        """Mark the view that is shown."""
        self._buttons[scope].setChecked(True)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show icons and counters only, or the names too."""
        for one in self._buttons.values():
            one.set_narrow(narrow=narrow)

    def set_count(self, scope: Scope, count: int) -> None:
        """Show how many rows a view has."""
        self._buttons[scope].set_count(count)

    def say(self) -> None:
        """Name the views."""
        for one in self._buttons.values():
            one.say()
        self.updateGeometry()
