"""The dialog for the safety of one's account: password, second factor, and where one is signed in."""

from PySide6.QtCore import Qt
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
        for one in (self.factor, rule(), self.sessions, rule(), self._title, self.password):
            layout.addWidget(one)
        layout.addStretch(1)
        self.ready()

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
        body = _Body(clock, self)
        self.password, self.factor, self.sessions = body.password, body.factor, body.sessions
        scroll = QScrollArea()
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
