"""An open incident: head, conversation or timeline, editor, and the customer's card at the side."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.state.person import Person
from desktop.state.texts import _
from desktop.views.conversation_view import ConversationView
from desktop.views.customer_card import CustomerCard
from desktop.views.editor_view import EditorView
from desktop.views.incident_header import IncidentHeader
from desktop.views.notice import Notice
from desktop.views.spoken_widget import SpokenWidget, button, label, rule
from desktop.views.timeline_view import TimelineView
from shared.clock import Clock
from shared.contracts.resources import IncidentDetail, IncidentRow

PATIENCE_MS = 150
"""Only what takes longer shows that it is under way."""


class IncidentView(SpokenWidget):
    """The parts of an open incident; controllers speak to ``header``, ``editor`` and ``notice``."""

    def __init__(self, me: Person, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="panel")
        self.header = IncidentHeader(me, clock)
        self.notice = Notice()
        self.conversation = ConversationView(clock)
        self.timeline = TimelineView(clock)
        self.editor = EditorView(clock)
        self.card = CustomerCard(clock)
        self._card_frame = QScrollArea()
        self._waiting = label("muted")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._tabs = [button("tab"), button("tab")]
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._pages.setCurrentWidget(self._waiting))
        self._lay_out()
        self.ready()

    def show_row(self, row: IncidentRow) -> None:
        """Show what the list knows of another incident, while the rest is fetched."""
        self.header.show_row(row)
        self.card.show_row(row)
        self.notice.clear()
        self.conversation.clear()
        self.timeline.clear()
        self._tabs[0].setChecked(True)
        self._pages.setCurrentWidget(self.conversation)
        self._patience.start()

    def update_row(self, row: IncidentRow) -> None:
        """Show at once what an event told of the incident that is shown."""
        self.header.show_row(row)
        self.card.update_row(row)

    def show_detail(self, detail: IncidentDetail) -> None:
        """Show everything."""
        self.stop_waiting()
        self.header.show_row(detail.row)
        self.card.show_detail(detail)
        self.conversation.show_detail(detail)
        self.timeline.show_detail(detail)

    def show_timeline(self) -> None:
        """Turn to the timeline."""
        self._tabs[1].setChecked(True)
        self._show_page()

    def stop_waiting(self) -> None:
        """Stop showing that something is under way."""
        self._patience.stop()
        self._show_page()

    def say(self) -> None:
        """Write the texts in the language in use."""
        self._tabs[0].setText(_("Conversation"))
        self._tabs[1].setText(_("Timeline"))
        self._waiting.setText(_("Fetching the conversation…"))
        self.conversation.setAccessibleName(_("Conversation"))
        self._card_frame.setAccessibleName(_("The customer and the incident"))
        self.timeline.say()

    def _show_page(self) -> None:
        page = self.conversation if self._tabs[0].isChecked() else self.timeline
        self._pages.setCurrentWidget(page)

    def _lay_out(self) -> None:
        for page in (self.conversation, self.timeline, self._waiting):
            self._pages.addWidget(page)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(16, 0, 16, 0)
        tabs.setSpacing(0)
        group = QButtonGroup(self)
        for tab in self._tabs:
            tab.setCheckable(True)
            tab.clicked.connect(self._show_page)
            group.addButton(tab)
            tabs.addWidget(tab)
        tabs.addStretch(1)
        self._tabs[0].setChecked(True)
        main = QVBoxLayout()
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(0)
        main.addLayout(tabs)
        main.addWidget(rule())
        main.addWidget(self._pages, 1)
        main.addWidget(self.editor)
        self._card_frame.setWidget(self.card)
        self._card_frame.setWidgetResizable(True)
        self._card_frame.setFrameShape(QFrame.Shape.NoFrame)
        self._card_frame.setFixedWidth(self.card.width())
        self._card_frame.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addLayout(main, 1)
        body.addWidget(self._card_frame)
        told = QVBoxLayout()
        told.setContentsMargins(16, 0, 16, 0)
        told.addWidget(self.notice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addLayout(told)
        layout.addLayout(body, 1)
