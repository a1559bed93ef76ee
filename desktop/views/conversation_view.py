"""The conversation of an incident, oldest first, the newest in view."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.views.file_tile import FileTile
from desktop.views.message_card import MessageCard
from shared.clock import Clock
from shared.contracts.resources import Actor, IncidentDetail, Message
from shared.contracts.vocabulary import ActorKind, MessageKind

AT_ONCE = 20
"""So many cards are made before the window is let go on; more would be felt."""


class ConversationView(QScrollArea):
    """Cards by message; a new message is added without touching what is being read.

    Of a long conversation the newest part is there at once, and the rest a moment later.

    Signals:
        filePressed(FileTile): open or save this file.
        splitAsked(Message): make this message an incident of its own.
    """

    filePressed = Signal(object)
    splitAsked = Signal(object)

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._cards: dict[object, MessageCard] = {}
        self._shown: object = None
        self._at_end = True
        self._older: list[Message] = []
        self._from_end: int | None = None
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._show_older)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._flow = QWidget()
        self._flow.setObjectName("flow")
        self._layout = QVBoxLayout(self._flow)
        self._layout.setContentsMargins(16, 16, 16, 16)
        self._layout.setSpacing(12)
        self._layout.addStretch(1)
        self.setWidget(self._flow)
        self.viewport().installEventFilter(self)
        self.verticalScrollBar().rangeChanged.connect(self._stay_at_end)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_detail(self, detail: IncidentDetail) -> None:
        """Show this incident's conversation; of the one shown already, only what is new is added."""
        if self._shown != detail.row.id:
            self.clear()
            self._shown = detail.row.id
        known = {*self._cards, *(message.id for message in self._older)}
        fresh = [one for one in (opening_of(detail), *detail.messages) if one.id not in known]
        if not self._cards:
            self._older, fresh = fresh[:-AT_ONCE], fresh[-AT_ONCE:]
        self._add(fresh, len(self._cards))
        if self._older:
            self._rest.start()

    def _show_older(self) -> None:
        """Show some more of what was said before, above what is being read and without moving it."""
        self._older, batch = self._older[:-AT_ONCE], self._older[-AT_ONCE:]
        bar = self.verticalScrollBar()
        self._from_end = bar.maximum() - bar.value()
        self._add(batch, 0)
        if self._older:
            self._rest.start()

    def _add(self, messages: Sequence[Message], place: int) -> None:
        before = ([self, *(tile for card in self._in_order()[:place] for tile in card.tiles)])[-1]
        for number, message in enumerate(messages, place):
            card = MessageCard(message, self._clock)
            self._cards[message.id] = card
            card.filePressed.connect(self.filePressed)
            card.splitAsked.connect(self.splitAsked)
            self._layout.insertWidget(number, card)
            card.fit(self._room())
            for tile in card.tiles:
                self.setTabOrder(before, tile)  # else it would come after everything in the window
                before = tile

    def _in_order(self) -> list[MessageCard]:
        items = (self._layout.itemAt(place) for place in range(self._layout.count()))
        return [card for item in items if item and isinstance(card := item.widget(), MessageCard)]

    def clear(self) -> None:
        """Show nothing."""
        for card in self._cards.values():
            self._layout.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards.clear()
        self._older = []
        self._rest.stop()
        self._shown = None
        self._at_end = True

    def texts(self) -> list[str]:
        """Return the words on show, oldest first."""
        return [card.message.text for card in self._in_order()]

    def tiles(self) -> list[FileTile]:
        """Return the files on show, oldest first."""
        return [tile for card in self._in_order() for tile in card.tiles]

    def _room(self) -> int:
        margins = self._layout.contentsMargins()
        return max(self.viewport().width() - margins.left() - margins.right(), 200)

    def _stay_at_end(self) -> None:
        bar = self.verticalScrollBar()
        if self._at_end:
            bar.setValue(bar.maximum())
        elif self._from_end is not None:
            bar.setValue(bar.maximum() - self._from_end)
        self._from_end = None

    def _on_scrolled(self, value: int) -> None:
        self._at_end = value >= self.verticalScrollBar().maximum() - 8

    def _fit(self) -> None:
        was_at_end = self._at_end
        for card in self._cards.values():
            card.fit(self._room())
        self._at_end = was_at_end

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the cards into the width that there is."""
        if event.type() is QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._fit)
        return super().eventFilter(watched, event)


def opening_of(detail: IncidentDetail) -> Message:
    """Return the customer's description as the first message of the conversation."""
    contact = detail.contact
    author = Actor(
        kind=ActorKind.CUSTOMER,
        id=contact.customer_id if contact else None,
        name=detail.row.customer_name,
    )
    return Message(
        id=detail.row.id,
        kind=MessageKind.MESSAGE,
        author=author,
        text=detail.description,
        files=detail.files,
        version=1,
        at=detail.row.opened_at,
    )
