"""The incidents behind a figure: open one, or give some of them to somebody else."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.state.dashboard_lists import Entry, identity
from desktop.state.dashboard_words import incidents
from desktop.state.texts import _
from desktop.views.dashboard_entries import DashboardEntries
from desktop.views.notice import Notice
from desktop.views.spoken_widget import SpokenWidget, button, label


class DashboardBehind(SpokenWidget):
    """A list under the title of its figure.

    Signals:
        closed(): back to the figures.
        opened(UUID): this incident, in the desk.
        giveAsked(list[UUID]): give these to somebody.
        moreAsked(): there are more than those on show.
    """

    closed = Signal()
    opened = Signal(object)
    giveAsked = Signal(object)
    moreAsked = Signal()

    def __init__(self, *, may_give: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="panel")
        self._may_give = may_give
        self.back = button("quiet")
        self.title = label("heading")
        self.count = label("muted")
        self.list = DashboardEntries(many=True)
        self.nothing = label("muted", wrap=True)
        self.notice = Notice()
        self.give, self.more = button(), button("link")
        self._lay_out()
        self.back.clicked.connect(self.closed)
        self.list.opened.connect(lambda entry: self.opened.emit(identity(entry)))
        self.give.clicked.connect(self.ask_to_give)
        self.more.clicked.connect(self.moreAsked)
        self.list.itemSelectionChanged.connect(self._show_give)
        key = QShortcut(QKeySequence("A"), self, self.ask_to_give)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.ready()

    @property
    def chosen(self) -> list[UUID]:
        """The selected incidents."""
        return [identity(one) for one in self.list.chosen]

    def begin(self, title: str) -> None:
        """Show an empty list that is being fetched."""
        self.title.setText(title)
        self.list.clear()
        self.count.setText(_("Fetching…"))
        self.nothing.hide()
        self.more.hide()
        self.notice.clear()
        self._show_give()
        self.list.setAccessibleName(title)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_entries(self, entries: Sequence[Entry], total: int) -> None:
        """Show the first of so many."""
        self.list.show_entries(entries)
        self.count.setText(incidents(total))
        self.more.setVisible(len(entries) < total)
        self.nothing.setText(_("There is no incident behind this figure just now."))
        self.nothing.setVisible(not entries)
        self.list.setVisible(bool(entries))
        self._show_give()

    def ask_to_give(self) -> None:
        """Have what is selected given to somebody."""
        if self._may_give and self.chosen:
            self.giveAsked.emit(self.chosen)

    def say(self) -> None:
        """Write the texts."""
        self.back.setText(_("Back (Esc)"))
        self.give.setText(_("Give to… (A)"))
        self.give.setToolTip(_("Give what is selected to somebody. Shift or Ctrl select several."))
        self.more.setText(_("Show more"))

    def _show_give(self) -> None:
        self.give.setVisible(self._may_give)
        self.give.setEnabled(bool(self.chosen))

    def _lay_out(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(12)
        for part in (self.back, self.title, self.count):
            upper.addWidget(part)
        upper.addStretch(1)
        upper.addWidget(self.give)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        whole.addLayout(upper)
        whole.addWidget(self.notice)
        whole.addWidget(self.nothing)
        whole.addWidget(self.list, 1)
        whole.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addStretch(0)
