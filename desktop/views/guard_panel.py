"""The stale-reply guard on screen: what came in between, and the three ways on. It sits where one types."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.state.ages import clock_time
from desktop.state.guard import Unseen
from desktop.state.texts import _, language
from desktop.state.words import actor_name, happened, message_name
from desktop.views import icons
from desktop.views.spoken_widget import SpokenWidget, button, label
from shared.clock import Clock
from shared.contracts.resources import Message, TimelineEntry

QUOTE_MAX = 400
SHOWN_MAX = 4


class GuardPanel(SpokenWidget):
    """Says what the author of a reply has not seen.

    Signals:
        sendAnyway(): they have read it now, and it changes nothing.
        keepEditing(): they have read it now and want to change their words.
        discarded(): their words are no longer needed.
    """

    sendAnyway = Signal()
    keepEditing = Signal()
    discarded = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="guard")
        self.setProperty("notice", "warning")
        self._clock = clock
        self._unseen: Unseen | None = None
        self._icon = label()
        self._title = label("strong", wrap=True)
        self._quotes = QVBoxLayout()
        self._quotes.setSpacing(4)
        self._send = button()
        self._keep = button()
        self._discard = button("quiet")
        self._send.clicked.connect(self.sendAnyway)
        self._keep.clicked.connect(self.keepEditing)
        self._discard.clicked.connect(self.discarded)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._lay_out()
        self.hide()
        self.ready()

    @property
    def unseen(self) -> Unseen | None:
        """What is on show, None when the panel is away."""
        return self._unseen

    def show_unseen(self, unseen: Unseen) -> None:
        """Show what came in."""
        self._unseen = unseen
        self.say()
        self.show()
        self._keep.setFocus()

    def clear(self) -> None:
        """Go away."""
        self._unseen = None
        self.hide()

    def say(self) -> None:
        """Write everything in the language in use."""
        self._title.setText(_("Not sent yet: this came in while you were writing."))
        self._send.setText(_("Send anyway"))
        self._keep.setText(_("Keep editing"))
        self._discard.setText(_("Discard what I wrote"))
        self._drop_quotes()
        if self._unseen:
            self._add_quotes(self._unseen)

    def recolour(self) -> None:
        """Draw the icon."""
        self._icon.setPixmap(icons.pixmap("warning", "warning"))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        actions = QHBoxLayout()
        actions.setSpacing(8)
        actions.addWidget(self._keep)
        actions.addWidget(self._send)
        actions.addWidget(self._discard)
        actions.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(self._quotes)
        layout.addLayout(actions)

    def _add_quotes(self, unseen: Unseen) -> None:
        everything: list[Message | TimelineEntry] = [*unseen.messages, *unseen.entries]
        everything.sort(key=lambda one: one.version)
        for one in everything[-SHOWN_MAX:]:
            self._quotes.addWidget(self._quote(one))

    def _quote(self, one: Message | TimelineEntry) -> QLabel:
        time = clock_time(one.at, self._clock().astimezone(), language())
        if isinstance(one, TimelineEntry):
            return label(text=f"{happened(one)} · {time}", wrap=True)
        words = one.text if len(one.text) <= QUOTE_MAX else f"{one.text[:QUOTE_MAX]}…"
        return label(text=f"{actor_name(one.author)} · {message_name(one.kind)} · {time}\n{words}", wrap=True)

    def _drop_quotes(self) -> None:
        while item := self._quotes.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
