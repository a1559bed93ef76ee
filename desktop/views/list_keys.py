"""The keys that move through the list, and fold its groups."""

from PySide6.QtCore import Qt

FOLDING = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}


def lines_of(key: Qt.Key, *, page: int, every: int) -> int | None:
    """Return so many lines down, or up where negative, as a key moves; None for keys that don't.

    ``page`` is how many lines are seen at once, ``every`` how many there are.
    """
    steps = {
        Qt.Key.Key_Up: -1,
        Qt.Key.Key_Down: 1,
        Qt.Key.Key_PageUp: -page,
        Qt.Key.Key_PageDown: page,
        Qt.Key.Key_Home: -every,
        Qt.Key.Key_End: every,
    }
    return steps.get(key)
