"""The dialog for the safety of one's account: password, second factor, and where one is signed in."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.state.texts import _, mark
from desktop.views.factor_section import FactorSection
from desktop.views.form_step import Field, FormStep, Wording
from desktop.views.notice import Notice
from desktop.views.session_list import SessionList
from desktop.views.spoken_widget import SpokenWidget, label, rule
from shared.clock import Clock

WIDTH, HEIGHT = 480, 620
EDGE = 48
"""So many pixels of the screen's height the frame and what surrounds it may take."""


class _Body(SpokenWidget):
    """The sections below each other."""

    def __init__(self, clock: Clock, dialog: QDialog) -> None:
        super().__init__(name="panel")
        self._dialog = dialog
        self._title = label("heading")
        fields = [
            Field(mark("Present password"), is_secret=True),
            Field(mark("New password"), is_secret=True, hint=mark("12 characters or more")),
        ]
        self.password = FormStep(fields, Wording(mark("Change the password"), mark("One moment…")))
        self.factor, self.sessions = FactorSection(), SessionList(clock)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 24)
        layout.setSpacing(16)
        self._rest = (rule(), self.sessions, rule(), self._title, self.password)
        for one in (self.factor, *self._rest):
            layout.addWidget(one)
        layout.addStretch(1)
        self.ready()

    def show_rest(self, *, shown: bool) -> None:
        """Show what is below the second factor, or leave all the room to that."""
        for one in self._rest:
            one.setVisible(shown)

    def say(self) -> None:
        """Write the titles in the language in use."""
        self._dialog.setWindowTitle(_("Security"))
        self._title.setText(_("Password"))


class SecurityDialog(QDialog):
    """Stays before its window until it is closed; Esc closes it."""

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.notice = Notice()
        body = self._body = _Body(clock, self)
        self.password, self.factor, self.sessions = body.password, body.factor, body.sessions
        scroll = self._scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addWidget(scroll, 1)
        QShortcut(QKeySequence.StandardKey.Cancel, self, self.reject)
        self.resize(WIDTH, HEIGHT)
        body.factor.whole.connect(self._show_whole)

    def _show_whole(self, is_whole: bool) -> None:
        """Have the second factor be seen whole, where that is wanted: a code cut in two can't be scanned."""
        self._body.show_rest(shown=not is_whole)
        if is_whole:
            # Later: only then is it laid out, and Qt done with following the focus.
            QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        needed = self._body.heightForWidth(self._scroll.viewport().width()) + self._notice_height()
        free = self.screen().availableGeometry()
        self.resize(self.width(), max(self.height(), min(needed, free.height() - EDGE)))
        over = self.frameGeometry().bottom() - free.bottom()
        if over > 0:
            self.move(self.x(), max(free.top(), self.y() - over))
        self._scroll.verticalScrollBar().setValue(0)

    def _notice_height(self) -> int:
        return 0 if self.notice.isHidden() else self.notice.sizeHint().height()
