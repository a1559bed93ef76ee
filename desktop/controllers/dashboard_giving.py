"""Gives incidents to somebody else from the live figures, as the gesture "Assign" does in the list."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QObject

from desktop.controllers.bulk_controller import BulkController
from desktop.controllers.desk import Desk
from desktop.services.staff import Staff
from desktop.state.colleagues import Colleagues
from desktop.state.failure import Failure, Kind
from desktop.state.palette import Command
from desktop.state.picks import Pick, colleagues
from desktop.state.texts import _, ngettext
from desktop.views.dashboard_window import DashboardWindow
from desktop.views.notice import Tone


class DashboardGiving(QObject):
    """Asks to whom, and has it carried out like any other batch: with undo and report in the desk."""

    def __init__(self, desk: Desk, staff: Staff, bulk: BulkController, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._staff = staff
        self._bulk = bulk

    def ask(self, window: DashboardWindow, ids: Sequence[UUID]) -> None:
        """Ask who gets these."""

        def failed(failure: Failure) -> None:
            if failure.kind is not Kind.SIGNED_OUT:
                again = (_("Try again"), lambda: self.ask(window, ids))
                window.behind.notice.tell(Tone.DANGER, failure.sentence(), again)

        self._staff.everybody(lambda found: self._choose(window, ids, found), failed)

    def _choose(self, window: DashboardWindow, ids: Sequence[UUID], found: Colleagues) -> None:
        shown: dict[str, Pick] = {}

        def offer(query: str) -> Sequence[Command]:
            shown.clear()
            shown.update({one.command.name: one for one in colleagues(found.employees, self._desk.me, query)})
            return [one.command for one in shown.values()]

        def give(name: str) -> None:
            pick = shown[name]
            self._bulk.carry_out("assign", self._desk.sights(ids), [pick.plan])
            text = ngettext(
                "{count} incident goes to {name}. The desk shows how it went, and can undo it.",
                "{count} incidents go to {name}. The desk shows how it went, and can undo it.",
                len(ids),
            )
            told = text.format(count=len(ids), name=pick.command.text)
            window.behind.notice.tell(Tone.OK, told)

        window.commands.open(_("Who gets it?"), offer, give)
