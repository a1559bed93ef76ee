"""A customer's data from the staff's side: who leads hands it out or forgets the person; asked first."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog

from desktop.controllers.desk import Desk
from desktop.services.api import Api
from desktop.services.people import People
from desktop.state.failure import Failure, Kind
from desktop.state.person_data import erase_words, export_words, needs_reason
from desktop.state.texts import _
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone
from desktop.views.person_card import PersonCard
from shared.contracts.resources import Contact

Deed = Callable[[str], None]
"""What is done with the reason once it is agreed on."""


class PersonController(QObject):
    """Offers it in the card of the open incident. Without ``people`` nothing is offered."""

    def __init__(self, desk: Desk, window: MainWindow, api: Api, people: People | None) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._api = api
        self.card = PersonCard(window)
        self.card.agreed.connect(self._on_agreed)
        self._deed: Deed = lambda _reason: None
        box = window.incident.card.person
        if people is not None and desk.me.leads:
            box.is_allowed = True
            box.exportAsked.connect(lambda who: self._ask_export(people, who))
            box.eraseAsked.connect(lambda who: self._count(people, who))

    def save(self, people: People, who: Contact, reason: str, path: Path) -> None:
        """Save somebody's data on this computer."""
        self._window.incident.notice.tell(Tone.INFO, _("Gathering the data of {name}…").format(name=who.name))

        def done(is_kept: bool) -> None:
            text = _("Saved as {path}") if is_kept else _("It can't be written to {path}.")
            tone = Tone.INFO if is_kept else Tone.DANGER
            self._window.incident.notice.tell(tone, text.format(path=path))

        people.export(who, reason, path, done, self._tell)

    def _on_agreed(self, reason: str) -> None:
        self._deed(reason)

    def _ask_export(self, people: People, who: Contact) -> None:
        self._deed = lambda reason: self._ask_where(people, who, reason)
        title = _("Export the data of {name}").format(name=who.name)
        self.card.open(title, export_words(who), _("Save as…"), needs_reason=needs_reason(who))

    def _ask_where(self, people: People, who: Contact, reason: str) -> None:
        """Ask for the place with a dialog that nothing waits for."""
        self.card.leave()
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        name = "ventanilla-data.zip"
        dialog = QFileDialog(self._window, _("Save {name}").format(name=name), str(Path(folder) / name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: self.save(people, who, reason, Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _count(self, people: People, who: Contact) -> None:
        """Find out how much would go before asking whether it shall."""
        if open_id := self._desk.open_id:
            self._api.others(open_id, lambda found: self._ask_erase(people, who, len(found.rows)), self._tell)

    def _ask_erase(self, people: People, who: Contact, others: int) -> None:
        words = erase_words(who, others)
        self._deed = lambda reason: self._ask_again(people, who, reason)
        title = _("Erase {name}").format(name=who.name)
        self.card.open(title, words, _("Erase…"), needs_reason=needs_reason(who))

    def _ask_again(self, people: People, who: Contact, reason: str) -> None:
        text = _("Erase {name} for good? Nobody can undo it.").format(name=who.name)
        erase = (_("Erase for good"), lambda: self._erase(people, who, reason))
        self.card.notice.tell(Tone.DANGER, text, erase)

    def _erase(self, people: People, who: Contact, reason: str) -> None:
        def done() -> None:
            self.card.leave()
            text = _("The person is erased. Their incidents lose what names them within moments.")
            self._window.incident.notice.tell(Tone.INFO, text)

        def failed(failure: Failure) -> None:
            self.card.notice.tell(Tone.DANGER, failure.sentence())

        people.erase(who, reason, done, failed)

    def _tell(self, failure: Failure) -> None:
        if failure.kind is not Kind.SIGNED_OUT:
            self._window.incident.notice.tell(Tone.DANGER, failure.sentence())
