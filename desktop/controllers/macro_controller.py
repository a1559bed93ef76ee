"""Offers the macros by typing, puts the words of the chosen one into the reply, and carries out its steps."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QObject

from desktop.controllers.bulk_controller import BulkController
from desktop.controllers.carrier import Carrier
from desktop.controllers.desk import Desk
from desktop.controllers.incident_controller import IncidentController
from desktop.controllers.sender import Sender, Sending
from desktop.services.draft_writer import DraftWriter
from desktop.services.knowledge import Knowledge
from desktop.state import macro_use
from desktop.state.failure import Failure, Kind
from desktop.state.gestures import BY_NAME
from desktop.state.moves import simple
from desktop.state.palette import Command, found
from desktop.state.plans import plain
from desktop.state.texts import _, ngettext
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone
from shared.contracts.macros import Macro
from shared.contracts.resources import IncidentDetail, IncidentRow
from shared.contracts.vocabulary import MessageKind

NEW, CHANGE = "new", "change"
Edit = Callable[[Macro | None], None]
"""Opens a macro to be changed, or a new one with the words of the editor."""


class MacroController(QObject):
    """How long an incident waits after a macro's reply is kept with the draft, and said where one writes."""

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        knowledge: Knowledge,
        carrier: Carrier,
        bulk: BulkController,
        incidents: IncidentController,
        drafts: DraftWriter,
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._knowledge = knowledge
        self._carrier = carrier
        self._bulk = bulk
        self._incidents = incidents
        self._drafts = drafts
        self._edit: Edit = lambda _macro: None
        self._awaiting: Macro | None = None
        """What is to be written once the incident that was just opened is known."""
        desk.opened.connect(self._on_opened)
        desk.detailChanged.connect(self._on_detail)

    def follow(self, sender: Sender) -> None:
        """Do what was to come after a reply when it has arrived."""
        sender.arrived.connect(self._on_arrived)

    def edit_with(self, edit: Edit) -> None:
        """Offer to change macros, too."""
        self._edit = edit

    def ask(self, row: IncidentRow) -> None:
        """Offer the macros for an incident."""
        self._fetch(lambda known: self._offer(known, lambda macro: self.use(macro, row)))

    def ask_many(self, rows: Sequence[IncidentRow]) -> None:
        """Offer the macros for several incidents; only their steps are carried out."""
        ids = [row.id for row in rows]
        self._fetch(
            lambda known: self._offer(known, lambda macro: self._use_steps(macro, ids), needs_steps=True)
        )

    def use(self, macro: Macro, row: IncidentRow) -> None:
        """Write its words where the cursor is in the reply, and carry out its steps."""
        if not macro.texts:
            self._use_steps(macro, [row.id])
            return
        self._incidents.open(row.id)
        if self._desk.detail:
            self._write(macro, self._desk.detail)
        else:
            self._awaiting = macro

    def _on_detail(self, detail: IncidentDetail) -> None:
        if macro := self._awaiting:
            self._awaiting = None
            self._write(macro, detail)

    def _write(self, macro: Macro, detail: IncidentDetail) -> None:
        editor = self._window.incident.editor
        editor.start(MessageKind.REPLY, resolve=macro.steps.resolve)
        editor.insert(macro_use.words_for(macro, detail, self._desk.me))
        if plans := macro_use.plans_of(macro.steps, self._desk.me):
            self._bulk.carry_out("macro", self._desk.sights([detail.row.id]), plans)
        if macro.steps.wait_days:
            self._wait_later(detail.row.id, macro.steps.wait_days)

    def _use_steps(self, macro: Macro, ids: Sequence[UUID]) -> None:
        now, sights = self._desk.clock().astimezone(), self._desk.sights(ids)
        plans = macro_use.plans_without_words(macro.steps, self._desk.me, now)
        if plans:
            self._bulk.carry_out("macro", sights, plans)
        if macro.steps.resolve and len(sights) == 1:
            self._carrier.carry_out(simple("resolve"), sights[0].row.id, seen=sights[0])
        elif macro.steps.resolve:
            self._bulk.carry_out("resolve", sights, [plain("resolve")])

    def _wait_later(self, incident_id: UUID, days: int | None) -> None:
        key = (incident_id, MessageKind.REPLY)
        if draft := self._drafts.get(key):
            self._drafts.put(key, draft.waiting(days))
            self._say_wait(incident_id)

    def _on_opened(self, incident_id: UUID | None) -> None:
        self._awaiting = None
        if incident_id and self._window.incident.editor.kind is MessageKind.REPLY:
            self._say_wait(incident_id)

    def _say_wait(self, incident_id: UUID) -> None:
        """Say that the reply being written is followed by waiting, where it is."""
        draft = self._drafts.get((incident_id, MessageKind.REPLY))
        if draft is None or not draft.wait_days:
            return
        text = ngettext(
            "Once the reply has arrived, it waits for {count} day.",
            "Once the reply has arrived, it waits for {count} days.",
            draft.wait_days,
        )
        forget = (_("Don't wait"), lambda: self._wait_later(incident_id, None))
        self._window.incident.editor.notice.tell(Tone.INFO, text.format(count=draft.wait_days), forget)

    def _on_arrived(self, sending: Sending) -> None:
        days = sending.draft.wait_days
        if days and not sending.resolve:
            move = macro_use.waiting(days, self._desk.clock().astimezone())
            self._carrier.carry_out(move, sending.key[0])

    # Offering

    def _fetch(self, then: Callable[[Sequence[Macro]], None]) -> None:
        self._knowledge.macros(lambda answer: then(answer.macros), lambda failure: self._tell(failure, then))

    def _offer(
        self, known: Sequence[Macro], then: Callable[[Macro], None], *, needs_steps: bool = False
    ) -> None:
        by_name = {str(one.id): one for one in known}
        extra = [] if needs_steps else self._extra(known)

        def offer(query: str) -> Sequence[Command]:
            return [*macro_use.matching(known, query, needs_steps=needs_steps), *found(query, extra)]

        def chosen(name: str) -> None:
            if name == NEW:
                self._edit(None)
            elif name == CHANGE:
                mine = [one for one in known if macro_use.is_mine(one, self._desk.me)]
                self._offer_to_change(mine)
            else:
                then(by_name[name])

        self._window.commands.open(_("Which macro? Words of its name or its text"), offer, chosen)

    def _extra(self, known: Sequence[Macro]) -> list[Command]:
        is_written = bool(self._window.incident.editor.words)
        text = _("Save these words as a macro") if is_written else _("New macro")
        commands = [Command(NEW, text, "plus")]
        if any(macro_use.is_mine(one, self._desk.me) for one in known):
            commands.append(Command(CHANGE, _("Change or delete a macro"), "pencil-simple"))
        return commands

    def _offer_to_change(self, mine: Sequence[Macro]) -> None:
        by_name = {str(one.id): one for one in mine}
        hint = _("Which macro do you want to change?")
        self._window.commands.open(
            hint,
            lambda query: macro_use.matching(mine, query),
            lambda name: self._edit(by_name[name]),
        )

    def _tell(self, failure: Failure, then: Callable[[Sequence[Macro]], None]) -> None:
        if failure.kind is Kind.SIGNED_OUT:
            return
        text = f"{BY_NAME['macro'].label()}: {failure.sentence()}"
        again = (_("Try again"), lambda: self._fetch(then))
        row = self._desk.row(self._desk.open_id) if self._desk.open_id else None
        self._carrier.notice(row).tell(Tone.DANGER, text, *([again] if failure.passing else []))
