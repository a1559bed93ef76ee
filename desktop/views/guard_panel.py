"""The stale-reply guard on screen: what came in between, and the three ways on. It sits where one types."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.state.guard import Unseen
from desktop.state.texts import _
from desktop.views import icons
from desktop.views.folding_row import FoldingRow
from desktop.views.snug_scroll_area import SnugScrollArea
from desktop.views.spoken_widget import SpokenWidget, button, label
from desktop.views.unseen_quote import UnseenQuote
from shared.clock import Clock
from shared.contracts.resources import Message, TimelineEntry


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
        self._quotes_shown: list[UnseenQuote] = []
        self._quotes = SnugScrollArea()
        self._quotes.content.setSpacing(8)
        self._send = button()
        self._keep = button()
        self._discard = button("quiet")
        self._send.clicked.connect(self.sendAnyway)
        self._keep.clicked.connect(self.keepEditing)
        self._discard.clicked.connect(self.discarded)
        self._lay_out()
        self.hide()
        self.ready()

    @property
    def quotes(self) -> list[UnseenQuote]:
        """What came in, one by one, oldest first."""
        return self._quotes_shown

    @property
    def unseen(self) -> Unseen | None:
        """What is on show, None when the panel is away."""
        return self._unseen

    def show_unseen(self, unseen: Unseen) -> None:
        """Show what came in."""
        self._unseen = unseen
        self._quote(unseen)
        self.show()
        self._keep.setFocus()

    def clear(self) -> None:
        """Go away."""
        self._unseen = None
        self.hide()

    def say(self) -> None:
        """Write everything in the language in use."""
        self._title.setText(_("Not sent yet: this came in after what you last saw."))
        self._send.setText(_("Send anyway"))
        self._keep.setText(_("Keep editing"))
        self._discard.setText(_("Discard what I wrote"))

    def recolour(self) -> None:
        """Draw the icon."""
        self._icon.setPixmap(icons.pixmap("warning", "warning"))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        actions = FoldingRow(8)
        for action in (self._keep, self._send, self._discard):
            action.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            actions.add(action)
        actions.add(QWidget(), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._quotes)
        layout.addWidget(actions)

    def _quote(self, unseen: Unseen) -> None:
        for old in self._quotes_shown:
            old.hide()
            old.deleteLater()
        everything: list[Message | TimelineEntry] = [*unseen.messages, *unseen.entries]
        everything.sort(key=lambda one: one.version)
        self._quotes_shown = [UnseenQuote(one, self._clock) for one in everything]
        for quote in self._quotes_shown:
            self._quotes.content.addWidget(quote)
        self._quotes.verticalScrollBar().setValue(0)
