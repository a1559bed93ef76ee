"""The room of the teams: which there are, and how each has its work handed out."""

from PySide6.QtCore import QObject

from desktop.services.administration import Administration
from desktop.state.admin_form import Values
from desktop.state.admin_teams import SharingTeam, SharingTeams, body_of, fields_of, line_of
from desktop.state.failure import Failure, Kind
from desktop.state.person import Person
from desktop.state.texts import _, language, mark
from desktop.views.admin_room import AdminRoom
from desktop.views.notice import Tone
from shared.contracts.vocabulary import Role


class TeamsRoom(QObject):
    """Admins add teams; who leads says how a team shares."""

    def __init__(self, me: Person, service: Administration) -> None:
        super().__init__()
        self._service = service
        self._teams: dict[str, SharingTeam] = {}
        self._present: SharingTeam | None = None
        self.view = AdminRoom(mark("Add a team") if me.role is Role.ADMIN else "")
        self.view.chosen.connect(lambda slug: self._show(self._teams[slug]))
        self.view.addAsked.connect(self._begin)
        self.view.saveAsked.connect(self._save)

    def start(self) -> None:
        """Fetch the teams."""
        self._fetch()

    def _fetch(self, present: str = "") -> None:
        self._service.teams(lambda found: self._take(found, present), self._fail)

    def _take(self, found: SharingTeams, present: str) -> None:
        self._teams = {one.slug: one for one in found.teams}
        wanted = present or next(iter(self._teams), "")
        self.view.show_lines([line_of(one) for one in found.teams], wanted)
        if wanted in self._teams:
            self._show(self._teams[wanted])

    def _show(self, team: SharingTeam) -> None:
        self._present = team
        self.view.show_form(team.names[language()], fields_of(team))

    def _begin(self) -> None:
        self._present = None
        self.view.show_form(_("Add a team"), fields_of(None))
        self.view.form.widgets["slug"].setFocus()

    def _save(self, typed: Values) -> None:
        if self._present is None:
            self._service.add_team(body_of(typed), self._on_saved, self._on_not_saved)
        else:
            self._service.share(self._present.slug, typed["mode"], self._on_saved, self._on_not_saved)

    def _on_saved(self, team: SharingTeam) -> None:
        self.view.notice.tell(Tone.OK, _("Saved."))
        self._fetch(team.slug)

    def _on_not_saved(self, failure: Failure) -> None:
        self._fail(failure)
        self.view.mark_edited()

    def _fail(self, failure: Failure) -> None:
        if failure.kind is not Kind.SIGNED_OUT:
            self.view.notice.tell(Tone.DANGER, failure.sentence())
