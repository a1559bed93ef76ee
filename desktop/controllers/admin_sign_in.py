"""The room of the sign-in: whether a second factor is demanded of everybody."""

from PySide6.QtCore import QObject

from desktop.services.administration import Administration
from desktop.state.admin_form import Values, differences
from desktop.state.admin_room import Line
from desktop.state.admin_teams import SignInPolicy, policy_fields
from desktop.state.failure import Failure, Kind
from desktop.state.person import Person
from desktop.state.texts import _
from desktop.views.admin_room import AdminRoom
from desktop.views.notice import Tone
from shared.contracts.vocabulary import Role

ONLY = "sign-in"


class SignInRoom(QObject):
    """Admins change it; who else leads sees how it stands."""

    def __init__(self, me: Person, service: Administration) -> None:
        super().__init__()
        self._service = service
        self._is_admin = me.role is Role.ADMIN
        self._present: SignInPolicy | None = None
        self.view = AdminRoom()
        self.view.saveAsked.connect(self._save)

    def start(self) -> None:
        """Fetch how it stands."""
        self._service.policy(self._show, self._fail)

    def _show(self, policy: SignInPolicy) -> None:
        self._present = policy
        self.view.show_lines([Line(ONLY, _("Second factor"))], ONLY)
        fields = policy_fields(policy, is_admin=self._is_admin)
        self.view.show_form(_("Second factor"), fields, can_save=self._is_admin)

    def _save(self, typed: Values) -> None:
        if self._present is not None:
            required = typed["second_factor_required"]
            self._service.demand(self._present, required, self._on_saved, self._on_not_saved)

    def _on_saved(self, policy: SignInPolicy) -> None:
        self.view.notice.tell(Tone.OK, _("Saved."))
        self._show(policy)

    def _on_not_saved(self, failure: Failure) -> None:
        """Show what somebody else has made of it; there is nothing else in the form to be kept."""
        if failure.kind is not Kind.STALE or failure.present is None or self._present is None:
            self._fail(failure)
            self.view.mark_edited()
            return
        before = policy_fields(self._present, is_admin=True)
        self._show(SignInPolicy.model_validate(failure.present))
        changes = "; ".join(differences(before, policy_fields(self._present, is_admin=True)))
        text = _("Somebody has changed it meanwhile. {changes}").format(changes=changes)
        self.view.notice.tell(Tone.WARNING, text)

    def _fail(self, failure: Failure) -> None:
        if failure.kind is not Kind.SIGNED_OUT:
            self.view.notice.tell(Tone.DANGER, failure.sentence())
