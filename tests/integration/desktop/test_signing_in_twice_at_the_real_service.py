"""Second factors, invitations and sessions in the console, against the real service and the real broker."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import httpx
import pyotp
import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from deploy.local.stack import Stack
from desktop.app import Console
from desktop.services.addresses import Addresses
from desktop.views.security_dialog import SecurityDialog
from desktop.workplace import Workplace
from shared.contracts.vocabulary import Language
from tests.support.console import PASSWORD, is_live

pytestmark = [pytest.mark.stack, pytest.mark.gui]


@pytest.fixture
def asking(stack: Stack, qapp: QApplication) -> Iterator[Console]:
    """A console that nobody has signed in to."""
    with _console(stack, qapp) as console:
        yield console


@contextmanager
def _console(stack: Stack, qapp: QApplication) -> Iterator[Console]:
    settings = {name.lower(): value for name, value in stack.site.console_settings().items()}
    console = Console(qapp, Addresses.model_validate(settings), find_keyring=lambda: None)
    console.looks.speak(Language.ENGLISH)
    console.preferences.language = Language.ENGLISH
    yield console
    console.close()
    console.sign_in.window.hide()
    console.sign_in.window.deleteLater()


def code_of(spaced: str, steps: int = 0) -> str:
    return pyotp.TOTP(spaced.replace(" ", "")).at(int(time.time()), counter_offset=steps)


def dialog_of(place: Workplace) -> SecurityDialog:
    place.shell.securityAsked.emit()
    dialog = place.security.dialog
    assert dialog is not None
    return dialog


def begin(console: Console, email: str) -> None:
    console.start(email, PASSWORD)


def signed_in(console: Console, qtbot: QtBot) -> Workplace:
    qtbot.waitUntil(lambda: console.workplace is not None)
    assert console.workplace is not None
    return console.workplace


def test_a_second_factor_is_made_in_the_dialog_and_asked_for_at_the_next_sign_in(
    colleague: Workplace, asking: Console, qtbot: QtBot
) -> None:
    factor = dialog_of(colleague).factor
    qtbot.waitUntil(factor.on.isVisible)
    factor.on.click()
    factor.begin_form.fields[0].setText(PASSWORD)
    factor.begin_form.submit.click()
    qtbot.waitUntil(factor.enrolment.isVisible)
    factor.enrolment.fields[0].setText(code_of(factor.enrolment.secret.text(), -1))
    factor.enrolment.submit.click()
    qtbot.waitUntil(factor.recovery.isVisible)
    codes = factor.recovery.codes
    assert len(codes) == 10
    factor.recovery.done.click()
    qtbot.waitUntil(factor.renew.isVisible)

    begin(asking, colleague.desk.me.email)
    window = asking.sign_in.window
    qtbot.waitUntil(window.code.isVisible)
    window.code.fields[0].setText("000000")
    window.code.submit.click()
    qtbot.waitUntil(lambda: window.notice.text.startswith("The code is wrong"))
    window.code.fields[0].setText(codes[0].upper())
    window.code.submit.click()
    assert signed_in(asking, qtbot).desk.me.id == colleague.desk.me.id


def test_where_it_is_demanded_one_enrols_while_signing_in(
    colleague: Workplace, stack: Stack, asking: Console, qtbot: QtBot
) -> None:
    with demanded(stack):
        begin(asking, colleague.desk.me.email)
        window = asking.sign_in.window
        qtbot.waitUntil(window.enrolment.isVisible)
        window.enrolment.fields[0].setText(code_of(window.enrolment.secret.text()))
        window.enrolment.submit.click()
        qtbot.waitUntil(window.recovery.isVisible)
        assert asking.workplace is None
        assert len(window.recovery.codes) == 10
        window.recovery.done.click()
        signed_in(asking, qtbot)
        assert window.recovery.codes == ()


def test_a_session_that_is_ended_elsewhere_is_over_within_seconds_and_the_other_goes_on(
    colleague: Workplace, asking: Console, qtbot: QtBot
) -> None:
    begin(asking, colleague.desk.me.email)
    there = signed_in(asking, qtbot)
    qtbot.waitUntil(lambda: is_live(there))
    sessions = dialog_of(colleague).sessions
    qtbot.waitUntil(lambda: len(sessions.rows) == 2)
    (other,) = [button for row in sessions.rows for button in row.findChildren(QPushButton)]
    other.click()
    qtbot.waitUntil(lambda: len(sessions.rows) == 1)
    qtbot.waitUntil(lambda: asking.workplace is None)
    assert asking.sign_in.window.isVisible()
    assert is_live(colleague)


def test_another_password_is_chosen_in_the_dialog(colleague: Workplace, stack: Stack, qtbot: QtBot) -> None:
    dialog = dialog_of(colleague)
    for typed, answer in (("not that one", "The password is wrong."), (PASSWORD, "The password is changed.")):
        present, new = dialog.password.fields
        present.setText(typed)
        new.setText("farol-verde-9-puentes")
        dialog.password.submit.click()
        qtbot.waitUntil(lambda answer=answer: dialog.notice.text.startswith(answer))
    who = {"email": colleague.desk.me.email, "password": "farol-verde-9-puentes"}
    assert httpx.post(f"{stack.url('employees')}/api/v1/sessions", json=who).status_code == 201


def test_who_is_invited_comes_with_the_code(stack: Stack, asking: Console, qtbot: QtBot) -> None:
    email = f"eva.{uuid4().hex[:8]}@lumbre.example"
    invited = httpx.post(
        f"{stack.url('employees')}/api/v1/employees",
        json={"email": email, "role": "agent", "language": "en"},
        headers=admin_of(stack),
    ).json()
    asking.start()
    window = asking.sign_in.window
    window.passwords.leave.click()
    for field, text in zip(
        window.invitation.fields, (invited["invitation"]["code"], "Eva", PASSWORD), strict=True
    ):
        field.setText(text)
    window.invitation.submit.click()
    qtbot.waitUntil(lambda: window.notice.text.startswith("Welcome!"))
    window.email.setText(email)
    window.password.setText(PASSWORD)
    window.submit.click()
    assert signed_in(asking, qtbot).desk.me.name == "Eva"


@contextmanager
def demanded(stack: Stack) -> Iterator[None]:
    """Demand a second factor of everybody, for a while; the administrator's session is from before."""
    admin, place = admin_of(stack), f"{stack.url('employees')}/api/v1/sign-in-policy"

    def demand(required: bool) -> None:
        seen = httpx.get(place, headers=admin).headers["ETag"]
        body = {"second_factor_required": required}
        httpx.put(place, json=body, headers={**admin, "If-Match": seen}).raise_for_status()

    demand(True)
    try:
        yield
    finally:
        demand(False)


def admin_of(stack: Stack) -> dict[str, str]:
    env = stack.environment()
    who = {"email": env["ADMIN_EMAIL"], "password": env["ADMIN_PASSWORD"]}
    opened = httpx.post(f"{stack.url('employees')}/api/v1/sessions", json=who).json()
    return {"Authorization": f"Bearer {opened['access_token']}"}
