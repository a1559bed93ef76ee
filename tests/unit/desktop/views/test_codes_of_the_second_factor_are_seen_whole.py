"""What is scanned or written down once lies within the dialog's view, at any size of text."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop.state.security import Enrolment, OpenSession, SecondFactor
from desktop.views.looks import Looks
from desktop.views.qr_code import QrCode
from desktop.views.security_dialog import SecurityDialog
from desktop.views.theme import Theme
from shared.clock import utc_now
from shared.contracts.vocabulary import Language

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
URI = f"otpauth://totp/Ventanilla:ana.garcia%40tienda.example.com?secret={SECRET}&issuer=Ventanilla"
CODES = tuple(f"abcde-fgh{number:02}" for number in range(10))
SEEN = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture(
    params=[(scale, language) for scale in (1.0, 1.5) for language in Language],
    ids=lambda param: f"{param[0]:.0%}-{param[1]}",
)
def dialog(request: pytest.FixtureRequest, qapp: QApplication, qtbot: QtBot) -> Iterator[SecurityDialog]:
    """The dialog of somebody without a second factor, who is signed in at several places."""
    scale, language = request.param
    looks = Looks(qapp)
    looks.speak(language)
    looks.paint(Theme.LIGHT, scale)
    window = QWidget()
    qtbot.addWidget(window)
    made = SecurityDialog(utc_now, window)
    made.sessions.show_sessions(
        tuple(
            OpenSession(id=f"{place}", used_at=SEEN, device="Linux", current=place == 0) for place in range(3)
        )
    )
    made.factor.show_factor(SecondFactor(required=False, enrolled_at=None, recovery_codes_left=0))
    made.show()
    qtbot.waitExposed(made)
    made.factor.on.click()
    yield made
    made.close()
    looks.speak(Language.ENGLISH)
    looks.paint(Theme.SYSTEM, 1.0)


def in_view(dialog: SecurityDialog, part: QWidget) -> bool:
    """Tell whether all of a part lies within what the dialog shows of its page."""
    area = dialog.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    port = area.viewport()
    return port.rect().contains(QRect(part.mapTo(port, part.rect().topLeft()), part.size()))


def show_secret(dialog: SecurityDialog, qtbot: QtBot) -> QrCode:
    dialog.factor.show_secret(Enrolment(secret=SECRET, uri=URI))
    picture = dialog.factor.findChild(QrCode)
    assert isinstance(picture, QrCode)
    qtbot.waitUntil(lambda: dialog.factor.enrolment.fields[0].hasFocus() and in_view(dialog, picture))
    return picture


def test_the_picture_to_scan_and_the_field_for_its_code_are_in_view_together(
    dialog: SecurityDialog, qtbot: QtBot
) -> None:
    picture = show_secret(dialog, qtbot)
    assert picture.size() == picture.sizeHint()
    step = dialog.factor.enrolment
    assert all(in_view(dialog, one) for one in (picture, step.secret, step.fields[0], step.submit))


def test_every_recovery_code_is_in_view_with_what_copies_them(dialog: SecurityDialog, qtbot: QtBot) -> None:
    show_secret(dialog, qtbot)
    dialog.factor.show_codes(CODES)
    panel = dialog.factor.recovery
    qtbot.waitUntil(
        lambda: len(panel.shown) == len(CODES) and all(in_view(dialog, one) for one in panel.shown)
    )
    assert in_view(dialog, panel.copy)
    assert in_view(dialog, panel.done)


def test_the_rest_of_the_page_is_back_once_the_codes_are_saved(dialog: SecurityDialog, qtbot: QtBot) -> None:
    show_secret(dialog, qtbot)
    dialog.factor.show_codes(CODES)
    assert dialog.sessions.isHidden()
    dialog.factor.show_factor(SecondFactor(required=False, enrolled_at=SEEN, recovery_codes_left=10))
    assert not dialog.sessions.isHidden()
    assert not dialog.password.isHidden()
