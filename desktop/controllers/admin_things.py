"""A room whose things have versions: listed, written, changed beside what others change, and taken away."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject

from desktop.services.wire import Failed
from desktop.state.admin_form import FormField, Values, differences, rebased, values_of
from desktop.state.admin_room import Deed, Line
from desktop.state.failure import Failure, Kind
from desktop.state.texts import _
from desktop.views.admin_room import AdminRoom
from desktop.views.notice import Tone

Thing = TypeVar("Thing")


class ThingsRoom(QObject, Generic[Thing]):
    """What all such rooms do alike; a subclass says what its things are and how they are kept.

    ``begin_text``, marked for translation, names the button for a new one; without it there is none.
    """

    def __init__(self, begin_text: str = "") -> None:
        super().__init__()
        self._begin_text = begin_text
        self._things: dict[str, Thing] = {}
        self.present: Thing | None = None
        """The one on show, as it was when it was fetched; None for a new one."""
        self.view = AdminRoom(begin_text)
        self.view.chosen.connect(lambda line_id: self._show(self._things[line_id]))
        self.view.addAsked.connect(self.begin)
        self.view.saveAsked.connect(self._save)
        self.view.deedAsked.connect(self.do)

    @abstractmethod
    def start(self) -> None:
        """Fetch what the forms offer, then call ``fetch``."""

    @abstractmethod
    def ask_all(self, done: Callable[[Sequence[Thing]], None]) -> None:
        """Fetch all that the list shows."""

    @abstractmethod
    def ask_one(self, thing: Thing, done: Callable[[Thing], None]) -> None:
        """Fetch one as it is now."""

    @abstractmethod
    def keep(self, typed: Values, done: Callable[[Thing], None], failed: Failed) -> None:
        """Write what was typed over ``present``, or as a new one."""

    @abstractmethod
    def line(self, thing: Thing) -> Line:
        """Return how the list shows one."""

    @abstractmethod
    def fields(self, thing: Thing | None) -> list[FormField]:
        """Return the form of one, or of a new one."""

    def deeds(self, _thing: Thing) -> list[Deed]:
        """Return what can be done with one beside saving it."""
        return []

    def do(self, name: str) -> None:
        """Do one of the deeds with ``present``."""

    def fault(self, _typed: Values) -> str:
        """Return in words why it can't be saved as it was typed, empty where it can."""
        return ""

    @property
    def may_save(self) -> bool:
        """Whether this person may change anything here."""
        return True

    @property
    def is_beginning(self) -> bool:
        """Whether a new one is to be shown, whatever the list holds."""
        return False

    def show_none(self) -> None:
        """Show what stands beside an empty list."""
        self.begin()

    def fetch(self, present: str = "") -> None:
        """Fetch the list anew, and show the one of this id, or the first."""
        self.ask_all(partial(self._take, present))

    def fail(self, failure: Failure) -> None:
        """Tell what went wrong."""
        if failure.kind is not Kind.SIGNED_OUT:
            self.view.notice.tell(Tone.DANGER, failure.sentence())

    def _take(self, present: str, found: Sequence[Thing]) -> None:
        lines = [self.line(one) for one in found]
        self._things = {line.id: one for line, one in zip(lines, found, strict=True)}
        wanted = present if present in self._things else next(iter(self._things), "")
        self.view.show_lines(lines, wanted)
        if wanted and not self.is_beginning:
            self._show(self._things[wanted])
        else:
            self.show_none()

    def _show(self, thing: Thing) -> None:
        self.present = thing
        self.view.show_form(self.line(thing).title, self.fields(thing), can_save=self.may_save)
        self.view.show_deeds(self.deeds(thing))

    def begin(self) -> None:
        """Show the form of a new one."""
        self.present = None
        can_begin = bool(self._begin_text)
        fields = self.fields(None) if can_begin else []
        self.view.show_form(_(self._begin_text) if can_begin else "", fields, can_save=can_begin)
        self.view.show_deeds([])

    def _save(self, typed: Values) -> None:
        if fault := self.fault(typed):
            self.view.notice.tell(Tone.WARNING, fault)
            self.view.mark_edited()
            return
        self.keep(typed, self._on_saved, partial(self._on_not_saved, typed))

    def _on_saved(self, thing: Thing) -> None:
        self.view.notice.tell(Tone.OK, _("Saved."))
        self.fetch(self.line(thing).id)

    def _on_not_saved(self, typed: Values, failure: Failure) -> None:
        if failure.kind is Kind.STALE and self.present is not None:
            self.ask_one(self.present, partial(self._put_together, typed))
            return
        self.fail(failure)
        self.view.mark_edited()

    def _put_together(self, typed: Values, present: Thing) -> None:
        """Show what somebody else has written, with what was typed here on top of it."""
        before, after = self.fields(self.present), self.fields(present)
        self._show(present)
        kept = rebased(values_of(before), typed, values_of(after))
        self.view.show_form(self.view.heading.text(), [one.filled(kept[one.name]) for one in after])
        self.view.mark_edited()
        text = _("Somebody has changed it meanwhile. {changes}. Save again to keep what you typed beside it.")
        changes = "; ".join(differences(before, after))
        self.view.notice.tell(Tone.WARNING, text.format(changes=changes))
