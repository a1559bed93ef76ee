"""Files that employees send along: sent beside the window, and kept with the draft once they are there."""

from collections import defaultdict
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from desktop.controllers.desk import Desk
from desktop.controllers.editor_controller import NOT_YET
from desktop.controllers.sender import Sender, Sending
from desktop.services.draft_writer import DraftWriter
from desktop.services.files import Files
from desktop.services.wire import Exchange
from desktop.state.attaching import Attaching, begun, chip_of, chip_on_its_way, room
from desktop.state.drafts import Draft, DraftKey
from desktop.state.failure import Failure, Kind
from desktop.state.texts import _
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone
from shared.contracts.resources import FileRef


class AttachmentController(QObject):
    """What goes along with the words of each draft, whichever incident is on screen meanwhile."""

    def __init__(
        self, desk: Desk, window: MainWindow, sender: Sender, files: Files, drafts: DraftWriter
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._editor = window.incident.editor
        self._files = files
        self._drafts = drafts
        self._under_way: defaultdict[DraftKey, list[Attaching]] = defaultdict(list)
        self._exchanges: dict[UUID, Exchange] = {}
        self._gone: set[UUID] = set()
        self._editor.attachAsked.connect(self._ask_which)
        self._editor.filesGiven.connect(self.attach)
        self._editor.attachments.removeAsked.connect(self._remove)
        self._editor.attachments.spoken.connect(self._show)
        self._editor.attachments.againAsked.connect(self._try_again)
        sender.failed.connect(self._on_not_sent)

    def attach(self, paths: list[Path]) -> None:
        """Send these files for the words on screen, as many as may go along."""
        key = self._key()
        if key is None or self._editor.is_busy:
            return
        free = room(self._files_of(key), self._under_way[key])
        for one in map(begun, paths[:free]):
            self._under_way[key].append(one)
            self._send(key, one)
        if len(paths) > free:
            self._editor.notice.tell(Tone.WARNING, _("Five files at most go along with a message."))
        self._show()

    def show(self) -> None:
        """Show what goes along with the words that are on screen now, and look whether it is still there."""
        key = self._key()
        for file in self._files_of(key) if key else ():
            self._check(file)
        self._show()

    def _key(self) -> DraftKey | None:
        return (self._desk.open_id, self._editor.kind) if self._desk.open_id else None

    def _files_of(self, key: DraftKey) -> tuple[FileRef, ...]:
        draft = self._drafts.get(key)
        return draft.files if draft else ()

    def _show(self) -> None:
        key = self._key()
        if key is None:
            self._editor.show_attachments([])
            return
        there = [chip_of(file, is_gone=file.id in self._gone) for file in self._files_of(key)]
        self._editor.show_attachments([*there, *map(chip_on_its_way, self._under_way[key])])

    # On their way

    def _send(self, key: DraftKey, one: Attaching) -> None:
        if one.failure:
            return
        detail = self._desk.detail
        seen = detail.row.version if detail else NOT_YET

        def arrived(file: FileRef) -> None:
            self._exchanges.pop(one.key, None)
            self._under_way[key].remove(one)
            self._keep(key, (*self._files_of(key), file), seen)

        def failed(failure: Failure) -> None:
            self._exchanges.pop(one.key, None)
            one.failure = failure
            self._show()

        self._exchanges[one.key] = self._files.upload(one.path, one.key, arrived, failed)

    def _keep(self, key: DraftKey, files: tuple[FileRef, ...], seen: int = NOT_YET) -> None:
        """Keep the files with their words; a draft without either is none."""
        draft = (self._drafts.get(key) or Draft(text="", seen=seen)).with_files(files)
        if draft.text.strip() or files:
            self._drafts.put(key, draft)
        else:
            self._drafts.drop(key)
        self._show()

    def _try_again(self, chip: UUID) -> None:
        key = self._key()
        for one in self._under_way[key] if key else ():
            if key and one.key == chip:
                one.failure = None
                self._send(key, one)
        self._show()

    def _remove(self, chip: UUID) -> None:
        key = self._key()
        if key is None or self._editor.is_busy:
            return
        if exchange := self._exchanges.pop(chip, None):
            exchange.cancel()
        self._under_way[key] = [one for one in self._under_way[key] if one.key != chip]
        self._keep(key, tuple(file for file in self._files_of(key) if file.id != chip))

    def _on_not_sent(self, _sending: Sending, failure: Failure) -> None:
        """Mark what the service missed."""
        self._gone |= {file.id for file in failure.files}
        self._show()

    def _check(self, file: FileRef) -> None:
        def missed(failure: Failure) -> None:
            if failure.kind is Kind.GONE:
                self._gone.add(file.id)
                self._show()

        self._files.check(file.id, lambda _nothing: None, missed)

    def _ask_which(self) -> None:
        """Ask with a dialog that nothing waits for."""
        dialog = QFileDialog(self._window, _("Attach files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        kinds = "*.jpg *.jpeg *.png *.webp *.gif *.heic *.pdf *.txt *.log"
        pictures = _("Pictures, PDF and text ({kinds})").format(kinds=kinds)
        dialog.setNameFilters([pictures, _("All files ({kinds})").format(kinds="*")])
        dialog.filesSelected.connect(lambda chosen: self.attach([Path(one) for one in chosen]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
