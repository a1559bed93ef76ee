"""Carries out what the person asks for by key or button: claim, reply, wait, resolve, move around."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.controllers.choice_controller import ChoiceController
from desktop.controllers.desk import Desk
from desktop.controllers.incident_controller import IncidentController
from desktop.services.api import Api
from desktop.state.failure import Failure, Kind
from desktop.state.gestures import BY_NAME, GESTURES, Gesture, Group
from desktop.state.guard import unseen
from desktop.state.moves import Move, simple
from desktop.state.texts import _
from desktop.state.words import happened
from desktop.views.main_window import MainWindow
from desktop.views.notice import Notice, Tone
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import MessageKind

SPOKEN = {"reply": MessageKind.REPLY, "reply-resolve": MessageKind.REPLY, "note": MessageKind.NOTE}
CHOSEN = frozenset({"priority", "assign"})
"""The gestures that ask for something first."""
OWN_KEYS = frozenset({"send", "attach", "select-all", "select-more", "view"})
"""Gestures whose keys belong to the editor, the list or the views, which know when they mean something."""
TRIES = 4
"""So often a gesture is repeated by itself when only harmless changes came in between."""


class GestureController(QObject):
    """One shortcut for each gesture of the table, and what each does."""

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        api: Api,
        incidents: IncidentController,
        choices: ChoiceController,
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._api = api
        self._incidents = incidents
        self._choices = choices
        self._busy: set[UUID] = set()
        self._acts: dict[str, Callable[[], None]] = {
            "next": lambda: incidents.step(1),
            "previous": lambda: incidents.step(-1),
            "open": incidents.open_chosen,
            "back": self._go_back,
            "top": window.queue.table.to_top,
            "bottom": lambda: incidents.step(desk.model.rowCount()),
            "filter": window.top_bar.focus_filter,
            "help": window.help.open,
        }
        for gesture in GESTURES:
            self._add_key(gesture)
        self._leaving: Callable[[], None] = lambda: None
        self._is_to_leave: Callable[[], bool] = lambda: False
        window.incident.header.asked.connect(self.perform)
        window.top_bar.filter.returnPressed.connect(self._go_to_list)
        desk.opened.connect(lambda _id: self._show_busy())

    def also(self, name: str, act: Callable[[], None]) -> None:
        """Have this done for a gesture that another controller carries out."""
        self._acts[name] = act

    def leave_first(self, leave: Callable[[], None], is_to_leave: Callable[[], bool]) -> None:
        """Have "back" leave this before anything else, while there is something to leave."""
        self._leaving, self._is_to_leave = leave, is_to_leave

    def perform(self, name: str) -> None:
        """Do what the gesture of this name means, or say why that is not possible."""
        gesture = BY_NAME[name]
        if gesture.group is not Group.INCIDENT:
            self._acts[name]()
            return
        incident_id = self._desk.open_id or self._window.queue.table.selected
        row = self._desk.row(incident_id) if incident_id else None
        obstacle = gesture.obstacle(row, self._desk.me)
        if row is None or obstacle:
            self._notice(row).tell(Tone.INFO, obstacle or "")
        elif name in SPOKEN:
            self._incidents.open(row.id)
            self._window.incident.editor.start(SPOKEN[name], resolve=name == "reply-resolve")
        elif name in CHOSEN:
            self._incidents.open(row.id)
            self._choices.ask(name, row, lambda move: self._carry_out(move, row.id))
        else:
            self._carry_out(simple(name), row.id)

    def _carry_out(self, move: Move, incident_id: UUID) -> None:
        """Ask for a move, unless it has become impossible since the person was asked about it."""
        row = self._desk.row(incident_id)
        obstacle = BY_NAME[move.gesture].obstacle(row, self._desk.me)
        if row is None or obstacle:
            self._notice(row).tell(Tone.INFO, obstacle or "")
        elif row.id not in self._busy:
            self._ask(move, row, 1)

    def _add_key(self, gesture: Gesture) -> None:
        if gesture.name in OWN_KEYS:
            return
        in_list = gesture.name in ("open", "top", "bottom")
        shortcut = QShortcut(QKeySequence(gesture.key), self._window.queue.table if in_list else self._window)
        if gesture.group is Group.CONSOLE:
            shortcut.setKeys([QKeySequence(key) for key in (gesture.key, *gesture.more_keys)])
        if in_list:
            # Enter and Home mean something else everywhere but in the list.
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda: self._on_key(gesture.name))

    def _on_key(self, name: str) -> None:
        """Any key takes the help away, and does nothing else then."""
        if self._window.help.isVisible():
            self._window.help.hide()
        else:
            self.perform(name)

    def _go_to_list(self) -> None:
        """Leave the filter for the first of what it found; where it found nothing, look everywhere."""
        if not self._desk.model.count and self._window.top_bar.filter.text().strip():
            self.perform("search")
            return
        table = self._window.queue.table
        table.setFocus(Qt.FocusReason.OtherFocusReason)
        if table.selected is None or self._desk.model.place_of(table.selected) is None:
            table.to_top()
            table.step(1)

    def _go_back(self) -> None:
        """Leave what one is in: a filter, the editor, the incident."""
        if self._is_to_leave():
            self._leaving()
            return
        top, editor, table = self._window.top_bar, self._window.incident.editor, self._window.queue.table
        if top.filter.hasFocus() or (top.filter.text() and self._desk.open_id is None):
            top.filter.clear()
            table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif editor.field.hasFocus() and not self._window.covers:
            table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._incidents.close()

    def _ask(self, move: Move, row: IncidentRow, tries: int) -> None:
        self._busy.add(row.id)
        self._show_busy()
        self._api.change(
            row.id,
            row.version,
            move,
            self._on_done,
            lambda failure: self._on_failed(move, row, tries, failure),
        )

    def _on_done(self, answer: IncidentRow) -> None:
        self._end(answer.id)
        self._desk.take_row(answer)

    def _on_failed(self, move: Move, row: IncidentRow, tries: int, failure: Failure) -> None:
        self._end(row.id)
        if failure.kind is Kind.SIGNED_OUT:
            return
        if failure.kind is Kind.STALE and failure.current:
            self._on_stale(move, row, tries, failure)
            return
        gesture = BY_NAME[move.gesture]
        text = f"{gesture.label()}: {failure.sentence()}"
        again = (_("Try again"), lambda: self._carry_out(move, row.id))
        self._notice(row).tell(Tone.DANGER, text, *([again] if failure.passing else []))

    def _on_stale(self, move: Move, row: IncidentRow, tries: int, failure: Failure) -> None:
        """Repeat over what does not matter; stop at what the person should see first."""
        current = failure.current
        if current is None:
            return
        self._desk.take_row(current)
        obstacle = BY_NAME[move.gesture].obstacle(current, self._desk.me)
        news = unseen(row.version, current.version, (), failure.since, self._desk.me)
        # Whoever gives it to somebody must know from whom they take it.
        is_taken_away = move.gesture == "assign" and current.assignee != row.assignee
        if not (obstacle or news or is_taken_away) and tries < TRIES:
            self._ask(move, current, tries + 1)
            return
        what = happened(failure.since[-1]) if failure.since else failure.sentence()
        label = BY_NAME[move.gesture].label()
        if obstacle:
            self._notice(row).tell(
                Tone.WARNING, _("{what} just before you. {why}").format(what=what, why=obstacle)
            )
            return
        text = _("{what} just before you. Look at it first.").format(what=what)
        anyway = (_("{gesture} anyway").format(gesture=label), lambda: self._carry_out(move, row.id))
        self._notice(row).tell(Tone.WARNING, text, anyway)

    def _end(self, incident_id: UUID) -> None:
        self._busy.discard(incident_id)
        self._show_busy()

    def _show_busy(self) -> None:
        self._window.incident.header.show_busy(busy=self._desk.open_id in self._busy)

    def _notice(self, row: IncidentRow | None) -> Notice:
        """Return the place where the person is looking."""
        is_open = row is not None and row.id == self._desk.open_id
        return self._window.incident.notice if is_open else self._window.queue.notice
