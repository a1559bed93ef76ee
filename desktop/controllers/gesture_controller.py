"""Carries out what the person asks for by key or button: claim, reply, wait, resolve, move around."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.controllers.carrier import Carrier
from desktop.controllers.choice_controller import ChoiceController
from desktop.controllers.desk import Desk
from desktop.controllers.incident_controller import IncidentController
from desktop.controllers.picking_controller import PickingController
from desktop.controllers.undo_controller import UndoController
from desktop.state.gestures import BY_NAME, GESTURES, Gesture
from desktop.state.moves import simple
from desktop.state.palette import Command, found
from desktop.state.texts import _
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import MessageKind

SPOKEN = {"reply": MessageKind.REPLY, "reply-resolve": MessageKind.REPLY, "note": MessageKind.NOTE}
CHOSEN = frozenset({"priority", "assign"})
PICKED = frozenset({"wake", "team", "category", "tags", "merge", "link", "known"})
"""The gestures that ask for something first: in a menu, or by typing."""
NOT_OFFERED = frozenset({"palette", "send", "attach", "open", "unlink"})
"""What makes no sense in the palette: it belongs to where one types, chooses or looks at a link."""


class GestureController(QObject):
    """One shortcut for each gesture of the table, and what each does."""

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        carrier: Carrier,
        incidents: IncidentController,
        choices: ChoiceController,
        picking: PickingController,
        undo: UndoController,
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._carrier = carrier
        self._incidents = incidents
        self._choices = choices
        self._picking = picking
        self._undo = undo
        self._next: dict[UUID, str] = {}
        """What the person asked of an incident while its gesture before was under way."""
        self._acts: dict[str, Callable[[], None]] = {
            "next": lambda: incidents.step(1),
            "previous": lambda: incidents.step(-1),
            "open": incidents.open_chosen,
            "back": self._go_back,
            "top": window.queue.table.to_top,
            "filter": window.top_bar.focus_filter,
            "help": window.help.open,
            "notifications": window.top_bar.bell.open,
            "undo": undo.undo,
            "palette": self._open_palette,
        }
        for gesture in GESTURES:
            self._add_key(gesture)
        window.incident.header.asked.connect(self.perform)
        window.top_bar.filter.returnPressed.connect(self._go_to_list)
        carrier.freed.connect(self._on_freed)

    def perform(self, name: str) -> None:
        """Do what the gesture of this name means, or say why that is not possible."""
        gesture = BY_NAME[name]
        if name in self._acts:
            self._acts[name]()
            return
        row = self._at_hand()
        if row and self._undo.holds(name, row.id):
            return  # the same key once more
        if row:
            self._undo.hurry(row.id)  # who goes on with an incident has no wish to take back
        if row and self._carrier.is_busy(row.id):
            self._next[row.id] = name
            return
        obstacle = gesture.obstacle(row, self._desk.me)
        if row is None or obstacle:
            self._carrier.notice(row).tell(Tone.INFO, obstacle or "")
        elif name in SPOKEN:
            self._incidents.open(row.id)
            self._window.incident.editor.start(SPOKEN[name], resolve=name == "reply-resolve")
        elif name in CHOSEN:
            self._incidents.open(row.id)
            self._choices.ask(name, row, lambda move: self._carrier.carry_out(move, row.id))
        elif name in PICKED:
            self._picking.ask(name, row, lambda move: self._carrier.carry_out(move, row.id))
        else:
            self._carrier.carry_out(simple(name), row.id)

    def _open_palette(self) -> None:
        """Offer all that one can do with the incident at hand, and everything else."""
        row = self._at_hand()
        commands = [
            Command(one.name, one.label(), one.icon, one.key, one.obstacle(row, self._desk.me))
            for one in GESTURES
            if one.name not in NOT_OFFERED
        ]
        hint = _("What do you want to do?")
        self._window.commands.open(hint, lambda query: found(query, commands), self.perform)

    def _at_hand(self) -> IncidentRow | None:
        """Return the incident that gestures mean now."""
        incident_id = self._desk.open_id or self._window.queue.table.selected
        return self._desk.row(incident_id) if incident_id else None

    def _on_freed(self, incident_id: UUID) -> None:
        """Do what was asked for meanwhile, unless the person has gone on."""
        name = self._next.pop(incident_id, None)
        row = self._at_hand()
        if name and row and row.id == incident_id:
            self.perform(name)

    def _add_key(self, gesture: Gesture) -> None:
        if gesture.name in ("send", "attach") or not gesture.key:
            return  # the editor's own, since they work while one types
        in_list = gesture.name in ("open", "top")
        shortcut = QShortcut(QKeySequence(gesture.key), self._window.queue.table if in_list else self._window)
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
        """Leave the filter for the first of what it found."""
        table = self._window.queue.table
        table.setFocus(Qt.FocusReason.OtherFocusReason)
        if table.selected is None or self._desk.model.place_of(table.selected) is None:
            table.to_top()
            table.step(1)

    def _go_back(self) -> None:
        """Leave what one is in: a filter, the editor, the incident."""
        top, editor, table = self._window.top_bar, self._window.incident.editor, self._window.queue.table
        if top.filter.hasFocus() or (top.filter.text() and self._desk.open_id is None):
            top.filter.clear()
            table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif editor.field.hasFocus() and not self._window.covers:
            table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._incidents.close()
