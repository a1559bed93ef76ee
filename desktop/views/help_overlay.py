"""All keys on one card, made from the table of gestures, so that it can't differ from what works."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.state.gestures import GESTURES, GROUPS, Gesture, Group
from desktop.state.texts import _
from desktop.views import icons
from desktop.views.key_names import key_name
from desktop.views.spoken_widget import SpokenWidget, button, label

KEYS_WIDTH = 100
ARRANGEMENTS: tuple[tuple[tuple[Group, ...], ...], ...] = (
    ((Group.INCIDENT,), (Group.SORTING, Group.CONSOLE), (Group.MOVING,)),
    ((Group.INCIDENT, Group.MOVING), (Group.SORTING, Group.CONSOLE)),
    (tuple(Group),),
)
"""The columns, the widest arrangement first: large letters in a narrow window need another."""
AROUND = QSize(90, 130)
"""What the frame of the card and the window's edge take."""
STEP = QAbstractSlider.SliderAction
SCROLLING = {
    Qt.Key.Key_Down: STEP.SliderSingleStepAdd,
    Qt.Key.Key_Up: STEP.SliderSingleStepSub,
    Qt.Key.Key_PageDown: STEP.SliderPageStepAdd,
    Qt.Key.Key_PageUp: STEP.SliderPageStepSub,
    Qt.Key.Key_End: STEP.SliderToMaximum,
    Qt.Key.Key_Home: STEP.SliderToMinimum,
}
LINE = 27
"""So many pixels one key of an arrow scrolls: a line of the card."""


class HelpOverlay(SpokenWidget):
    """Covers the window until a key is pressed or it is clicked."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._before: QWidget | None = None
        self._card = SpokenWidget(self, name="card")
        self._title = label("heading")
        self._more = label("small")
        self._close = button("quiet")
        self._close.clicked.connect(self.hide)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(48)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._more, 1)
        head.addWidget(self._close)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(24, 16, 24, 24)
        inside.setSpacing(16)
        inside.addLayout(head)
        keys = QWidget()
        keys.setObjectName("flow")
        keys.setLayout(self._columns)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._scroll = QScrollArea()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(keys)
        self._scroll.verticalScrollBar().setSingleStep(LINE)
        inside.addWidget(self._scroll)
        layout = QVBoxLayout(self)
        layout.addWidget(self._card, 0, Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        window.installEventFilter(self)
        self.hide()
        self.ready()

    def open(self) -> None:
        """Show the keys."""
        self._before = self._window.focusWidget()
        self._fit()
        self.show()
        self.raise_()
        self.setFocus()

    def say(self) -> None:
        """Write the keys in the language in use."""
        self._title.setText(_("Keys"))
        self._more.setText(_("↑ and ↓ show the rest"))
        self.setAccessibleName(_("Keys"))
        self._close.setToolTip(_("Close"))
        self._close.setAccessibleName(_("Close"))
        self._fit()

    def recolour(self) -> None:
        """Draw the icons."""
        self._close.setIcon(icons.icon("x", "muted"))

    def _fit(self) -> None:
        """Cover the window, in as many columns as it has room for; what is too high is scrolled."""
        self.setGeometry(self._window.rect())
        room = self._window.size() - AROUND
        for columns in ARRANGEMENTS:
            self._fill(columns)
            wanted = self._columns.sizeHint()
            if wanted.width() <= room.width():
                break
        is_too_high = wanted.height() > room.height()
        self._more.setVisible(is_too_high)
        bar = self._scroll.verticalScrollBar().sizeHint().width() if is_too_high else 0
        self._scroll.setFixedSize((wanted + QSize(bar, 0)).boundedTo(room))
        for laid_out in (self._card.layout(), self.layout()):
            if laid_out:
                laid_out.activate()

    def _fill(self, columns: tuple[tuple[Group, ...], ...]) -> None:
        self._drop_columns()
        for groups in columns:
            holder = _sections(*groups)
            self._columns.addWidget(holder)
            holder.show()  # where the card is seen already, it would only be later, and count for nothing now

    def _drop_columns(self) -> None:
        while item := self._columns.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window whatever its size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._fit()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key closes it, but those that scroll where it is too high."""
        bar, scrolling = self._scroll.verticalScrollBar(), SCROLLING.get(Qt.Key(event.key()))
        if scrolling and bar.maximum():
            bar.triggerAction(scrolling)
        else:
            self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the card closes it."""
        if not self._card.geometry().contains(event.position().toPoint()):
            self.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the focus back to who had it."""
        super().hideEvent(event)
        if self._before is not None:
            self._before.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what lies behind."""
        QPainter(self).fillRect(self.rect(), QColor(0, 0, 0, 110))


def _sections(*groups: Group) -> QWidget:
    """Return groups one below the other, their keys and names aligned.

    Every layout belongs to a widget: PySide 6.11 now and then crashes over nested ones that are thrown away.
    """
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    for group in groups:
        title = label("caption", _(GROUPS[group]))
        title.setContentsMargins(0, 16 if grid.count() else 0, 0, 0)
        grid.addWidget(title, grid.rowCount(), 0, 1, 2)
        for gesture in (one for one in GESTURES if one.group is group and one.key):
            place = grid.rowCount()
            grid.addWidget(_keys(gesture), place, 0)
            grid.addWidget(label(text=gesture.label()), place, 1)
    grid.setColumnMinimumWidth(0, KEYS_WIDTH)
    grid.setColumnStretch(1, 1)
    grid.setRowStretch(grid.rowCount(), 1)
    return holder


def _keys(gesture: Gesture) -> QWidget:
    holder = QWidget()
    keys = QHBoxLayout(holder)
    keys.setContentsMargins(0, 0, 0, 0)
    keys.setSpacing(4)
    for key in (gesture.key, *gesture.more_keys):
        keys.addWidget(label("key", key_name(key)))
    keys.addStretch(1)
    return holder
