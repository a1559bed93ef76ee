"""A chart drawn with pyqtgraph, in the colours in use, with a cursor that the keys move."""

from math import ceil, floor, log10
from textwrap import wrap
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.state.dashboard_chart import Chart, Kind, Series
from desktop.views import theme

BAR_ROOM = 0.8
FEW = 8
"""So many labels all stand there, in several lines; of more, as many as fit."""
LETTERS, LABEL_LINES = 6, 3
OVERHANG = 60
"""So many pixels may a label stand out beside its axis: the first and the last do."""
STEPS_MAX = 5
"""So many lines above zero tell how high something is."""
STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
Pen = Any
"""What pyqtgraph, which has no types, takes for a pen."""


class DashboardPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Two series are told apart by shape as well: filled and hollow bars, solid and dashed lines.

    Signals:
        moved(int): the cursor is at this place.
        chosen(int, int): the person wants what is behind a series at a place.
        focused(bool): it has got the keys, or has lost them.
    """

    moved = Signal(int)
    chosen = Signal(int, int)
    focused = Signal(bool)

    def __init__(self, scale: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._chart: Chart | None = None
        self._is_begun = False
        self.place = 0
        self.series = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseEnabled(False, False)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseTracking(True)
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.setZValue(-1)

    def show_chart(self, chart: Chart) -> None:
        """Draw it anew."""
        self._chart = chart
        if not self._is_begun:
            self.place = 0 if chart.kind is Kind.MARKED else len(chart.labels) - 1  # the present
            self._is_begun = True
        self.place = max(0, min(self.place, len(chart.labels) - 1))
        self.series = max(0, min(self.series, len(chart.series) - 1))
        self.draw()

    def draw(self) -> None:
        """Draw it in the colours in use."""
        chart = self._chart
        if chart is None or chart.empty:
            return
        look = theme.tokens()
        self.setBackground(look.surface)
        item = self.getPlotItem()
        item.clear()
        self._dress_axes(chart)
        {Kind.BARS: self._bars, Kind.LINES: self._lines, Kind.MARKED: self._marked}[chart.kind](chart)
        self._cursor.setPen(pg.mkPen(look.control, width=1, style=Qt.PenStyle.DashLine))
        item.addItem(self._cursor)
        self._show_cursor()
        top = max((one for series in chart.series for one in series.values if one is not None), default=1)
        item.setXRange(-0.5, _room(chart) - 0.5, padding=0)
        self._dress_height(max(top, 1))

    def go(self, place: int, series: int | None = None) -> None:
        """Move the cursor."""
        if self._chart is None or not self._chart.labels:
            return
        self.place = max(0, min(place, len(self._chart.labels) - 1))
        if series is not None:
            self.series = series % len(self._chart.series)
        self._show_cursor()
        self.moved.emit(self.place)

    def _show_cursor(self) -> None:
        self._cursor.setValue(self.place)
        self._cursor.setVisible(self.hasFocus())

    def _dress_axes(self, chart: Chart) -> None:
        look, font = theme.tokens(), self._font()
        metrics = QFontMetrics(font)
        letter, room = metrics.averageCharWidth(), max(self.width() - 60, 1)
        widest = max((len(label) for label in chart.labels), default=0)
        each = max(1, ceil(_room(chart) * (widest + 2) * letter / room))
        letters = widest
        if _room(chart) <= FEW:
            each, letters = 1, max(LETTERS, int(room / len(chart.labels) / letter) - 1)
        ticks = [
            (n, "\n".join(wrap(label, max(letters, 1), break_long_words=False)[:LABEL_LINES]))
            for n, label in enumerate(chart.labels)
            if n % each == 0
        ]
        for side in ("left", "bottom"):
            axis = self.getPlotItem().getAxis(side)
            axis.setPen(look.line)
            axis.setZValue(-1000)  # its lines go behind what is drawn
            axis.setTextPen(look.muted)
            axis.setStyle(
                tickFont=font, tickLength=0, autoExpandTextSpace=True, hideOverlappingLabels=OVERHANG
            )
        self.getPlotItem().getAxis("bottom").setTicks([ticks])
        lines = max((text.count("\n") + 1 for _n, text in ticks), default=1)
        self.getPlotItem().getAxis("bottom").setHeight(metrics.lineSpacing() * lines + 10)
        self.getPlotItem().showGrid(x=False, y=True, alpha=0.2)

    def _dress_height(self, top: float) -> None:
        """Say how high things are, from zero on."""
        item = self.getPlotItem()
        texts = [(one, f"{one:g}") for one in _steps(top)]
        metrics = QFontMetrics(self._font())
        item.getAxis("left").setTicks([texts])
        item.getAxis("left").setWidth(max(metrics.horizontalAdvance(text) for _one, text in texts) + 14)
        item.setYRange(-top * 0.004, top * 1.18, padding=0)  # zero itself would count as outside

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * self._scale)
        return font

    def _bars(self, chart: Chart) -> None:
        look = theme.tokens()
        width = BAR_ROOM / len(chart.series)
        for number, series in enumerate(chart.series):
            shift = -BAR_ROOM / 2 + width * (number + 0.5)
            pen = pg.mkPen(look.accent if number == 0 else look.info, width=2)
            brush = pg.mkBrush(look.accent if number == 0 else look.info_tint)
            self._add_bars(series, shift, width * 0.86, pen, [brush] * len(series.values))

    def _add_bars(self, series: Series, shift: float, width: float, pen: Pen, brushes: list[Any]) -> None:
        places = [
            (n, value, brush)
            for n, (value, brush) in enumerate(zip(series.values, brushes, strict=True))
            if value
        ]
        if places:
            xs, heights = [n + shift for n, _v, _b in places], [value for _n, value, _b in places]
            bars = pg.BarGraphItem(
                x=xs, height=heights, width=width, pen=pen, brushes=[b for _n, _v, b in places]
            )
            self.addItem(bars)

    def _lines(self, chart: Chart) -> None:
        look = theme.tokens()
        shapes = (("o", Qt.PenStyle.SolidLine, look.accent), ("s", Qt.PenStyle.DashLine, look.info))
        for series, (symbol, style, colour) in zip(chart.series, shapes, strict=False):
            values = [float("nan") if value is None else value for value in series.values]
            pen = pg.mkPen(colour, width=2, style=style)
            self.plot(
                list(range(len(values))),
                values,
                pen=pen,
                connect="finite",
                symbol=symbol,
                symbolSize=7,
                symbolPen=colour,
                symbolBrush=colour,
            )

    def _marked(self, chart: Chart) -> None:
        look = theme.tokens()
        count = len(chart.labels)
        brushes = [pg.mkBrush(look.danger if n in chart.marked else look.accent) for n in range(count)]
        self._add_bars(chart.series[0], 0, BAR_ROOM * 0.7, pg.mkPen(look.surface), brushes)
        for series, style in zip(
            chart.series[1:], (Qt.PenStyle.SolidLine, Qt.PenStyle.DotLine), strict=False
        ):
            xs, ys = [], []
            for n, value in enumerate(series.values):
                if value is not None:
                    xs += [n - BAR_ROOM / 2, n + BAR_ROOM / 2]
                    ys += [value, value]
            self.plot(xs, ys, pen=pg.mkPen(look.text, width=2, style=style), connect="pairs")
        for place in chart.marked:
            sign = pg.TextItem("▲", color=look.danger, anchor=(0.5, 1))
            sign.setPos(place, chart.series[0].values[place] or 0)
            self.addItem(sign)

    def _place_at(self, event: QMouseEvent) -> tuple[int, int]:
        """Return the place and the series under the pointer."""
        assert self._chart is not None
        x = self.getPlotItem().vb.mapSceneToView(self.mapToScene(event.position().toPoint())).x()
        place = max(0, min(round(x), len(self._chart.labels) - 1))
        series = 0
        if self._chart.kind is Kind.BARS:
            count = len(self._chart.series)
            series = max(0, min(int((x - place + BAR_ROOM / 2) / BAR_ROOM * count), count - 1))
        return place, series

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there, and to what is behind it."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._chart and self._chart.labels:
            self.go(*self._place_at(event))
            self.chosen.emit(self.series, self.place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing is dragged here."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what stands under the pointer."""
        if self._chart and self._chart.labels:
            self.go(*self._place_at(event))

    def wheelEvent(self, event: Any) -> None:
        """Leave it to what scrolls around."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from point to point and from series to series; Enter leads behind one."""
        key = Qt.Key(event.key())
        last = len(self._chart.labels) - 1 if self._chart else 0
        if key in STEPS:
            self.go(self.place + STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go(0 if key is Qt.Key.Key_Home else last)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.go(self.place, self.series + (1 if key is Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.series, self.place)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor."""
        super().focusInEvent(event)
        self._show_cursor()
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the cursor."""
        super().focusOutEvent(event)
        self._show_cursor()
        self.focused.emit(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose as many labels as there is room for."""
        super().resizeEvent(event)
        if getattr(self, "_chart", None) is not None:
            self._dress_axes(self._chart)  # type: ignore[arg-type]  # there is one

    def sizeHint(self) -> QSize:
        """Return a modest size; it grows with its card."""
        return QSize(300, 200)

    def leaveEvent(self, event: QEvent) -> None:
        """Say again what stands at the cursor."""
        super().leaveEvent(event)
        self.moved.emit(self.place)


def _steps(top: float) -> list[float]:
    """Return zero and some round numbers above it, up to ``top``."""
    power = 10.0 ** floor(log10(top))
    step = next(one for one in (power / 5, power / 2, power, power * 2, power * 5) if top / one <= STEPS_MAX)
    step = max(step, 1.0)
    return [step * n for n in range(int(top / step) + 1)]


def _room(chart: Chart) -> int:
    """Return for how many labels there is room from left to right."""
    return max(len(chart.labels), chart.least_places)
