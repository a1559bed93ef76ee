"""Opens the administration, with the rooms that the person's role has."""

from PySide6.QtCore import QObject

from desktop.controllers.admin_audit import AuditRoom
from desktop.controllers.admin_employees import EmployeesRoom
from desktop.controllers.admin_known import KnownIncidentsRoom
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
        self.employees: EmployeesRoom | None = None
        self.known: KnownIncidentsRoom | None = None
        self.teams: TeamsRoom | None = None
        self.sign_in: SignInRoom | None = None
        self.audit: AuditRoom | None = None
        self._known_place = 0

    def open(self) -> None:
        """Show the window; who does not lead has none."""
        if not self._me.leads or self.dialog is not None:
            return
        dialog = self.dialog = AdminWindow(self._window)
        people = EmployeesRoom(self._me, self._service, self._staff, self._knowledge, self._clock)
        teams, sign_in = TeamsRoom(self._me, self._service), SignInRoom(self._me, self._service)
        audit = AuditRoom(self._service)
        known = self.known = KnownIncidentsRoom(self._knowledge)
        self.employees, self.teams, self.sign_in, self.audit = people, teams, sign_in, audit
        rooms = (
            (mark("Employees"), people),
            (mark("Teams"), teams),
            (mark("Sign-in"), sign_in),
            (mark("Known incidents"), known),
            (mark("Audit"), audit),
        )
        self._known_place = [room for _name, room in rooms].index(known)
        for name, room in rooms:
            room.setParent(dialog)
            dialog.add_room(name, room.view, room.start)
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def announce(self, category: str) -> None:
        """Show the form that announces a known incident, filled in for a category."""
        self.open()
        if self.dialog is not None and self.known is not None:
            self._window.raise_()
            self.dialog.enter(self._known_place)
            self.known.begin_about(category)
            self.dialog.activateWindow()

    def _on_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = self.employees = self.teams = self.sign_in = self.audit = None
        self.known = None
