"""The room of the audit: who changed what, the latest first; the search looks through all that is shown."""

from PySide6.QtCore import QObject

from desktop.services.administration import Administration
from desktop.state.admin_audit import AuditEntries, AuditEntry, deed_name, fields_of, line_of
from desktop.state.admin_staff import Members
from desktop.state.failure import Failure, Kind
from desktop.views.admin_room import AdminRoom
from desktop.views.notice import Tone


class AuditRoom(QObject):
    """Reads and changes nothing."""

    def __init__(self, service: Administration) -> None:
        super().__init__()
        self._service = service
        self._names: dict[str, str] = {}
        self._entries: dict[str, AuditEntry] = {}
        self.view = AdminRoom()
        self.view.save.hide()
        self.view.chosen.connect(self._show)

    def start(self) -> None:
        """Fetch the names of those whom it is about, then the deeds."""
        self._service.members(self._take_names, self._fail)

    def _take_names(self, found: Members) -> None:
        self._names = {one.id: one.name for one in found.employees}
        self._service.audit(self._take, self._fail)

    def _take(self, found: AuditEntries) -> None:
        self._entries = {str(one.id): one for one in found.entries}
        first = next(iter(self._entries), "")
        self.view.show_lines([line_of(one, self._names) for one in found.entries], first)
        if first:
            self._show(first)

    def _show(self, entry_id: str) -> None:
        entry = self._entries[entry_id]
        self.view.show_form(deed_name(entry), fields_of(entry, self._names), can_save=False)

    def _fail(self, failure: Failure) -> None:
        if failure.kind is not Kind.SIGNED_OUT:
            self.view.notice.tell(Tone.DANGER, failure.sentence())
