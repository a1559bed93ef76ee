"""The list with what surrounds it: the pill of new rows above, the empty view, and its notices."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models.queue_table_model import COLUMNS, QueueTableModel
from desktop.state.columns import Column
from desktop.state.texts import _, ngettext
from desktop.views import icons
from desktop.views.chosen_in_sight import ChosenInSight
from desktop.views.notice import Notice
from desktop.views.queue_table import QueueTable
from desktop.views.search_view import SearchView
from desktop.views.spoken_widget import SpokenWidget, button, label
from shared.clock import Clock


class QueueView(SpokenWidget):
    """The list of incidents. ``table``, ``search`` and ``notice`` are its parts that controllers speak to."""

    def __init__(self, model: QueueTableModel, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="panel")
        self._model = model
        self._above = 0
        self._empty_text: Callable[[], str] = str
        self.notice = Notice()
        self.table = QueueTable(model)
        ChosenInSight(self.table, model)
        self.search = SearchView(clock)
        self._pill = button(name="pill")
        self._pill.setParent(self.table)
        self._pill.hide()
        self._pill.clicked.connect(self.table.to_top)
        self._empty = label("muted", wrap=True)
        self._empty.setParent(self.table)  # what is in the viewport is scrolled with the rows
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        framed = QVBoxLayout()
        framed.setContentsMargins(12, 8, 12, 8)
        framed.addWidget(self.notice)
        self._notice_row = QWidget()
        self._notice_row.setLayout(framed)
        self._notice_row.hide()
        layout.addWidget(self._notice_row)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.search, 1)
        self.notice.installEventFilter(self)
        self.table.viewport().installEventFilter(self)
        self.table.horizontalHeader().sectionResized.connect(self._place)
        self.table.aboveChanged.connect(self._on_above)
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            changed.connect(self._show_emptiness)
        self.ready()

    @property
    def empty_text(self) -> str:
        """What is said where there is no row."""
        return self._empty.text()

    @property
    def pill_text(self) -> str:
        """What the pill says, empty when it is away."""
        return "" if self._pill.isHidden() else self._pill.text()

    def show_search(self, *, shown: bool) -> None:
        """Show what was found everywhere in the place of the list, or the list again."""
        self.table.setVisible(not shown)
        self.search.setVisible(shown)

    def set_empty_text(self, text: Callable[[], str]) -> None:
        """Say this where there is no row."""
        self._empty_text = text
        self._empty.setText(text())
        self._show_emptiness()

    def say(self) -> None:
        """Write the pill and the empty view."""
        self.table.setAccessibleName(_("Incidents"))
        self._empty.setText(self._empty_text())
        self._say_pill()
        self._model.order(self._model.ordering)  # names, in the order of this language
        self._model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self._model.columnCount() - 1)
        self.table.viewport().update()

    def recolour(self) -> None:
        """Draw the pill's arrow."""
        self._pill.setIcon(icons.icon("arrow-up", "accent"))

    def _on_above(self, count: int) -> None:
        self._above = count
        self._pill.setVisible(count > 0)
        self._say_pill()

    def _say_pill(self) -> None:
        text = ngettext("{count} new above", "{count} new above", self._above)
        self._pill.setText(text.format(count=self._above))
        self._place()

    def _show_emptiness(self) -> None:
        self._empty.setVisible(self._model.rowCount() == 0)

    def _place(self) -> None:
        self._pill.adjustSize()
        # In the heading's widest column, where it covers no row; below it where it would cover a title.
        header, subject = self.table.horizontalHeader(), COLUMNS.index(Column.SUBJECT)
        end = header.sectionViewportPosition(subject) + header.sectionSize(subject)
        title = header.sectionSizeFromContents(subject).width()
        has_room = header.sectionSize(subject) >= title + self._pill.width() + 16
        top = (header.height() - self._pill.height()) // 2 if has_room else header.height() + 4
        self._pill.move(end - self._pill.width() - 8, top)
        self._pill.raise_()
        self._empty.setGeometry(self.table.viewport().geometry().adjusted(48, 24, -48, -24))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep what floats over the table in its place, and the notice's frame with the notice."""
        if watched is self.notice and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._notice_row.setVisible(not self.notice.isHidden())
        elif event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)
