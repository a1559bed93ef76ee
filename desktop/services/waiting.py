"""Waits for something at the end of a session, while the application goes on working."""

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

LOOK_MS = 20


def wait(until: Callable[[], bool], timeout_ms: int) -> bool:
    """Return once ``until`` holds, or after the timeout; tell whether it holds."""
    if until():
        return True
    loop = QEventLoop()
    look = QTimer(interval=LOOK_MS)
    look.timeout.connect(lambda: loop.quit() if until() else None)
    look.start()
    QTimer.singleShot(timeout_ms, loop, loop.quit)
    loop.exec()
    look.stop()
    return until()
