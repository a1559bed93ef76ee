"""The room of the macros that everybody has: seen, written in the desk's own card, and deleted."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from desktop.controllers.admin_things import ThingsRoom
from desktop.controllers.macro_editor import MacroEditor
from desktop.services.knowledge import Knowledge
from desktop.services.staff import Staff
from desktop.services.wire import Failed
from desktop.state.admin_form import FormField, Values
from desktop.state.admin_macros import deeds_of, fields_of, line_of
from desktop.state.admin_room import Deed, Line
from desktop.state.person import Person
from desktop.state.texts import _, mark
from desktop.views.notice import Tone
from shared.contracts.macros import Macro, MacroDraft, Macros

Done = Callable[[Macro], None]


class MacrosRoom(ThingsRoom[Macro]):
    """One's own macros stay in the desk. ``window`` is what the card is shown over."""

    def __init__(self, me: Person, window: QWidget, knowledge: Knowledge, staff: Staff) -> None:
        super().__init__(mark("Write a macro"))
        self._knowledge = knowledge
        self.editor = MacroEditor(me, window, knowledge, staff)
        self.editor.kept.connect(self._on_kept)
        self.editor.deleted.connect(self.fetch)
        self.editor.failed.connect(self.fail)

    @property
    def may_save(self) -> bool:
        """Nothing is saved in the room itself."""
        return False

    def start(self) -> None:
        """Fetch the macros."""
        self.fetch()

    def ask_all(self, done: Callable[[Sequence[Macro]], None]) -> None:
        """See the base."""

        def take(found: Macros) -> None:
            done([one for one in found.macros if one.owner is None])

        self._knowledge.macros(take, self.fail)

    def ask_one(self, thing: Macro, done: Done) -> None:
        """The card says itself what somebody else has changed."""

    def keep(self, typed: Values, done: Done, failed: Failed) -> None:
        """The card keeps it."""

    def begin(self) -> None:
        """Open the card for a new one."""
        self.editor.edit(None, MacroDraft.model_construct(name=""), shares=True)

    def show_none(self) -> None:
        """See the base."""
        self.present = None
        self.view.show_form(_("There is no macro for everybody yet."), [], can_save=False)
        self.view.show_deeds([])

    def line(self, thing: Macro) -> Line:
        """See the base."""
        return line_of(thing)

    def fields(self, thing: Macro | None) -> list[FormField]:
        """See the base."""
        return fields_of(thing) if thing else []

    def deeds(self, thing: Macro) -> list[Deed]:
        """See the base."""
        return deeds_of(thing)

    def do(self, name: str) -> None:
        """Open the card, or delete it."""
        if self.present is None:
            return
        if name == "change":
            self.editor.edit(self.present, self.present)
        else:
            self._knowledge.remove_macro(self.present, self.fetch, self.fail)

    def _on_kept(self, macro: Macro) -> None:
        self.view.notice.tell(Tone.OK, _("Saved."))
        self.fetch(str(macro.id))
