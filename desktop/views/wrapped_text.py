"""Words that are painted, not shown by a widget: broken where the line ends, if need be within a word."""

from math import ceil

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextOption

LINE_SEPARATOR = "\u2028"
"""What Qt breaks a line at within one layout."""


def draw(painter: QPainter, area: QRect, text: str) -> None:
    """Paint a text from the top of an area, with the painter's font and pen."""
    _laid_out(text, painter.font(), area.width()).draw(painter, QPointF(area.topLeft()))


def height(text: str, font: QFont, room: int) -> int:
    """Return the pixels that a text takes from top to bottom in so wide a room."""
    return ceil(_laid_out(text, font, room).boundingRect().height())


def _laid_out(text: str, font: QFont, room: int) -> QTextLayout:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text.replace("\n", LINE_SEPARATOR), font)
    layout.setTextOption(option)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout
