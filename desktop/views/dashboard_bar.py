"""The bar over a dashboard: of which time it is, with what it is compared, and how fresh it is."""

from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.state.dashboard_period import BEFORE, NAMES, Choice, Period
from desktop.state.texts import _, mark
from desktop.views import icons
from desktop.views.elided_label import ElidedLabel
from desktop.views.spoken_widget import SpokenWidget, button, label

ROOM_FOR_WORDS = 1200
"""Below this width the buttons are icons alone."""
BUTTONS = {
    "arrange": (mark("Arrange"), "squares-four", "Ctrl+E"),
    "copy": (mark("Copy a link"), "link", "Shift+Y"),
    "wall": (mark("Wall mode"), "monitor", "F11"),
}
"""What can be done, each with its icon and its key."""


class DashboardBar(SpokenWidget):
    """Filled from an arrangement; tells what the person chooses instead.

    Signals:
        chosen(Choice): another period.
        compared(bool): compare it with the one before, or not.
        pressed(str): one of the BUTTONS.
    """

    chosen = Signal(object)
    compared = Signal(bool)
    pressed = Signal(str)

    def __init__(self, *, is_own: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="topbar")
        self._is_own = is_own
        self._title = label("heading")
        self.period = QComboBox()
        self.first, self.last = QDateEdit(), QDateEdit()
        self.compare = QCheckBox()
        self.fresh = ElidedLabel("small")
        self.buttons: dict[str, QPushButton] = {name: button("quiet") for name in BUTTONS}
        for period in Period:
            self.period.addItem("", str(period))
        for day in (self.first, self.last):
            day.setCalendarPopup(True)
            day.setDisplayFormat("yyyy-MM-dd")
            day.setKeyboardTracking(False)
            day.dateChanged.connect(self._choose)
        self.period.currentIndexChanged.connect(self._choose)
        self.compare.toggled.connect(self.compared)
        for name, pressed in self.buttons.items():
            pressed.clicked.connect(lambda _on=False, name=name: self.pressed.emit(name))
        self._lay_out()
        self.ready()

    def show_choice(self, choice: Choice, today: date, *, compares: bool) -> None:
        """Show what is chosen, and tell nobody."""
        blockers = [QSignalBlocker(one) for one in (self.period, self.first, self.last, self.compare)]
        self.period.setCurrentIndex(self.period.findData(str(choice.period)))
        for edit, day in ((self.first, choice.first or today), (self.last, choice.last or today)):
            edit.setDate(QDate(day.year, day.month, day.day))
            edit.setVisible(choice.period is Period.OWN)
        self.compare.setChecked(compares)
        del blockers
        self.say()

    def show_freshness(self, text: str) -> None:
        """Say how old the figures are."""
        self.fresh.show_text(text)

    def compared_with(self) -> str:
        """Return what the figures are compared with, in words."""
        return _("compared with {period}").format(period=_(BEFORE[self._period()]))

    def say(self) -> None:
        """Write the texts."""
        self._title.setText(_("Your figures") if self._is_own else _("Live figures"))
        for place, period in enumerate(Period):
            self.period.setItemText(place, _(NAMES[period]))
        self.period.setAccessibleName(_("Period"))
        self.first.setAccessibleName(_("First day"))
        self.last.setAccessibleName(_("Last day"))
        self.compare.setText(self.compared_with().capitalize())
        for name, (text, _icon, key) in BUTTONS.items():
            one = self.buttons[name]
            one.setToolTip(f"{_(text)} ({key})")
            one.setAccessibleName(_(text))
            one.setText(_(text) if self.width() >= ROOM_FOR_WORDS else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write words where there is room for them."""
        super().resizeEvent(event)
        self.say()

    def recolour(self) -> None:
        """Draw the icons."""
        for name, (_text, icon, _key) in BUTTONS.items():
            self.buttons[name].setIcon(icons.icon(icon, "muted"))

    def _period(self) -> Period:
        return Period(self.period.currentData() or Period.TODAY)

    def _choose(self) -> None:
        first, last = self.first.date().toPython(), self.last.date().toPython()
        assert isinstance(first, date)
        assert isinstance(last, date)
        period = self._period()
        self.chosen.emit(Choice(period, first, last) if period is Period.OWN else Choice(period))

    def _lay_out(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(8)
        for part in (self._title, self.period, self.first, self.last, self.compare):
            upper.addWidget(part)
        upper.addStretch(1)
        for one in self.buttons.values():
            upper.addWidget(one)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 8, 8, 6)
        whole.setSpacing(4)
        whole.addLayout(upper)
        whole.addWidget(self.fresh)
