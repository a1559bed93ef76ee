"""Opens macros from the desk to be changed, and new ones that begin with the words of the editor."""

from PySide6.QtCore import QObject

from desktop.controllers.desk import Desk
from desktop.controllers.macro_editor import MacroEditor
from desktop.services.knowledge import Knowledge
from desktop.services.staff import Staff
from desktop.state.failure import Failure, Kind
from desktop.state.texts import _, language
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone
from shared.contracts.macros import Macro, MacroDraft
from shared.contracts.vocabulary import Language


class MacroEditingController(QObject):
    """One's own macros, and as who leads those for everybody."""

    def __init__(self, desk: Desk, window: MainWindow, knowledge: Knowledge, staff: Staff) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._editor = MacroEditor(desk.me, window, knowledge, staff)
        self._editor.failed.connect(self._tell)
        self.card = self._editor.card

    def edit(self, macro: Macro | None) -> None:
        """Open a macro, or a new one that begins with the words of the editor."""
        row = self._desk.row(self._desk.open_id) if self._desk.open_id else None
        words = self._window.incident.editor.words if row else ""
        spoken: Language = row.language if row else language()
        # A draft that is not whole yet: the card says what it lacks when it is saved.
        draft = MacroDraft.model_construct(name="", texts={spoken: words} if words else {})
        self._editor.edit(macro, draft)

    def _tell(self, failure: Failure) -> None:
        if failure.kind is not Kind.SIGNED_OUT:
            text = _("The macro can't be opened. {why}").format(why=failure.sentence())
            self._window.queue.notice.tell(Tone.DANGER, text)
