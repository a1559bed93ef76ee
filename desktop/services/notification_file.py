"""Keeps one employee's notifications on disk, written beside the window, a little after the last change."""

from pathlib import Path

import structlog
from PySide6.QtCore import QObject, QTimer

from desktop.services.background import Background
from desktop.state.notifications import Notifications, read_from
from desktop.state.whole_file import write_whole

log = structlog.stdlib.get_logger(__name__)
SETTLE_MS = 500


class NotificationFile(QObject):
    """One small file. What can't be read or written is no reason to stop working."""

    def __init__(self, path: Path, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._background = background
        self._due: Notifications | None = None
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._timer.timeout.connect(self._write_beside)

    def read(self) -> Notifications:
        """Return what was kept."""
        try:
            return read_from(self._path.read_bytes())
        except OSError:
            return Notifications()

    def keep(self, notifications: Notifications) -> None:
        """Write them soon."""
        self._due = notifications
        if not self._timer.isActive():
            self._timer.start()

    def close(self) -> None:
        """Write what is due, now."""
        self._timer.stop()
        if self._due is not None:
            self._write(self._due)
            self._due = None

    def _write_beside(self) -> None:
        due, self._due = self._due, None
        if due is not None:
            self._background.run(lambda: self._write(due), lambda _nothing: None)

    def _write(self, notifications: Notifications) -> None:
        try:
            write_whole(self._path, notifications.model_dump_json().encode())
        except OSError as error:
            log.info("notifications were not kept", reason=error.strerror)
