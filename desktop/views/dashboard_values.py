"""The values of a chart as a table, for who does not see it or wants to know exactly."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from desktop.state.dashboard_chart import Chart
from desktop.state.texts import _
from desktop.views.looks import number_font


class DashboardValues(QTableWidget):
    """A line for each label, a column for each series.

    Signals:
        chosen(int, int): the person wants what is behind a series at a place.
    """

    chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setObjectName("values")
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setDefaultSectionSize(28)
        self.cellDoubleClicked.connect(lambda row, column: self.chosen.emit(column, row))

    def show_chart(self, chart: Chart) -> None:
        """Show the values; who reads a cell stays there."""
        self.setAccessibleName(_("Values: {title}").format(title=chart.title))
        row, column = max(self.currentRow(), 0), max(self.currentColumn(), 0)
        self.setRowCount(len(chart.labels))
        self.setColumnCount(len(chart.series))
        self.setHorizontalHeaderLabels([one.name for one in chart.series])
        self.setVerticalHeaderLabels(list(chart.labels))
        for place in range(len(chart.labels)):
            for number, text in enumerate(chart.values_at(place)):
                self._write(place, number, text)
        self.setCurrentCell(min(row, len(chart.labels) - 1), min(column, len(chart.series) - 1))

    def _write(self, row: int, column: int, text: str) -> None:
        cell = self.item(row, column)
        if cell is None:
            cell = QTableWidgetItem()
            cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            cell.setFont(number_font(self.font()))
            self.setItem(row, column, cell)
        cell.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leads to what is behind a value."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.currentColumn(), self.currentRow())
        elif event.key() == Qt.Key.Key_T and not event.modifiers():
            event.ignore()  # not the search for a cell that begins so
        else:
            super().keyPressEvent(event)
