"""The room of the known incidents: what affects many is announced, reworded and solved."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject

from desktop.services.knowledge import Categories, Knowledge, KnownIncidents
from desktop.state.admin_form import Choices, Values, differences, rebased, values_of
from desktop.state.admin_known import begun, body_of, deeds, fields_of, line_of
from desktop.state.failure import Failure, Kind
from desktop.state.texts import _, language, mark
from desktop.views.admin_room import AdminRoom
from desktop.views.notice import Tone
from shared.contracts.knowledge import KnownIncident
from shared.contracts.vocabulary import Language


class KnownIncidentsRoom(QObject):
    """Lists what is not solved yet; who is solved leaves."""

    def __init__(self, knowledge: Knowledge) -> None:
        super().__init__()
        self._knowledge = knowledge
        self._categories: Choices = ()
        self._known: dict[str, KnownIncident] = {}
        self._present: KnownIncident | None = None
        self._names: Mapping[str, Mapping[Language, str]] = {}
        self._about = ""
        """What is to be announced, as soon as the categories are there."""
        self.view = AdminRoom(mark("Announce one"))
        self.view.chosen.connect(lambda known_id: self._show(self._known[known_id]))
        self.view.addAsked.connect(self._begin)
        self.view.saveAsked.connect(self._save)
        self.view.deedAsked.connect(lambda _name: self._solve())

    def start(self) -> None:
        """Fetch the categories, then what is known."""
        self._knowledge.categories(self._take_categories, self._fail)

    def begin_about(self, category: str) -> None:
        """Announce one about a category: it and a title in every language are filled in."""
        self._about = category
        if self._names:
            self._begin()

    def _take_categories(self, found: Categories) -> None:
        self._names = {one.slug: one.names for one in found.categories}
        self._categories = tuple((one.slug, one.names[language()]) for one in found.categories)
        self._fetch()

    def _fetch(self, present: str = "") -> None:
        self._knowledge.known_incidents(lambda found: self._take(found, present), self._fail)

    def _take(self, found: KnownIncidents, present: str) -> None:
        self._known = {str(one.id): one for one in found.known_incidents}
        wanted = present if present in self._known else next(iter(self._known), "")
        self.view.show_lines([line_of(one) for one in found.known_incidents], wanted)
        if wanted and not self._about:
            self._show(self._known[wanted])
        else:
            self._begin()

    def _show(self, known: KnownIncident) -> None:
        self._present = known
        self.view.show_form(known.texts[language()].title, fields_of(known, self._categories))
        self.view.show_deeds(deeds())

    def _begin(self) -> None:
        self._present = None
        fields, about = fields_of(None, self._categories), self._about
        self._about = ""
        if about:
            filled = begun(about, self._names.get(about, {}))
            fields = [one.filled(filled.get(one.name, one.value)) for one in fields]
        self.view.show_form(_("Announce one"), fields)
        self.view.show_deeds([])

    def _save(self, typed: Values) -> None:
        failed = partial(self._on_not_saved, typed)
        if self._present is None:
            self._knowledge.announce(body_of(typed), self._on_saved, failed)
        else:
            self._knowledge.reword(self._present, body_of(typed), self._on_saved, failed)

    def _on_saved(self, known: KnownIncident) -> None:
        self.view.notice.tell(Tone.OK, _("Saved."))
        self._fetch(str(known.id))

    def _on_not_saved(self, typed: Values, failure: Failure) -> None:
        if failure.kind is Kind.STALE and self._present is not None:
            self._knowledge.known(self._present.id, partial(self._put_together, typed), self._fail)
            return
        self._fail(failure)
        self.view.mark_edited()

    def _put_together(self, typed: Values, present: KnownIncident) -> None:
        """Show what somebody else has written, with what was typed here on top of it."""
        before = fields_of(self._present, self._categories)
        after = fields_of(present, self._categories)
        self._show(present)
        kept = rebased(values_of(before), typed, values_of(after))
        self.view.show_form(self.view.heading.text(), [one.filled(kept[one.name]) for one in after])
        self.view.mark_edited()
        text = _("Somebody has changed it meanwhile. {changes}. Save again to keep what you typed beside it.")
        changes = "; ".join(differences(before, after))
        self.view.notice.tell(Tone.WARNING, text.format(changes=changes))

    def _solve(self) -> None:
        if self._present is not None:
            self._knowledge.solve(self._present, lambda _solved: self._fetch(), self._fail)

    def _fail(self, failure: Failure) -> None:
        if failure.kind is not Kind.SIGNED_OUT:
            self.view.notice.tell(Tone.DANGER, failure.sentence())
