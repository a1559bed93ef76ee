"""One entry of a conversation: who, when, and the words, as plain text whatever they contain."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.state.ages import clock_time, exact
from desktop.state.texts import _, language
from desktop.state.words import actor_name, message_name
from desktop.views import icons
from desktop.views.file_tile import WIDTH, FileTile
from desktop.views.flowing_text import FlowingText
from desktop.views.spoken_widget import SpokenWidget, label
from shared.clock import Clock
from shared.contracts.resources import Message
from shared.contracts.vocabulary import MessageKind

BUBBLES = {MessageKind.MESSAGE: "customer", MessageKind.REPLY: "staff", MessageKind.NOTE: "note"}
MARGIN = 12
READABLE_CHARACTERS = 78


class MessageCard(SpokenWidget):
    """A bubble: customers' at the left, ours at the right, notes tinted as a warning and named so.

    Signals:
        filePressed(FileTile): open or save this file.
        splitAsked(Message): make it an incident of its own.
    """

    filePressed = Signal(object)
    splitAsked = Signal(object)

    def __init__(self, message: Message, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = message
        self._clock = clock
        self._bubble = SpokenWidget(name="bubble")
        self._bubble.setProperty("bubble", BUBBLES[message.kind])
        self._icon = label()
        self._author = label("strong", actor_name(message.author))
        self._kind = label("small")
        self._time = label("small")
        self._words = FlowingText(message.text)
        self.tiles = [FileTile(file) for file in message.files]
        for tile in self.tiles:
            tile.clicked.connect(lambda _checked=False, tile=tile: self.filePressed.emit(tile))
        self._lay_out()
        self.ready()

    def fit(self, width: int) -> None:
        """Use at most this width, less when the words are few."""
        readable = self._words.fontMetrics().averageCharWidth() * READABLE_CHARACTERS
        most = min(readable, int(width * 0.85)) - 2 * MARGIN
        needed = self._words.natural_width(most) + 2
        head = self._head.sizeHint().width()
        words_width = min(most, max(needed, head, WIDTH if self.tiles else 0))
        self._words.setFixedSize(words_width, self._words.heightForWidth(words_width))
        for tile in self.tiles:
            tile.fit(min(words_width, WIDTH))

    def say(self) -> None:
        """Write kind and time in the language in use."""
        now = self._clock().astimezone()
        kind = self._kind_text()
        self._kind.setText(kind)
        self._kind.setVisible(bool(kind))
        self._time.setText(clock_time(self.message.at, now, language()))
        self._time.setToolTip(exact(self.message.at))
        spoken = f"{self._author.text()}, {message_name(self.message.kind)}, {self._time.text()}"
        self.setAccessibleName(f"{spoken}: {self.message.text}")
        for tile in self.tiles:
            tile.say()

    def recolour(self) -> None:
        """Draw the note's icon."""
        is_note = self.message.kind is MessageKind.NOTE
        self._icon.setVisible(is_note)
        if is_note:
            self._icon.setPixmap(icons.pixmap("note-pencil", "warning", 14))
        for tile in self.tiles:
            tile.recolour()

    def refresh_time(self, now: datetime) -> None:
        """Write the time again: what was today is yesterday at midnight."""
        self._time.setText(clock_time(self.message.at, now, language()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what one can do with a message besides reading it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(_("Copy the words"))
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(self._copied()))
        if self.message.kind is MessageKind.MESSAGE:
            apart = menu.addAction(_("Make it an incident of its own"))
            apart.triggered.connect(lambda: self.splitAsked.emit(self.message))
        menu.popup(event.globalPos())

    def _copied(self) -> str:
        """Return what is selected of the words, else all of them."""
        return self._words.selected_text() or self.message.text

    def _kind_text(self) -> str:
        return message_name(self.message.kind) if self.message.kind is MessageKind.NOTE else ""

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(self._icon)
        self._head.addWidget(self._author)
        self._head.addWidget(self._kind)
        self._head.addWidget(self._time)
        self._head.addStretch(1)
        inside = QVBoxLayout(self._bubble)
        inside.setContentsMargins(MARGIN, 8, MARGIN, 10)
        inside.setSpacing(4)
        inside.addLayout(self._head)
        inside.addWidget(self._words)
        inside.addSpacing(4 if self.tiles else 0)
        for tile in self.tiles:
            inside.addWidget(tile)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        is_customer = self.message.kind is MessageKind.MESSAGE
        if not is_customer:
            row.addStretch(1)
        row.addWidget(self._bubble)
        if is_customer:
            row.addStretch(1)
