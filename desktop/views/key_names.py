"""Keys as they are written on the person's keyboard."""

from PySide6.QtGui import QKeySequence

from desktop.state.texts import _, mark

_NAMES = {
    "Return": mark("Enter"),
    "Esc": mark("Esc"),
    "Home": mark("Home"),
    "End": mark("End"),
    "Down": "↓",
    "Up": "↑",
    "Left": "←",
    "Right": "→",
    "…": "…",
}


def key_name(key: str) -> str:
    """Return how a key is called, ``Shift+R`` or ``Enter`` or ``↓``."""
    if key in _NAMES:
        return _(_NAMES[key])
    written = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
    return written.replace("Return", _("Enter")).replace("Shift", _("Shift")).replace("Down", "↓")
