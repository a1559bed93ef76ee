"""Carries out what the person asks for by key or button: claim, reply, wait, resolve, move around."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.controllers.bulk_controller import BulkController
from desktop.controllers.carrier import Carrier
from desktop.controllers.choice_controller import ChoiceController
from desktop.controllers.desk import Desk
from desktop.controllers.incident_controller import IncidentController
from desktop.controllers.list_steps import ListSteps
from desktop.controllers.picking_controller import PickingController
from desktop.state.gestures import BY_NAME, GESTURES, Gesture, Group
from desktop.state.moves import simple
from desktop.state.palette import Command, found
from desktop.state.plans import Plan, plain, same
from desktop.state.rebasing import Seen
from desktop.state.texts import _
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone
from desktop.views.palette import Offer
from shared.contracts.resources import IncidentDetail, IncidentRow
from shared.contracts.vocabulary import MessageKind

SPOKEN = {"reply": MessageKind.REPLY, "reply-resolve": MessageKind.REPLY, "note": MessageKind.NOTE}
CHOSEN = frozenset({"priority", "assign"})
PICKED = frozenset({"wake", "team", "category", "tags", "merge", "link", "known"})
"""The gestures that ask for something first: in a menu, or by typing."""
FOR_ONE = frozenset({*SPOKEN, "merge", "link", "unlink", "split"})
"""What makes no sense for several incidents at once: it takes words, or names another incident."""
OnOne = Callable[[IncidentRow], None]
OnMany = Callable[[Sequence[IncidentRow]], None]
NOT_OFFERED = frozenset({"palette", "send", "attach", "open", "unlink"})
"""What makes no sense in the palette: it belongs to where one types, chooses or looks at a link."""
OWN_KEYS = frozenset({"send", "attach", "select-all", "select-more", "fold", "view"})
"""Gestures whose keys belong to the editor, the list or the views, which know when they mean something."""


class GestureController(QObject):
    """One shortcut for each gesture of the table, and what each does."""

    _leaving: Callable[[], None] = staticmethod(lambda: None)
    _is_to_leave: Callable[[], bool] = staticmethod(lambda: False)
    _once_there: tuple[UUID | None, str] = (None, "")

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        carrier: Carrier,
        incidents: IncidentController,
        choices: ChoiceController,
        picking: PickingController,
        bulk: BulkController,
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._carrier = carrier
        self._incidents = incidents
        self._choices = choices
        self._picking = picking
        self._bulk = bulk
        self._list = ListSteps(desk, window, incidents)
        self._wants_choice = ""
        """What the notice says while it asks to choose an incident."""
        self._offers: list[Offer] = []
        self._listed: Callable[[], Sequence[Command]] = tuple
        self._on_one: dict[str, OnOne] = {}
        self._on_many: dict[str, OnMany] = {}
        self._acts = self._acts_on_the_list()
        for gesture in GESTURES:
            self._add_key(gesture)
        window.incident.header.asked.connect(self.perform_on_one)
        window.queue.table.selectedChanged.connect(self._on_chosen)
        desk.opened.connect(lambda _id: self._on_chosen())
        desk.detailChanged.connect(self._on_detail)
        window.top_bar.filter.returnPressed.connect(self._go_to_list)

    def _acts_on_the_list(self) -> dict[str, Callable[[], None]]:
        incidents, window = self._incidents, self._window
        return {
            "next": lambda: incidents.step(1),
            "previous": lambda: incidents.step(-1),
            "open": self._list.open,
            "fold": self._list.fold,
            "back": self._go_back,
            "top": self._list.to_top,
            "bottom": self._list.to_bottom,
            "filter": window.top_bar.focus_filter,
            "help": window.help.open,
            "notifications": window.top_bar.bell.open,
            "palette": self._open_palette,
        }

    def on_incidents(self, name: str, one: OnOne, many: OnMany | None = None) -> None:
        """Have another controller carry out a gesture on an incident, or also on several."""
        self._on_one[name] = one
        if many:
            self._on_many[name] = many

    def also(self, name: str, act: Callable[[], None]) -> None:
        """Have this done for a gesture that another controller carries out."""
        self._acts[name] = act

    def offer_also(self, offer: Offer) -> None:
        """Have the palette offer more, first of all, for what was typed."""
        self._offers.append(offer)

    def list_also(self, listed: Callable[[], Sequence[Command]]) -> None:
        """Have the palette list these among its own."""
        self._listed = listed

    def leave_first(self, leave: Callable[[], None], is_to_leave: Callable[[], bool]) -> None:
        """Have "back" leave this before anything else, while there is something to leave."""
        self._leaving, self._is_to_leave = leave, is_to_leave

    def perform(self, name: str) -> None:
        """Do what the gesture of this name means to all that is selected, or say why that can't be."""
        is_listed = name not in self._acts and self._window.queue.search.isHidden()
        ids = self._window.queue.table.selected_ids() if is_listed else []
        if len(ids) > 1:
            self._perform_on_many(name, ids)
        else:
            self.perform_on_one(name)

    def perform_on_one(self, name: str) -> None:
        """Do it to the incident at hand alone, whatever is selected."""
        if name in self._acts:
            self._acts[name]()
            return
        row = self._at_hand()
        if row is None and name in SPOKEN and (found_id := self._highlighted()):
            self._once_there = (found_id, name)
            self._incidents.open_anywhere(found_id)
            return
        if row and self._carrier.holds(name, row.id):
            return  # the same key once more
        if row:
            self._carrier.hurry(row.id)  # who goes on with an incident has no wish to take back
        obstacle = BY_NAME[name].obstacle(row, self._desk.me)
        seen = self._desk.seen(row.id) if row else None
        if row and seen and self._carrier.is_busy(row.id) and (obstacle or not self._asks(name)):
            self._carrier.when_free(row.id, lambda: self._go_on(name, seen))
        elif row is None or seen is None or obstacle:
            self._tell_obstacle(row, obstacle or "")
        else:
            self._do(name, seen)

    def _tell_obstacle(self, row: IncidentRow | None, obstacle: str) -> None:
        self._carrier.notice(row).tell(Tone.INFO, obstacle)
        self._wants_choice = obstacle if row is None else ""

    def _on_chosen(self) -> None:
        """Take away what asked to choose an incident: one is chosen."""
        notice = self._window.queue.notice
        if self._wants_choice and notice.text == self._wants_choice:
            notice.clear()
        self._wants_choice = ""

    def _asks(self, name: str) -> bool:
        """Tell whether a gesture asks for something before it changes anything, or changes nothing."""
        return name in SPOKEN or name in CHOSEN | PICKED or name in self._on_one

    def _go_on(self, name: str, seen: Seen) -> None:
        """Do what was asked for while the gesture before was under way, over what was seen by then.

        What asks for something does so only where the person still looks at it.
        """
        row = self._at_hand()
        if self._asks(name) and not (row and row.id == seen.row.id):
            return
        row = self._desk.row(seen.row.id) or seen.row
        if obstacle := BY_NAME[name].obstacle(row, self._desk.me):
            self._tell_obstacle(row, obstacle)
        else:
            self._do(name, seen)

    def _do(self, name: str, seen: Seen) -> None:
        row = self._desk.row(seen.row.id) or seen.row

        def carry_out(plan: Plan) -> None:
            if move := plan(self._desk.row(row.id) or row):
                self._carrier.carry_out(move, row.id)

        if name in SPOKEN:
            self._incidents.open(row.id)
            self._window.incident.editor.start(SPOKEN[name], resolve=name == "reply-resolve")
        elif name in CHOSEN:
            self._incidents.open(row.id)
            self._choices.ask(name, row, lambda move: carry_out(same(move)))
        elif name in PICKED:
            self._picking.ask(name, [row], carry_out)
        elif name in self._on_one:
            self._on_one[name](row)
        else:
            self._carrier.carry_out(simple(name), row.id, seen=seen)

    def _perform_on_many(self, name: str, ids: Sequence[UUID]) -> None:
        """Do it to several incidents; what is not possible for one of them is reported."""
        if all(self._carrier.holds(name, one) for one in ids):
            return  # the same key once more
        for one in ids:
            self._carrier.hurry(one)
        if name in FOR_ONE:
            text = _("{gesture}: choose one incident for that.").format(gesture=BY_NAME[name].label())
            self._window.queue.notice.tell(Tone.INFO, text)
        elif name in self._on_many:
            self._on_many[name](self._rows(ids))
        elif name in CHOSEN | PICKED:
            self._picking.ask(
                name, self._rows(ids), lambda plan: self._bulk.carry_out(name, self._desk.sights(ids), [plan])
            )
        else:
            self._bulk.carry_out(name, self._desk.sights(ids), [plain(name)])

    def _rows(self, ids: Sequence[UUID]) -> list[IncidentRow]:
        return [row for one in ids if (row := self._desk.row(one))]

    def _open_palette(self) -> None:
        """Offer all that one can do with the incident at hand, and everything else."""
        row = self._at_hand()
        commands = [
            Command(
                one.name, one.label(), one.icon, one.key, one.obstacle(row, self._desk.me), also=one.others()
            )
            for one in GESTURES
            if one.name not in NOT_OFFERED and (self._desk.me.leads or not one.for_leaders)
        ]

        def offer(query: str) -> list[Command]:
            more = [command for one in self._offers for command in one(query)]
            return [*more, *found(query, [*commands, *self._listed()])]

        self._window.commands.open(_("What do you want to do?"), offer, self.perform)

    def _at_hand(self) -> IncidentRow | None:
        """Return the incident that gestures mean now: what is open, or highlighted in the list on screen."""
        incident_id = self._desk.open_id or self._highlighted()
        return self._desk.row(incident_id) if incident_id else None

    def _highlighted(self) -> UUID | None:
        queue = self._window.queue
        return queue.table.highlighted if queue.search.isHidden() else queue.search.highlighted

    def _on_detail(self, detail: IncidentDetail) -> None:
        """Do what was asked for over a search result that had to be fetched first."""
        incident_id, name = self._once_there
        if incident_id == detail.row.id:
            self._once_there = (None, "")
            self.perform_on_one(name)

    def _add_key(self, gesture: Gesture) -> None:
        if gesture.name in OWN_KEYS or not gesture.key:
            return
        in_list = gesture.name in ("open", "top", "bottom")
        shortcut = QShortcut(QKeySequence(gesture.key), self._window.queue.table if in_list else self._window)
        if gesture.group is not Group.MOVING:
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
        top = self._window.top_bar
        if top.filter.text().strip() and (top.is_everywhere or not self._desk.model.count):
            self.perform("search")
            return
        table = self._window.queue.table
        table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._list.is_row_chosen:
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
            top.ask_everywhere(on=False)
            table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif editor.field.hasFocus() and not self._window.covers:
            table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._desk.open_id is not None or not self._list.leave():
            self._incidents.close()
