"""Asks what a gesture needs to know before it can be carried out: how urgent, or who gets it."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.controllers.desk import Desk
from desktop.services.staff import Staff
from desktop.state.colleagues import Colleague, Colleagues
from desktop.state.failure import Failure, Kind
from desktop.state.gestures import BY_NAME
from desktop.state.moves import Move, assigned, prioritized
from desktop.state.texts import _
from desktop.state.words import priority_name
from desktop.views.choice_menu import Choice, ask
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import Priority

Chosen = Callable[[Move], None]


class ChoiceController(QObject):
    """Opens the menu of a gesture at its button, and tells the move that was chosen."""

    def __init__(self, desk: Desk, window: MainWindow, staff: Staff) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._staff = staff

    def ask(self, gesture: str, row: IncidentRow, then: Chosen) -> None:
        """Ask about the open incident; ``then`` is not called where nothing is chosen."""
        if gesture == "priority":
            self._ask_priority(row, then)
        else:
            self._staff.everybody(
                lambda found: self._ask_colleague(row, found, then),
                lambda failure: self._tell(gesture, row, failure, then),
            )

    def _ask_priority(self, row: IncidentRow, then: Chosen) -> None:
        choices = [Choice(priority_name(one), one, one is row.priority) for one in reversed(Priority)]
        button = self._window.incident.header.button("priority")

        def chosen(priority: Priority) -> None:
            if priority is not row.priority:
                then(prioritized(priority))

        ask(button, [choices], chosen)

    def _ask_colleague(self, row: IncidentRow, found: Colleagues, then: Chosen) -> None:
        if row.id != self._desk.open_id:
            return  # the person has gone on meanwhile
        row = self._desk.row(row.id) or row
        groups = [list(map(self._choice, group)) for group in found.for_incident(row, self._desk.me)]
        if any(groups):
            button = self._window.incident.header.button("assign")
            ask(button, groups, lambda chosen: then(assigned(chosen)))
        else:
            self._window.incident.notice.tell(Tone.INFO, _("There is nobody else to give it to."))

    def _choice(self, one: Colleague) -> Choice:
        is_me = one.id == self._desk.me.id
        return Choice(_("{name} (you)").format(name=one.name) if is_me else one.name, one.as_assignee())

    def _tell(self, gesture: str, row: IncidentRow, failure: Failure, then: Chosen) -> None:
        if failure.kind is Kind.SIGNED_OUT or row.id != self._desk.open_id:
            return
        text = f"{BY_NAME[gesture].label()}: {failure.sentence()}"
        again = (_("Try again"), lambda: self.ask(gesture, row, then))
        self._window.incident.notice.tell(Tone.DANGER, text, *([again] if failure.passing else []))
