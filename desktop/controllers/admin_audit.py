"""The room of the audit: who changed what, the latest first; what is looked for is asked of the service."""

from functools import partial

from PySide6.QtCore import QObject

from desktop.services.administration import Administration
from desktop.state.admin_audit import AuditEntries, AuditEntry, deed_name, fields_of, line_of
from desktop.state.admin_audit_search import PAGE, query_of, search_fields
from desktop.state.admin_staff import Members
from desktop.state.admin_teams import SharingTeams
from desktop.state.failure import Failure, Kind
from desktop.state.texts import _, language, mark
from desktop.views.admin_form import AdminForm
from desktop.views.admin_room import AdminRoom
from desktop.views.notice import Tone
from shared.clock import Clock


class AuditRoom(QObject):
    """Reads and changes nothing."""

    def __init__(self, service: Administration, clock: Clock) -> None:
        super().__init__()
        self._service = service
        self._clock = clock
        self._names: dict[str, str] = {}
        self._entries: dict[str, AuditEntry] = {}
        self._asked: dict[str, str] = {}
        self.search = AdminForm()
        self.search.edited.connect(self._ask)
        self.view = AdminRoom(mark("Show older ones"))
        self.view.search_with(self.search)
        self.view.save.hide()
        self.view.add.hide()
        self.view.addAsked.connect(self._ask_older)
        self.view.chosen.connect(self._show)

    def start(self) -> None:
        """Fetch the names of those whom it is about, then the deeds."""
        self._service.members(self._take_names, self._fail)

    def _take_names(self, found: Members) -> None:
        self._names = {one.id: one.name for one in found.employees}
        self._service.teams(self._take_teams, self._fail)

    def _take_teams(self, found: SharingTeams) -> None:
        teams = tuple((one.slug, one.names[language()]) for one in found.teams)
        self.search.show_fields(search_fields(self._names, teams))
        self._ask()

    def _ask(self) -> None:
        asked = self._asked = query_of(self.search.values(), self._clock())
        self._service.audit(asked, partial(self._take, asked, {}), self._fail)

    def _ask_older(self) -> None:
        last = next(reversed(self._entries.values()))
        asked = self._asked = query_of(self.search.values(), self._clock(), last)
        self._service.audit(asked, partial(self._take, asked, dict(self._entries)), self._fail)

    def _take(self, asked: dict[str, str], known: dict[str, AuditEntry], found: AuditEntries) -> None:
        if asked is not self._asked:
            return  # something else has been chosen since
        self._entries = known | {str(one.id): one for one in found.entries}
        first = str(found.entries[0].id) if found.entries else next(iter(known), "")
        self.view.show_lines([line_of(one, self._names) for one in self._entries.values()], first)
        self.view.add.setVisible(len(found.entries) == PAGE)
        if first:
            self._show(first)
        else:
            self.view.show_form(_("Nothing is found."), [], can_save=False)

    def _show(self, entry_id: str) -> None:
        entry = self._entries[entry_id]
        self.view.show_form(deed_name(entry), fields_of(entry, self._names), can_save=False)

    def _fail(self, failure: Failure) -> None:
        if failure.kind is not Kind.SIGNED_OUT:
            self.view.notice.tell(Tone.DANGER, failure.sentence())
