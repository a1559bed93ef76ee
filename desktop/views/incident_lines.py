"""A few incidents under a heading, or a sentence in their place."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.state.texts import _, ngettext
from desktop.views.incident_line import IncidentLine
from desktop.views.spoken_widget import SpokenWidget, button, label
from shared.clock import Clock
from shared.contracts.resources import IncidentRow

Text = Callable[[], str]
"""A text in the language of the moment."""


AT_FIRST = 3
"""So many are seen before the person asks for more."""


class IncidentLines(SpokenWidget):
    """Hidden until it is told something. Of many, the first are seen, and the others on wish.

    Signals:
        chosen(UUID): the person wants to see this incident.
        askedAgain(): the person wants what failed to be tried again.
    """

    chosen = Signal(object)
    askedAgain = Signal()

    def __init__(self, heading: Text, nothing: Text, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._heading_text, self._nothing = heading, nothing
        self._told: Text = str
        self._heading = label("caption", wrap=True)
        self._sentence = label("muted", wrap=True)
        self._again = button("link")
        self._again.clicked.connect(self.askedAgain)
        self._more = button("link")
        self._more.clicked.connect(self._show_all)
        self._lines: dict[UUID, IncidentLine] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 8)
        layout.setSpacing(2)
        layout.addWidget(self._heading)
        layout.addLayout(self._list)
        layout.addWidget(self._sentence)
        layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        self.clear()
        self.ready()

    @property
    def subjects(self) -> list[str]:
        """The subjects on show, from the top."""
        return [line.row.subject for line in self._lines.values()]

    @property
    def sentence(self) -> str:
        """What is said in their place, empty where there are any."""
        return "" if self._sentence.isHidden() else self._sentence.text()

    def lines(self) -> list[IncidentLine]:
        """Return the lines on show, from the top."""
        return list(self._lines.values())

    def clear(self) -> None:
        """Show nothing at all."""
        self._drop()
        for part in (self._heading, self._sentence, self._more, self._again):
            part.hide()

    def show_rows(self, rows: Sequence[IncidentRow]) -> None:
        """Show these, or say that there are none."""
        self.clear()
        self._heading.show()
        before: QWidget = self._again
        for row in rows:
            line = IncidentLine(row, self._clock)
            line.clicked.connect(lambda _checked=False, row=row: self.chosen.emit(row.id))
            self._lines[row.id] = line
            self._list.addWidget(line)
            self.setTabOrder(before, line)  # else it would come after everything in the window
            before = line
            line.setVisible(len(self._lines) <= AT_FIRST)
        self._more.setVisible(len(rows) > AT_FIRST)
        self.setTabOrder(before, self._more)
        if not rows:
            self._tell(self._nothing)
        self.say()

    def has(self, incident_id: UUID) -> bool:
        """Tell whether this incident is among them."""
        return incident_id in self._lines

    def update_row(self, row: IncidentRow) -> None:
        """Show this incident as it is now, if it is among them."""
        line = self._lines.get(row.id)
        if line and row.version > line.row.version:
            line.show_row(row)

    def fail(self, why: Text) -> None:
        """Say why there are none to be seen, and offer to try again."""
        self.clear()
        self._heading.show()
        self._again.show()
        self._tell(why)

    def say(self) -> None:
        """Write everything in the language in use."""
        self._heading.setText(self._heading_text())
        self._sentence.setText(self._told())
        self._again.setText(_("Try again"))
        more = len(self._lines) - AT_FIRST
        self._more.setText(ngettext("{count} more", "{count} more", more).format(count=more))
        for line in self._lines.values():
            line.say()

    def recolour(self) -> None:
        """Draw the shapes in the colours in use."""
        for line in self._lines.values():
            line.update()

    def _show_all(self) -> None:
        for line in self._lines.values():
            line.show()
        self._more.hide()
        self.lines()[AT_FIRST].setFocus()

    def _tell(self, text: Text) -> None:
        self._told = text
        self._sentence.show()
        self.say()

    def _drop(self) -> None:
        for line in self._lines.values():
            self._list.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines.clear()
