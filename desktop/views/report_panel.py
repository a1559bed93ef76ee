"""The report of what was not done: which incident, why, and what one can do about it."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from desktop.state.gestures import BY_NAME
from desktop.state.report import Missed
from desktop.state.texts import _, ngettext
from desktop.views import icons
from desktop.views.elided_label import ElidedLabel
from desktop.views.looks import number_font
from desktop.views.spoken_widget import SpokenWidget, button, label

LINES = 5
"""So many are seen at once; the rest is scrolled to."""


class ReportPanel(SpokenWidget):
    """Above the status line, there only while something is to be told.

    Signals:
        openAsked(Missed): the person wants to see that incident.
        againAsked(Missed): the person wants it tried again.
        closed(): the person has read it.
    """

    openAsked = Signal(object)
    againAsked = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="report")
        self._missed: Sequence[Missed] = ()
        self._icon = label()
        self._title = label("strong")
        self._close = button("quiet", "small")
        self._close.clicked.connect(self.closed)
        self._list = QListWidget()
        self._list.setObjectName("missed")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._list.verticalScrollBar().valueChanged.connect(self._build)
        self._height = 0
        """That of every line, once one was made."""
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 6)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self._list)
        self.hide()
        self.ready()

    @property
    def lines(self) -> list[str]:
        """What is told, line by line; empty when the panel is away."""
        return [] if self.isHidden() else [_sentence(one) for one in self._missed]

    def show_missed(self, missed: Sequence[Missed]) -> None:
        """Show these, or nothing any more."""
        told = len(self._missed)
        is_more = bool(self._missed) and tuple(missed[:told]) == tuple(self._missed)
        self._missed = missed
        if is_more:
            self._say_count()
            self._add_lines(missed[told:])
        else:
            self.say()
        self.setVisible(bool(missed))

    def press(self, place: int, name: str) -> None:
        """Press the button of this name in a line."""
        line = self._built(place)
        next(one for one in line.findChildren(QPushButton) if one.text() == name).click()

    def say(self) -> None:
        """Write it in the language in use."""
        self._close.setToolTip(_("Dismiss"))
        self._close.setAccessibleName(_("Dismiss"))
        self._say_count()
        self._height = 0
        self._list.clear()
        self._add_lines(self._missed)

    def recolour(self) -> None:
        """Draw the icons."""
        self._icon.setPixmap(icons.pixmap("warning", "warning"))
        self._close.setIcon(icons.icon("x", "muted"))

    def _say_count(self) -> None:
        count = len(self._missed)
        title = ngettext("{count} gesture was not done", "{count} gestures were not done", count)
        self._title.setText(title.format(count=count))
        self._list.setAccessibleName(self._title.text())

    def _add_lines(self, added: Sequence[Missed]) -> None:
        for missed in added:
            self._height = self._height or self._line(missed).sizeHint().height()
            item = QListWidgetItem(self._list)
            item.setSizeHint(QSize(0, self._height))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _sentence(missed))
        if added:
            self._list.setFixedHeight(self._height * min(LINES, len(self._missed)) + 4)
            self._build()

    def _build(self, _value: int = 0) -> None:
        """Make the lines that are seen; hundreds at once would hold up the window."""
        first = max(self._list.indexAt(QPoint(0, 0)).row(), 0)
        for place in range(first, min(first + LINES + 1, self._list.count())):
            self._built(place)

    def _built(self, place: int) -> QWidget:
        item = self._list.item(place)
        line = self._list.itemWidget(item)
        if line is None:
            line = self._line(self._missed[place])
            self._list.setItemWidget(item, line)
        return line

    def _line(self, missed: Missed) -> QWidget:
        line = QWidget()
        reference = button("link")
        reference.setFont(number_font(self.font()))
        reference.setText(missed.reference)
        reference.setToolTip(_("Open the incident"))
        reference.clicked.connect(lambda: self.openAsked.emit(missed))
        why = ElidedLabel()
        why.show_text(missed.trouble.why)
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 1, 0, 1)
        layout.setSpacing(12)
        layout.addWidget(reference)
        layout.addWidget(label("muted", BY_NAME[missed.gesture].label()))
        layout.addWidget(why, 1)
        if missed.again and missed.trouble.again:
            again = button("link")
            again.setText(missed.trouble.again)
            again.clicked.connect(lambda: self.againAsked.emit(missed))
            layout.addWidget(again)
        return line


def _sentence(missed: Missed) -> str:
    return f"{missed.reference}  {BY_NAME[missed.gesture].label()}: {missed.trouble.why}"
