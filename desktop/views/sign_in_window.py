"""The window in which an employee signs in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.state.texts import _, language
from desktop.views import icons
from desktop.views.notice import Notice, Tone
from desktop.views.product_mark import ProductMark, product_icon
from desktop.views.spoken_widget import SpokenWidget, button, label
from shared.contracts.vocabulary import Language


class SignInWindow(SpokenWidget):
    """E-mail, password, and a line for what went wrong.

    Signals:
        asked(str, str): e-mail and password.
        languageChosen(Language): the person wants to read another language.
        closing(): the person closed the window.
    """

    asked = Signal(str, str)
    languageChosen = Signal(object)
    closing = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="canvas")
        self._busy = False
        self.setWindowIcon(product_icon())
        self._card = SpokenWidget(name="card")
        self._card.setFixedWidth(400)
        self._title = label("title", "Ventanilla")
        self._subtitle = label("muted", wrap=True)
        self.notice = Notice()
        self._email_name, self._password_name = label("strong"), label("strong")
        self.email, self.password = QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._reveal = QAction(self)
        self._reveal.triggered.connect(self._toggle_password)
        self.password.addAction(self._reveal, QLineEdit.ActionPosition.TrailingPosition)
        self.submit = button("main")
        self.submit.setMinimumHeight(36)
        self._other_language = button("link")
        self._lay_out()
        self._connect()
        self.setMinimumSize(480, 520)
        self.ready()

    def show_busy(self, *, busy: bool) -> None:
        """Show that the service is being asked."""
        self._busy = busy
        self.email.setReadOnly(busy)
        self.password.setReadOnly(busy)
        self.say()

    def show_failure(self, sentence: str) -> None:
        """Say what went wrong, and have the password typed again."""
        self.show_busy(busy=False)
        self.notice.tell(Tone.DANGER, sentence)
        self.password.setFocus()
        self.password.selectAll()

    def say(self) -> None:
        """Write everything in the language in use."""
        self.setWindowTitle(_("Sign in · Ventanilla"))
        self._subtitle.setText(_("The desk of the people who help."))
        self._email_name.setText(_("E-mail"))
        self._password_name.setText(_("Password"))
        self.email.setAccessibleName(_("E-mail"))
        self.password.setAccessibleName(_("Password"))
        self._reveal.setText(_("Show or hide the password"))
        self.submit.setText(_("Signing in…") if self._busy else _("Sign in"))
        self._other_language.setText("English" if language() is Language.SPANISH else "Español")
        self._enable()

    def recolour(self) -> None:
        """Draw the icons."""
        hidden = self.password.echoMode() is QLineEdit.EchoMode.Password
        self._reveal.setIcon(icons.icon("eye" if hidden else "eye-slash", "muted"))

    def _enable(self) -> None:
        filled = bool(self.email.text().strip() and self.password.text())
        self.submit.setEnabled(filled and not self._busy)

    def _toggle_password(self) -> None:
        hidden = self.password.echoMode() is QLineEdit.EchoMode.Password
        self.password.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self.recolour()

    def _ask(self) -> None:
        if self.submit.isEnabled():
            self.notice.clear()
            self.show_busy(busy=True)
            self.asked.emit(self.email.text().strip(), self.password.text())
        elif self.email.text().strip():
            self.password.setFocus()

    def _connect(self) -> None:
        for field in (self.email, self.password):
            field.textChanged.connect(self._enable)
            field.returnPressed.connect(self._ask)
        self.submit.clicked.connect(self._ask)
        self._other_language.clicked.connect(
            lambda: self.languageChosen.emit(
                Language.ENGLISH if language() is Language.SPANISH else Language.SPANISH
            )
        )

    def _lay_out(self) -> None:
        brand = QHBoxLayout()
        brand.setSpacing(12)
        brand.addWidget(ProductMark(32))
        brand.addWidget(self._title)
        brand.addStretch(1)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(32, 32, 32, 24)
        inside.setSpacing(6)
        inside.addLayout(brand)
        inside.addWidget(self._subtitle)
        inside.addSpacing(16)
        inside.addWidget(self.notice)
        inside.addSpacing(8)
        for name, field in ((self._email_name, self.email), (self._password_name, self.password)):
            field.setMinimumHeight(36)
            inside.addWidget(name)
            inside.addWidget(field)
            inside.addSpacing(8)
        inside.addSpacing(8)
        inside.addWidget(self.submit)
        inside.addSpacing(8)
        inside.addWidget(self._other_language, 0, Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.addWidget(self._card, 0, Qt.AlignmentFlag.AlignCenter)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the window closes."""
        self.closing.emit()
        super().closeEvent(event)
