"""The card in which a macro is written, with what can be chosen in it, over whichever window."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.services.knowledge import Categories, Knowledge
from desktop.services.staff import Staff
from desktop.state.colleagues import Teams
from desktop.state.failure import Failure, Kind
from desktop.state.person import Person
from desktop.state.texts import _, language
from desktop.views.macro_card import MacroCard
from desktop.views.notice import Tone
from shared.contracts.macros import Macro, MacroDraft

Names = Mapping[str, str]


class MacroEditor(QObject):
    """Keeps what is saved in the card, and deletes.

    Signals:
        kept(Macro): it was saved.
        deleted(): it is gone.
        failed(Failure): the card could not be opened.
    """

    kept = Signal(object)
    deleted = Signal()
    failed = Signal(object)

    def __init__(self, me: Person, window: QWidget, knowledge: Knowledge, staff: Staff) -> None:
        super().__init__(window)
        self._me = me
        self._knowledge = knowledge
        self._staff = staff
        self._macro: Macro | None = None
        self.card = MacroCard(window)
        self.card.saved.connect(self._save)
        self.card.deleted.connect(self._delete)

    def edit(self, macro: Macro | None, draft: MacroDraft, *, shares: bool = False) -> None:
        """Open a macro, or a new one that begins with a draft; ``shares`` offers that one to everybody."""
        self._ask_names(lambda categories, teams: self._open(macro, draft, categories, teams, shares))

    def _open(
        self, macro: Macro | None, draft: MacroDraft, categories: Names, teams: Names, shares: bool
    ) -> None:
        self._macro = macro
        self.card.open(macro, draft, categories, teams, may_share=self._me.leads)
        if macro is None:
            self.card.is_shared.setChecked(shares)

    def _ask_names(self, then: Callable[[Names, Names], None]) -> None:
        def have_teams(teams: Teams, categories: Categories) -> None:
            then(
                {one.slug: one.names[language()] for one in categories.categories if one.is_active},
                {one.slug: one.names[language()] for one in teams.teams},
            )

        def have_categories(categories: Categories) -> None:
            self._staff.teams(lambda teams: have_teams(teams, categories), self.failed.emit)

        self._knowledge.categories(have_categories, self.failed.emit)

    def _save(self, draft: MacroDraft, is_shared: bool) -> None:
        self._knowledge.keep_macro(self._macro, draft, self._on_kept, self._tell, is_shared=is_shared)

    def _on_kept(self, macro: Macro) -> None:
        self.card.leave()
        self.kept.emit(macro)

    def _delete(self) -> None:
        if self._macro:
            self._knowledge.remove_macro(self._macro, self._on_deleted, self._tell)

    def _on_deleted(self) -> None:
        self.card.leave()
        self.deleted.emit()

    def _tell(self, failure: Failure) -> None:
        if failure.kind is Kind.STALE:
            text = _("Somebody has changed it meanwhile. Open it again to see how it is now.")
        else:
            text = failure.sentence()
        self.card.notice.tell(Tone.DANGER, text)
