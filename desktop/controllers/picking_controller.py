"""Asks by typing what a gesture needs to know: which team, which tag, until when, which other incident."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from desktop.controllers.desk import Desk
from desktop.services.knowledge import Categories, Knowledge, KnownIncidents
from desktop.services.staff import Staff
from desktop.state import picks
from desktop.state.colleagues import Colleagues, Teams
from desktop.state.failure import Failure, Kind
from desktop.state.gestures import BY_NAME
from desktop.state.palette import Command
from desktop.state.picks import Pick, Rows
from desktop.state.plans import Plan
from desktop.state.texts import _, language, mark
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone

Chosen = Callable[[Plan], None]
Picks = Callable[[str], Sequence[Pick]]
HINTS = {
    "priority": mark("How urgent is it?"),
    "assign": mark("Who gets it?"),
    "team": mark("To which team?"),
    "category": mark("What is it about?"),
    "tags": mark("Which tag?"),
    "wake": mark("Until when? A day like 28/11 will do, too."),
    "merge": mark("Into which incident? Reference, subject or customer"),
    "link": mark("With which incident? Reference, subject or customer"),
    "known": mark("Which known incident is it a case of?"),
}


class PickingController(QObject):
    """Opens the palette with what there is to choose from, and tells the move that was chosen."""

    def __init__(self, desk: Desk, window: MainWindow, staff: Staff, knowledge: Knowledge) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._staff = staff
        self._knowledge = knowledge

    def ask(self, gesture: str, rows: Rows, then: Chosen) -> None:
        """Ask about one incident or several; ``then`` is not called where nothing is chosen."""

        def failed(failure: Failure) -> None:
            self._tell(gesture, rows, failure, then)

        match gesture:
            case "team":
                self._staff.teams(lambda found: self._teams(rows, found, then), failed)
            case "assign":
                self._staff.everybody(lambda found: self._colleagues(found, then), failed)
            case "category":
                self._knowledge.categories(lambda found: self._categories(rows, found, then), failed)
            case "known":
                self._knowledge.known_incidents(lambda found: self._known(found, then), failed)
            case _:
                self._open(gesture, self._at_once(gesture, rows), then)

    def _at_once(self, gesture: str, rows: Rows) -> Picks:
        """Return what is offered where nobody has to be asked first."""
        lines = self._desk.queue.lines
        match gesture:
            case "priority":
                return lambda query: picks.priorities(rows, query)
            case "tags":
                known = {tag for one in lines.values() for tag in one.tags}
                return lambda query: picks.tags(rows, known, query)
            case "wake":
                now = self._desk.clock().astimezone()
                return lambda query: picks.wakings(now, query)
            case _:
                return lambda query: picks.others(gesture, rows[0], lines.values(), query)

    def _teams(self, rows: Rows, found: Teams, then: Chosen) -> None:
        names = {team.slug: team.names[language()] for team in found.teams}
        self._open("team", lambda query: picks.teams(rows, names, query), then)

    def _colleagues(self, found: Colleagues, then: Chosen) -> None:
        self._open("assign", lambda query: picks.colleagues(found.employees, self._desk.me, query), then)

    def _categories(self, rows: Rows, found: Categories, then: Chosen) -> None:
        names = {one.slug: one.names[language()] for one in found.categories if one.is_active}
        self._open("category", lambda query: picks.categories(rows, names, query), then)

    def _known(self, found: KnownIncidents, then: Chosen) -> None:
        self._open("known", lambda query: picks.known_incidents(found.known_incidents, query), then)

    def _open(self, gesture: str, offered: Picks, then: Chosen) -> None:
        shown: dict[str, Pick] = {}

        def offer(query: str) -> Sequence[Command]:
            shown.clear()
            shown.update({pick.command.name: pick for pick in offered(query)})
            return [pick.command for pick in shown.values()]

        self._window.commands.open(_(HINTS[gesture]), offer, lambda name: then(shown[name].plan))

    def _tell(self, gesture: str, rows: Rows, failure: Failure, then: Chosen) -> None:
        if failure.kind is Kind.SIGNED_OUT:
            return
        text = f"{BY_NAME[gesture].label()}: {failure.sentence()}"
        again = (_("Try again"), lambda: self.ask(gesture, rows, then))
        is_open = [row.id for row in rows] == [self._desk.open_id]
        notice = self._window.incident.notice if is_open else self._window.queue.notice
        notice.tell(Tone.DANGER, text, *([again] if failure.passing else []))
