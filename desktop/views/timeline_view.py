"""The timeline of an incident: every change, who made it and when, newest first; or only the words."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from desktop.models.timeline_model import TimelineModel
from desktop.state.texts import _
from desktop.state.timeline import lines_of
from desktop.views.spoken_widget import SpokenWidget, button, label
from desktop.views.timeline_delegate import TimelineDelegate
from shared.clock import Clock
from shared.contracts.resources import IncidentDetail


class TimelineView(SpokenWidget):
    """One list, however many changes there are: only what is in sight is painted."""

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._detail: IncidentDetail | None = None
        self._choices = [button("tab"), button("tab")]
        self._count = label("small")
        self.list = _List(TimelineModel(clock, self))
        group = QButtonGroup(self)
        above = QHBoxLayout()
        above.setContentsMargins(16, 6, 16, 0)
        for choice in self._choices:
            choice.setCheckable(True)
            choice.clicked.connect(self._show_lines)
            group.addButton(choice)
            above.addWidget(choice)
        self._choices[0].setChecked(True)
        above.addStretch(1)
        above.addWidget(self._count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(above)
        layout.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self.ready()

    @property
    def texts(self) -> list[str]:
        """The lines on show, the newest first."""
        model = self.list.lines
        return [model.index(row).data() for row in range(model.rowCount())]

    def show_detail(self, detail: IncidentDetail) -> None:
        """Show this incident's changes."""
        self._detail = detail
        self._show_lines()

    def clear(self) -> None:
        """Show nothing."""
        self._detail = None
        self._show_lines()

    def show_only_words(self, *, only: bool) -> None:
        """Show only what was said, or everything."""
        self._choices[only].setChecked(True)
        self._show_lines()

    def say(self) -> None:
        """Write the lines in the language in use."""
        self._choices[0].setText(_("Everything"))
        self._choices[1].setText(_("Only words"))
        self.list.setAccessibleName(_("Timeline"))
        self._show_lines()

    def recolour(self) -> None:
        """Lay out anew: the text may have another size."""
        self.list.scheduleDelayedItemsLayout()

    def _show_lines(self) -> None:
        only_words = self._choices[1].isChecked()
        lines = lines_of(self._detail, only_words=only_words) if self._detail else []
        self.list.lines.show_lines(lines)
        total = len(self._detail.timeline) if self._detail else 0
        self._count.setText(_("{shown} of {total}").format(shown=len(lines), total=total))
        self._count.setVisible(len(lines) != total)


class _List(QListView):
    def __init__(self, model: TimelineModel) -> None:
        super().__init__()
        self.lines = model
        self._delegate = TimelineDelegate(self)
        self.setObjectName("timeline")
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the texts in the width that there is."""
        self._delegate.width = self.viewport().width()
        super().resizeEvent(event)
