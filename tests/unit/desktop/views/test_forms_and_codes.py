"""The forms of signing in and of one's account, and what is shown beside them."""

import segno
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.state.security import Enrolment
from desktop.state.texts import mark
from desktop.views.form_step import Field, FormStep, Wording
from desktop.views.qr_code import MODULE_PX, QUIET, QrCode
from desktop.views.recovery_codes_panel import RecoveryCodesPanel
from desktop.views.sign_in_window import SignInWindow

URI = "otpauth://totp/Ventanilla:ana%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Ventanilla"


def form(qtbot: QtBot) -> FormStep:
    fields = [Field(mark("E-mail")), Field(mark("Password"), is_secret=True)]
    made = FormStep(fields, Wording(mark("Sign in"), mark("Signing in…")))
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_form_is_given_once_it_is_filled_and_once_only(qtbot: QtBot) -> None:
    made, given = form(qtbot), []
    made.given.connect(given.append)
    made.fields[0].setText("ana@example.com")
    qtbot.keyClick(made.fields[0], Qt.Key.Key_Return)
    assert given == []
    assert made.focusWidget() is made.fields[1]
    made.fields[1].setText("secret")
    qtbot.keyClick(made.fields[1], Qt.Key.Key_Return)
    qtbot.keyClick(made.fields[1], Qt.Key.Key_Return)
    assert given == [("ana@example.com", "secret")]
    assert made.submit.text() == "Signing in…"
    made.again()
    assert made.submit.isEnabled()
    assert made.fields[1].selectedText() != ""


def test_a_secret_is_hidden_until_it_is_asked_for(qtbot: QtBot) -> None:
    secret = form(qtbot).fields[1]
    (reveal,) = secret.actions()
    assert secret.echoMode() is QLineEdit.EchoMode.Password
    reveal.trigger()
    assert secret.echoMode() is QLineEdit.EchoMode.Normal
    reveal.trigger()
    assert secret.echoMode() is QLineEdit.EchoMode.Password


def test_the_picture_has_just_the_modules_of_its_text_and_light_around(qtbot: QtBot) -> None:
    code = QrCode()
    qtbot.addWidget(code)
    code.show_text(URI)
    image = code.grab().toImage()
    rows = segno.make(URI, error="m", micro=False).matrix
    side = len(rows) + 2 * QUIET
    assert image.width() == image.height() == side * MODULE_PX
    for y in range(side):
        for x in range(side):
            inside = QUIET <= x < side - QUIET and QUIET <= y < side - QUIET
            is_dark = inside and bool(rows[y - QUIET][x - QUIET])
            middle = image.pixelColor(x * MODULE_PX + 1, y * MODULE_PX + 1)
            assert (middle.lightness() < 128) is is_dark, (x, y)


def test_recovery_codes_are_copied_line_by_line(qtbot: QtBot) -> None:
    panel = RecoveryCodesPanel()
    qtbot.addWidget(panel)
    panel.show_codes(("abcde-fghij", "klmno-pqrst"))
    panel.copy.click()
    assert QGuiApplication.clipboard().text() == "abcde-fghij\nklmno-pqrst"


def test_the_window_is_as_large_as_its_step_needs(qtbot: QtBot) -> None:
    window = SignInWindow()
    qtbot.addWidget(window)
    window.resize(480, 520)
    window.show()
    enrolment = Enrolment(secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", uri=URI)
    window.ask_enrolment(enrolment)
    qtbot.waitUntil(lambda: window.height() >= window._card.height() > 520)
    qtbot.waitUntil(lambda: not window.enrolment.secret.geometry().intersects(_picture(window).geometry()))


def _picture(window: SignInWindow) -> QrCode:
    found = window.enrolment.findChild(QrCode)
    assert found is not None
    return found
