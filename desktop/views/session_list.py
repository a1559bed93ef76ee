"""Where the person is signed in, each place with its button."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.state.ages import long_age
from desktop.state.security import OpenSession
from desktop.state.texts import _, mark
from desktop.views.spoken_widget import SpokenWidget, button, label
from shared.clock import Clock

TITLE = mark("Where you are signed in")


class SessionList(SpokenWidget):
    """The list, the latest used first.

    Signals:
        endAsked(str): sign out there; the id of the session.
    """

    endAsked = Signal(str)

    def __init__(self, clock: Clock, title: str = TITLE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._title_text = title
        self._sessions: tuple[OpenSession, ...] = ()
        self._title = label("heading")
        self.rows: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._title)
        self.ready()

    def show_sessions(self, sessions: tuple[OpenSession, ...]) -> None:
        """Show these places."""
        self._sessions = sessions
        self.say()

    def say(self) -> None:
        """Write everything in the language in use."""
        self._title.setText(_(self._title_text))
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [self._row(session, self._clock()) for session in self._sessions]
        for row in self.rows:
            self._layout.addWidget(row)

    def _row(self, session: OpenSession, now: datetime) -> QWidget:
        row = QWidget()
        device = label("strong", session.device or _("Unknown device"), wrap=True)
        used = _("{address} · used {age} ago").format(
            address=session.address or "—", age=long_age(session.used_at, now)
        )
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(device)
        told.addWidget(label("small", used, wrap=True))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(told, 1)
        if session.current:
            layout.addWidget(label("muted", _("This one")))
        else:
            end = button()
            end.setText(_("Sign out there"))
            end.setAccessibleName(_("Sign out on {device}").format(device=device.text()))
            end.clicked.connect(lambda: self.endAsked.emit(session.id))
            layout.addWidget(end)
        return row
