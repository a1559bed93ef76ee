"""The timeline as Qt's lists want it: one row a change, the newest first."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.state.ages import clock_time, exact
from desktop.state.texts import language
from desktop.state.timeline import Line
from shared.clock import Clock

Index = QModelIndex | QPersistentModelIndex


class TimelineModel(QAbstractListModel):
    """Holds the lines; its text is what a screen reader says."""

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._lines: list[Line] = []

    def show_lines(self, lines: list[Line]) -> None:
        """Hold these from now on; where only newer ones came, the others stay where they are."""
        newer = len(lines) - len(self._lines)
        if newer >= 0 and lines[newer:] == self._lines:
            if newer:
                self.beginInsertRows(QModelIndex(), 0, newer - 1)
                self._lines = lines
                self.endInsertRows()
            return
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def line(self, index: Index) -> Line:
        """Return one line."""
        return self._lines[index.row()]

    def time(self, line: Line) -> str:
        """Return when it was, as people say it now."""
        return clock_time(line.at, self._clock().astimezone(), language())

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the line as one text, and its exact moment where one hovers."""
        if not index.isValid():
            return None
        line = self.line(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "\n".join(filter(None, (f"{self.time(line)}  {line.what}", line.more)))
        return exact(line.at) if role == Qt.ItemDataRole.ToolTipRole else None
