"""Whether the person takes new incidents: said in their menu or the palette, shown beside their name."""

from PySide6.QtCore import QObject, Signal

from desktop.services.availability import AvailabilityService
from desktop.state.failure import Failure
from desktop.state.person import Person
from desktop.state.texts import _
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone
from shared.contracts.vocabulary import Availability


class AvailabilityController(QObject):
    """Shows what ``employees`` says, never what was only asked for.

    Signals:
        changed(Availability): the person stands otherwise now.
    """

    changed = Signal(object)

    def __init__(self, me: Person, window: MainWindow, service: AvailabilityService) -> None:
        super().__init__(window)
        self._me = me
        self._window = window
        self._service = service
        self.present = me.availability
        window.top_bar.show_availability(self.present)
        window.top_bar.menu.aboutToShow.connect(self.refresh)

    def refresh(self) -> None:
        """Ask how the person stands: a supervisor may have changed it."""
        self._service.present(self._me.id, self._show, lambda _failure: None)  # what is shown stays

    def turn(self, wanted: Availability) -> None:
        """Say how the person stands from now on."""
        self._service.turn(self._me.id, wanted, self._show, lambda why: self._on_failed(why, wanted))

    def _show(self, found: Availability) -> None:
        self.present = found
        self._window.top_bar.show_availability(found)
        self.changed.emit(found)

    def _on_failed(self, failure: Failure, wanted: Availability) -> None:
        text = _("Your availability was not changed. {why}").format(why=failure.sentence())
        self._show(self.present)  # the menu has ticked what was asked for
        again = (_("Try again"), lambda: self.turn(wanted))
        self._window.queue.notice.tell(Tone.DANGER, text, again)
