"""A chart with its legend, what stands at the cursor, and a table of its values one key away."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QWidget

from desktop.state.dashboard_chart import Chart, Kind
from desktop.state.texts import _
from desktop.views.dashboard_card import DashboardCard
from desktop.views.dashboard_plot import DashboardPlot
from desktop.views.dashboard_values import DashboardValues
from desktop.views.elided_label import ElidedLabel
from desktop.views.spoken_widget import button, label
from desktop.views.stylesheet import WALL

HEIGHT = 220
SHAPES = {Kind.BARS: ("■", "□"), Kind.LINES: ("●─", "■╌"), Kind.MARKED: ("■", "━", "┈")}
"""How the series of each kind are drawn, for the legend."""
Action = tuple[str, Callable[[], None]]


class DashboardChartCard(DashboardCard):
    """Shows a chart, or a sentence that says why there is none."""

    def __init__(self, name: str, *, on_wall: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(name, on_wall=on_wall, parent=parent)
        self._on_wall = on_wall
        self.chart: Chart | None = None
        self.plot = DashboardPlot(WALL if on_wall else 1.0)
        self.values = DashboardValues()
        self.empty = label("wall-muted" if on_wall else "muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._rooms = QStackedWidget()
        for room in (self.plot, self.values, self.empty):
            self._rooms.addWidget(room)
        self._legend = ElidedLabel("wall-small" if on_wall else "small")
        self._readout = ElidedLabel("small")
        self._readout.setVisible(not on_wall)
        self.switch = button("link")
        self.switch.clicked.connect(self.toggle_table)
        self.switch.setVisible(not on_wall)
        self.head.addStretch(1)
        self.head.addWidget(self.switch)
        self.body.addWidget(self._legend)
        self._action_line = QHBoxLayout()
        self.body.addWidget(self._rooms, 1)
        self.body.addWidget(self._readout)
        self.body.addLayout(self._action_line)
        self._buttons: list[QPushButton] = []
        self._rooms.setMinimumHeight(HEIGHT)
        self._connect()
        self.ready()

    @property
    def shows_table(self) -> bool:
        """Tell whether the values stand there as a table."""
        return self._rooms.currentWidget() is self.values

    def show_chart(self, chart: Chart, actions: Sequence[Action] = ()) -> None:
        """Show it; the cursor stays where it was."""
        was_table = self.shows_table
        self.chart = chart
        self.title.setText(chart.title)
        self.empty.setText(chart.empty)
        self._legend.show_text("" if chart.empty else self._legend_of(chart))
        self.switch.setEnabled(not chart.empty)
        self._set_actions(() if self._on_wall else actions)
        self.plot.setAccessibleName(_("Chart: {title}").format(title=chart.title))
        if chart.empty:
            self._rooms.setCurrentWidget(self.empty)
            self._readout.show_text("")
            return
        self.values.show_chart(chart)
        self.plot.show_chart(chart)
        self._rooms.setCurrentWidget(self.values if was_table else self.plot)
        self._tell(self.plot.place)

    def toggle_table(self) -> None:
        """Show the values as a table, or the chart again."""
        if self.chart is None or self.chart.empty:
            return
        room = self.plot if self.shows_table else self.values
        self._rooms.setCurrentWidget(room)
        self.say()
        room.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self) -> None:
        """Write the texts that are no figures."""
        self.switch.setText(_("Chart (T)") if self.shows_table else _("Table (T)"))
        self.switch.setAccessibleName(f"{self.switch.text()}: {self.title.text()}")

    def recolour(self) -> None:
        """Draw in the colours in use."""
        self.plot.draw()

    def _connect(self) -> None:
        key = QShortcut(QKeySequence("T"), self, self.toggle_table)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.plot.moved.connect(self._tell)
        self.plot.focused.connect(self.show_focus)
        self.plot.chosen.connect(self._ask)
        self.values.chosen.connect(self._ask)

    def _legend_of(self, chart: Chart) -> str:
        shapes = SHAPES[chart.kind]
        if len(chart.series) == 1:
            return chart.unit
        told = [f"{shape} {one.name}" for shape, one in zip(shapes, chart.series, strict=False)]
        return "   ".join((*told, f"({chart.unit.lower()})"))

    def _tell(self, place: int) -> None:
        chart = self.chart
        if chart is None or chart.empty:
            return
        text = chart.point(place)
        self._readout.show_text(text)
        series = chart.series[self.plot.series].name
        way = _("Enter: {name} in detail.").format(name=series)
        self.plot.setAccessibleDescription(f"{text} {way} {chart.summary()}")

    def _ask(self, series: int, place: int) -> None:
        source = self.chart.series[series].source(place) if self.chart and self.chart.series else None
        if source is None and self.chart and self.chart.series:
            source = self.chart.series[0].source(place)
        if source:
            self.asked.emit(source)

    def _set_actions(self, actions: Sequence[Action]) -> None:
        if [one.text() for one in self._buttons] == [text for text, _act in actions]:
            return
        for old in self._buttons:
            old.hide()
            old.deleteLater()
        self._buttons = []
        for text, act in actions:
            one = button("link")
            one.setText(text)
            one.clicked.connect(partial(_call, act))
            self._action_line.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
            self._buttons.append(one)

    @property
    def buttons(self) -> list[QPushButton]:
        """What can be done about the chart."""
        return self._buttons


def _call(act: Callable[[], None], _checked: bool = False) -> None:
    act()
