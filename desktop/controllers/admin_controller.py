"""Opens the administration, with the rooms that the person's role has."""

from dataclasses import dataclass

from PySide6.QtCore import QObject

from desktop.controllers.admin_answers import AnswersRoom
from desktop.controllers.admin_audit import AuditRoom
from desktop.controllers.admin_categories import CategoriesRoom
from desktop.controllers.admin_employees import EmployeesRoom
from desktop.controllers.admin_known import KnownIncidentsRoom
from desktop.controllers.admin_macros import MacrosRoom
from desktop.controllers.admin_sign_in import SignInRoom
from desktop.controllers.admin_teams import TeamsRoom
from desktop.services.administration import Administration
from desktop.services.knowledge import Knowledge
from desktop.services.staff import Staff
from desktop.state.person import Person
from desktop.state.texts import mark
from desktop.views.admin_window import AdminWindow
from desktop.views.main_window import MainWindow
from shared.clock import Clock


@dataclass(frozen=True, slots=True)
class Rooms:
    """All rooms, in the order of their tabs."""

    employees: EmployeesRoom
    teams: TeamsRoom
    sign_in: SignInRoom
    categories: CategoriesRoom
    answers: AnswersRoom
    macros: MacrosRoom
    known: KnownIncidentsRoom
    audit: AuditRoom


NAMES = {
    "employees": mark("Employees"),
    "teams": mark("Teams"),
    "sign_in": mark("Sign-in"),
    "categories": mark("Categories"),
    "answers": mark("Answers"),
    "macros": mark("Macros"),
    "known": mark("Known incidents"),
    "audit": mark("Audit"),
}
"""What the rooms are called on screen."""


class AdminController(QObject):
    """Makes the window each time anew, with what is true then."""

    def __init__(
        self,
        me: Person,
        window: MainWindow,
        service: Administration,
        staff: Staff,
        knowledge: Knowledge,
        clock: Clock,
    ) -> None:
        super().__init__(window)
        self._me = me
        self._window = window
        self._service = service
        self._staff = staff
        self._knowledge = knowledge
        self._clock = clock
        self.dialog: AdminWindow | None = None
        self.rooms: Rooms | None = None

    def open(self) -> None:
        """Show the window; who does not lead has none."""
        if not self._me.leads or self.dialog is not None:
            return
        dialog = self.dialog = AdminWindow(self._window)
        rooms = self.rooms = self._make_rooms(dialog)
        for place, name in NAMES.items():
            room = getattr(rooms, place)
            room.setParent(dialog)
            dialog.add_room(name, room.view, room.start)
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def announce(self, category: str) -> None:
        """Show the form that announces a known incident, filled in for a category."""
        self.open()
        if self.dialog is not None and self.rooms is not None:
            self._window.raise_()
            self.enter("known")
            self.rooms.known.begin_about(category)
            self.dialog.activateWindow()

    def open_at(self, place: str) -> None:
        """Show the window with the room of this name."""
        self.open()
        self.enter(place)

    def enter(self, place: str) -> None:
        """Go to the room of this name, as ``Rooms`` has it."""
        if self.dialog is not None:
            self.dialog.enter(list(NAMES).index(place))

    def _make_rooms(self, dialog: AdminWindow) -> Rooms:
        return Rooms(
            employees=EmployeesRoom(self._me, self._service, self._staff, self._knowledge, self._clock),
            teams=TeamsRoom(self._me, self._service),
            sign_in=SignInRoom(self._me, self._service),
            categories=CategoriesRoom(self._me, self._knowledge, self._staff),
            answers=AnswersRoom(self._knowledge),
            macros=MacrosRoom(self._me, dialog, self._knowledge, self._staff),
            known=KnownIncidentsRoom(self._knowledge),
            audit=AuditRoom(self._service, self._clock),
        )

    def _on_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = self.rooms = None
