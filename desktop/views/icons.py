"""The icons: one set, one weight, in the colours in use."""

from functools import cache

import qtawesome
from PySide6.QtGui import QIcon, QPixmap

from desktop.views import theme

SIZE = 16


@cache
def icon(name: str, colour: str = "text") -> QIcon:
    """Return an icon of the Phosphor set in one of the theme's colours."""
    look = theme.tokens()
    return qtawesome.icon(f"ph.{name}", color=getattr(look, colour), color_disabled=look.muted)  # type: ignore[no-any-return]


def pixmap(name: str, colour: str = "text", size: int = SIZE) -> QPixmap:
    """Return an icon as a picture."""
    return icon(name, colour).pixmap(size, size)


def forget() -> None:
    """Draw every icon anew when it is next asked for, in the colours then in use."""
    icon.cache_clear()
