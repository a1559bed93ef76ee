"""The second factor in the dialog of one's account: making one, fresh recovery codes, doing without."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.state.security import Enrolment, SecondFactor
from desktop.state.texts import _, mark, ngettext
from desktop.views.enrolment_step import EnrolmentStep
from desktop.views.form_step import Field, FormStep, Wording
from desktop.views.recovery_codes_panel import RecoveryCodesPanel
from desktop.views.spoken_widget import SpokenWidget, button, label


class FactorSection(SpokenWidget):
    """Says how the second factor stands, and shows one form at a time.

    Signals:
        enrolAsked(str): the password; a secret is wanted.
        codeGiven(str): the first code of that secret.
        removalAsked(str, str): password and code.
        codesAsked(str, str): password and code; fresh recovery codes are wanted.
        codesSaved(): the recovery codes that were shown are in safety.
        whole(bool): a secret or codes are on show, to be seen whole and with nothing beside them, or no more.
    """

    enrolAsked = Signal(str)
    codeGiven = Signal(str)
    removalAsked = Signal(str, str)
    codesAsked = Signal(str, str)
    codesSaved = Signal()
    whole = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._factor: SecondFactor | None = None
        self._title, self._status = label("heading"), label("muted", wrap=True)
        self.on, self.off, self.renew = button("main"), button(), button()
        password, code = Field(mark("Present password"), is_secret=True), Field(mark("Code"))
        leave, busy = mark("Cancel"), mark("One moment…")
        self.begin_form = FormStep([password], Wording(mark("Go on"), busy, leave=leave))
        self.off_form = FormStep([password, code], Wording(mark("Turn it off"), busy, leave=leave))
        self.renew_form = FormStep([password, code], Wording(mark("Make new codes"), busy, leave=leave))
        self.enrolment, self.recovery = EnrolmentStep(), RecoveryCodesPanel()
        self._forms = (self.begin_form, self.off_form, self.renew_form, self.enrolment)
        self._connect()
        self._lay_out()
        self._turn_to(None)
        self.ready()

    def show_factor(self, factor: SecondFactor) -> None:
        """Show how it stands."""
        self._factor = factor
        self._turn_to(None)
        self.say()

    def show_secret(self, enrolment: Enrolment) -> None:
        """Show the secret to enrol with."""
        self._turn_to(self.enrolment)
        self.enrolment.show_secret(enrolment)
        self.whole.emit(True)

    def show_codes(self, codes: tuple[str, ...]) -> None:
        """Show recovery codes."""
        self._turn_to(self.recovery)
        self.recovery.show_codes(codes)
        self.whole.emit(True)

    def again(self) -> None:
        """Have typed once more what was wrong."""
        for form in self._forms:
            if not form.isHidden():
                form.again()

    def say(self) -> None:
        """Write everything in the language in use."""
        self._title.setText(_("Second factor"))
        self._status.setText(self._sentence())
        self.on.setText(_("Turn it on"))
        self.off.setText(_("Turn it off"))
        self.renew.setText(_("New recovery codes"))

    def _sentence(self) -> str:
        factor = self._factor
        if factor is None:
            return _("One moment…")
        if factor.enrolled_at is None:
            return _("Off. Turn it on, and a stolen password alone lets nobody in.")
        left = factor.recovery_codes_left
        text = ngettext("On. {count} recovery code is left.", "On. {count} recovery codes are left.", left)
        return text.format(count=left)

    def _turn_to(self, shown: QWidget | None) -> None:
        if shown not in (self.enrolment, self.recovery):
            self.whole.emit(False)
        for one in (*self._forms, self.recovery):
            one.setVisible(one is shown)
        factor = self._factor
        has_one = factor is not None and factor.enrolled_at is not None
        idle = shown is None and factor is not None
        self.on.setVisible(idle and not has_one)
        self.renew.setVisible(idle and has_one)
        self.off.setVisible(idle and has_one and factor is not None and not factor.required)

    def _open(self, form: FormStep) -> None:
        form.clear()
        self._turn_to(form)
        form.begin()

    def _connect(self) -> None:
        opened = (self.on, self.begin_form), (self.off, self.off_form), (self.renew, self.renew_form)
        for pressed, form in opened:
            pressed.clicked.connect(lambda _on=False, form=form: self._open(form))
        signals = (self.enrolAsked, self.removalAsked, self.codesAsked, self.codeGiven)
        for form, signal in zip(self._forms, signals, strict=True):
            form.given.connect(lambda texts, signal=signal: signal.emit(*texts))
            form.left.connect(lambda: self._turn_to(None))
        self.recovery.saved.connect(self.codesSaved)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for one in (self._title, self._status, self.on, self.renew, self.off, *self._forms, self.recovery):
            layout.addWidget(one)
