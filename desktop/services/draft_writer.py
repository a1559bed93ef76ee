"""Writes drafts on a thread of its own, so that typing never waits for a disk."""

import threading
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.state.drafts import Draft, DraftFolder, DraftKey
from shared.contracts.vocabulary import MessageKind


class DraftWriter(QObject):
    """Keeps one employee's drafts. Of several versions of a draft only the newest is written.

    Signals:
        saved(DraftKey): the newest words are safe.
        failed(str): they could not be written, and why.
        keptChanged(UUID): an incident has a draft now that had none, or has none any more.
    """

    saved = Signal(object)
    failed = Signal(str)
    keptChanged = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = DraftFolder(folder)
        self._drafts = self._folder.load_all()
        self._due: dict[DraftKey, Draft | None] = {}
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="drafts", daemon=True)
        self._thread.start()

    def get(self, key: DraftKey) -> Draft | None:
        """Return the draft, if there is one."""
        return self._drafts.get(key)

    def incidents(self) -> set[UUID]:
        """Return the incidents that have a draft."""
        return {incident_id for incident_id, _kind in self._drafts}

    def has_any(self, incident_id: UUID) -> bool:
        """Tell whether an incident has a draft, of whichever kind."""
        return any((incident_id, kind) in self._drafts for kind in MessageKind)

    def put(self, key: DraftKey, draft: Draft) -> None:
        """Keep these words; ``saved`` follows."""
        if self._drafts.get(key) != draft:
            is_first = not self.has_any(key[0])
            self._drafts[key] = draft
            self._leave(key, draft)
            if is_first:
                self.keptChanged.emit(key[0])

    def drop(self, key: DraftKey) -> None:
        """Forget a draft that was sent or given up."""
        if self._drafts.pop(key, None) is not None:
            self._leave(key, None)
            if not self.has_any(key[0]):
                self.keptChanged.emit(key[0])

    def close(self, timeout: float = 2.0) -> None:
        """Write what is due and end; wait at most ``timeout`` seconds."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join(timeout)

    def _leave(self, key: DraftKey, draft: Draft | None) -> None:
        with self._changed:
            self._due[key] = draft
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._due) or self._closing)
                if not self._due:
                    return
                due, self._due = self._due, {}
            for key, draft in due.items():
                self._write(key, draft)

    def _write(self, key: DraftKey, draft: Draft | None) -> None:
        try:
            if draft is None:
                self._folder.drop(key)
            else:
                self._folder.save(key, draft)
        except OSError as error:
            self._tell(self.failed, error.strerror or str(error))
        else:
            self._tell(self.saved, key)

    @staticmethod
    def _tell(signal: object, value: object) -> None:
        try:
            signal.emit(value)  # type: ignore[attr-defined]  # a bound Qt signal has no public type
        except RuntimeError:
            # The window was closed meanwhile; the words are on the disk all the same.
            return
