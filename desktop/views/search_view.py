"""What was found everywhere, in the place of the list: subject, facts, and the words around."""

from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.state.found_words import facts, marked_up, spoken
from desktop.state.texts import _, ngettext
from desktop.views import icons
from desktop.views.elided_label import ElidedLabel
from desktop.views.flowing_text import FlowingText
from desktop.views.notice import Notice
from desktop.views.spoken_widget import SpokenWidget, button, label
from shared.clock import Clock
from shared.contracts.search import SearchHit, SearchResults

ID_ROLE = Qt.ItemDataRole.UserRole


class SearchView(SpokenWidget):
    """A heading that says what was looked for, and the incidents that fit, the best first.

    Signals:
        opened(UUID): the person wants to see this incident.
        closed(): the person wants the list back.
    """

    opened = Signal(object)
    closed = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="panel")
        self._clock = clock
        self._words = ""
        self._results: SearchResults | None = None
        self._is_waiting = False
        self._title = label("strong")
        self._close = button("quiet")
        self._close.clicked.connect(self.closed)
        self.notice = Notice()
        self.hits = QListWidget()
        self.hits.setObjectName("hits")
        self.hits.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hits.itemActivated.connect(self._on_activated)
        self.hits.itemClicked.connect(self._on_activated)
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 0, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.notice)
        layout.addWidget(self.hits, 1)
        self.hide()
        self.ready()

    @property
    def title(self) -> str:
        """What the heading says."""
        return self._title.text()

    @property
    def highlighted(self) -> UUID | None:
        """The incident whose line is highlighted."""
        if self.hits.currentRow() < 0:
            return None
        incident_id: UUID = self.hits.currentItem().data(ID_ROLE)
        return incident_id

    def wait_for(self, words: str) -> None:
        """Show that these words are being looked for."""
        self._words, self._results, self._is_waiting = words, None, True
        self.notice.clear()
        self._fill()

    def show_results(self, results: SearchResults) -> None:
        """Show what was found."""
        self._results, self._is_waiting = results, False
        self._fill()
        if self.hits.count():
            self.hits.setCurrentRow(0)
            self.hits.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop_waiting(self) -> None:
        """Show that nothing could be found out; the notice says why."""
        self._is_waiting = False
        self._say_title()

    def say(self) -> None:
        """Write everything in the language in use."""
        self.hits.setAccessibleName(_("Found everywhere"))
        self._close.setText(_("Back to the list (Esc)"))
        self._fill()

    def recolour(self) -> None:
        """Draw the icon."""
        self._close.setIcon(icons.icon("x", "muted"))

    def _say_title(self) -> None:
        if self._is_waiting:
            self._title.setText(_("Looking everywhere for “{words}”…").format(words=self._words))
        elif self._results is None:
            self._title.setText(_("Everywhere: “{words}”").format(words=self._words))
        elif not self._results.total:
            self._title.setText(_("Nothing anywhere matches “{words}”.").format(words=self._words))
        else:
            count = self._results.total
            text = ngettext(
                "{count} incident has “{words}”", "{count} incidents have “{words}”, the best first", count
            )
            self._title.setText(text.format(count=count, words=self._words))

    def _fill(self) -> None:
        self._say_title()
        self.hits.clear()
        for hit in self._results.hits if self._results else ():
            item = QListWidgetItem(self.hits)
            item.setData(ID_ROLE, hit.id)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken(hit, self._clock))
            widget = _card(hit, self._clock)
            item.setSizeHint(QSize(0, self._height(widget)))
            self.hits.setItemWidget(item, widget)

    def _height(self, widget: QWidget) -> int:
        return widget.heightForWidth(max(self.hits.viewport().width(), 200))

    def _on_activated(self, item: QListWidgetItem) -> None:
        incident_id: UUID = item.data(ID_ROLE)
        self.opened.emit(incident_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give each line the height that its excerpt needs now."""
        super().resizeEvent(event)
        for number in range(self.hits.count()):
            item = self.hits.item(number)
            item.setSizeHint(QSize(0, self._height(self.hits.itemWidget(item))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc; Enter opens what is chosen."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.hits.currentRow() >= 0:
            self._on_activated(self.hits.currentItem())
        else:
            super().keyPressEvent(event)


def _card(hit: SearchHit, clock: Clock) -> QWidget:
    """Return what is shown of one incident; it lets clicks through to the list."""
    card = QWidget()
    card.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    subject = ElidedLabel("strong")
    subject.show_text(hit.subject)
    excerpt = FlowingText()
    excerpt.setHtml(marked_up(hit.excerpt))
    layout = QVBoxLayout(card)
    layout.setContentsMargins(12, 8, 12, 8)
    layout.setSpacing(2)
    layout.addWidget(subject)
    layout.addWidget(label("small", facts(hit, clock)))
    layout.addWidget(excerpt)
    return card
