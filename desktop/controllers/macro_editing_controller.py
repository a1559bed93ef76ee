"""Writes, changes and deletes macros: one's own, and as who leads those for everybody."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from desktop.controllers.desk import Desk
from desktop.services.knowledge import Categories, Knowledge
from desktop.services.staff import Staff
from desktop.state.colleagues import Teams
from desktop.state.failure import Failure, Kind
from desktop.state.texts import _, language
from desktop.views.macro_card import MacroCard
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone
from shared.contracts.macros import Macro, MacroDraft
from shared.contracts.vocabulary import Language

Names = Mapping[str, str]


class MacroEditingController(QObject):
    """Opens the card with what can be chosen in it, and keeps what is saved there."""

    def __init__(self, desk: Desk, window: MainWindow, knowledge: Knowledge, staff: Staff) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._knowledge = knowledge
        self._staff = staff
        self._macro: Macro | None = None
        self.card = MacroCard(window)
        self.card.saved.connect(self._save)
        self.card.deleted.connect(self._delete)

    def edit(self, macro: Macro | None) -> None:
        """Open a macro, or a new one that begins with the words of the editor."""
        self._ask_names(lambda categories, teams: self._open(macro, categories, teams))

    def _open(self, macro: Macro | None, categories: Names, teams: Names) -> None:
        self._macro = macro
        row = self._desk.row(self._desk.open_id) if self._desk.open_id else None
        words = self._window.incident.editor.words if row else ""
        spoken: Language = row.language if row else language()
        # A draft that is not whole yet: the card says what it lacks when it is saved.
        draft = MacroDraft.model_construct(name="", texts={spoken: words} if words else {})
        self.card.open(macro, draft, categories, teams, may_share=self._desk.me.leads)

    def _ask_names(self, then: Callable[[Names, Names], None]) -> None:
        def have_teams(teams: Teams, categories: Categories) -> None:
            then(
                {one.slug: one.names[language()] for one in categories.categories if one.is_active},
                {one.slug: one.names[language()] for one in teams.teams},
            )

        def have_categories(categories: Categories) -> None:
            self._staff.teams(lambda teams: have_teams(teams, categories), self._tell_outside)

        self._knowledge.categories(have_categories, self._tell_outside)

    def _save(self, draft: MacroDraft, is_shared: bool) -> None:
        self._knowledge.keep_macro(
            self._macro, draft, lambda _kept: self.card.leave(), self._tell, is_shared=is_shared
        )

    def _delete(self) -> None:
        if self._macro:
            self._knowledge.remove_macro(self._macro, self.card.leave, self._tell)

    def _tell(self, failure: Failure) -> None:
        if failure.kind is Kind.STALE:
            text = _("Somebody has changed it meanwhile. Open it again to see how it is now.")
        else:
            text = failure.sentence()
        self.card.notice.tell(Tone.DANGER, text)

    def _tell_outside(self, failure: Failure) -> None:
        if failure.kind is not Kind.SIGNED_OUT:
            text = _("The macro can't be opened. {why}").format(why=failure.sentence())
            self._window.queue.notice.tell(Tone.DANGER, text)
