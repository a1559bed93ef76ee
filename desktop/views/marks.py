"""The drawn marks: a shape for each state, bars for each priority, so that colour never speaks alone."""

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen, QPixmap

from desktop.state.columns import PRIORITY_ORDER
from desktop.views import theme
from shared.contracts.vocabulary import Priority, State

STATE_COLOURS = {
    State.OPEN: "info",
    State.ASSIGNED: "accent",
    State.WAITING: "muted",
    State.RESOLVED: "ok",
    State.CLOSED: "muted",
}
MARK = 12.0
BAR_WIDTH, BAR_GAP, BAR_HEIGHT = 4.0, 2.0, 12.0
BARS_WIDTH = 4 * BAR_WIDTH + 3 * BAR_GAP


def paint_state(painter: QPainter, centre: QPointF, state: State) -> None:
    """Draw a state's shape: empty circle, half circle, pause, tick, filled square."""
    colour = theme.color(STATE_COLOURS[state])
    area = QRectF(centre.x() - MARK / 2, centre.y() - MARK / 2, MARK, MARK).adjusted(1, 1, -1, -1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(
        QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    match state:
        case State.OPEN:
            painter.drawEllipse(area)
        case State.ASSIGNED:
            painter.drawEllipse(area)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(colour))
            painter.drawPie(area, 90 * 16, 180 * 16)
        case State.WAITING:
            for x in (area.left() + 2.5, area.right() - 2.5):
                painter.drawLine(QPointF(x, area.top() + 0.5), QPointF(x, area.bottom() - 0.5))
        case State.RESOLVED:
            path = QPainterPath(QPointF(area.left(), area.center().y() + 0.5))
            path.lineTo(area.left() + 3.5, area.bottom() - 1)
            path.lineTo(area.right(), area.top() + 1.5)
            painter.drawPath(path)
        case State.CLOSED:
            painter.setBrush(QBrush(colour))
            painter.drawRect(area.adjusted(1, 1, -1, -1))
    painter.restore()


def paint_priority(painter: QPainter, left: float, middle: float, priority: Priority) -> None:
    """Draw one to four bars; only the most urgent is coloured."""
    count = PRIORITY_ORDER[priority] + 1
    # Hairlines are white in high contrast, which would look filled.
    empty = "raised" if theme.tokens().line == theme.tokens().control else "line"
    filled = theme.color("danger" if priority is Priority.URGENT else "muted")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for bar in range(4):
        height = BAR_HEIGHT * (bar + 2) / 5
        area = QRectF(left + bar * (BAR_WIDTH + BAR_GAP), middle + BAR_HEIGHT / 2 - height, BAR_WIDTH, height)
        painter.setBrush(filled if bar < count else theme.color(empty))
        painter.drawRoundedRect(area, 1, 1)
    painter.restore()


def state_mark(state: State, ratio: float) -> QPixmap:
    """Return a state's shape as a picture for a screen of this many dots a pixel, drawn once and kept."""
    return _state_mark(state, ratio, theme.tokens())


def priority_mark(priority: Priority, ratio: float) -> QPixmap:
    """Return a priority's bars as a picture, drawn once and kept."""
    return _priority_mark(priority, ratio, theme.tokens())


@cache
def _state_mark(state: State, ratio: float, _look: theme.Tokens) -> QPixmap:
    return _picture(MARK, ratio, lambda painter: paint_state(painter, QPointF(MARK / 2, MARK / 2), state))


@cache
def _priority_mark(priority: Priority, ratio: float, _look: theme.Tokens) -> QPixmap:
    return _picture(BARS_WIDTH, ratio, lambda painter: paint_priority(painter, 0, BAR_HEIGHT / 2, priority))


def _picture(width: float, ratio: float, paint: Callable[[QPainter], None]) -> QPixmap:
    result = QPixmap(round(width * ratio), round(MARK * ratio))
    result.setDevicePixelRatio(ratio)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    paint(painter)
    painter.end()
    return result
