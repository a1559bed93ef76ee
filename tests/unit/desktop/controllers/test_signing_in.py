from pytestqt.qtbot import QtBot

from desktop.app import Console
from desktop.workplace import Workplace
from shared.contracts.vocabulary import Language
from tests.support.little_services import ANA_IS, PASSWORD, LittleServices


def fill(console: Console, password: str) -> None:
    window = console.sign_in.window
    window.email.setText(ANA_IS["email"])
    window.password.setText(password)
    window.submit.click()


def test_the_right_password_opens_the_desk_and_hides_the_question(console: Console, qtbot: QtBot) -> None:
    console.start()
    fill(console, PASSWORD)
    qtbot.waitUntil(lambda: console.workplace is not None)
    assert not console.sign_in.window.isVisible()
    assert console.sign_in.window.password.text() == ""


def test_a_wrong_password_is_said_in_a_line_and_the_email_stays(console: Console, qtbot: QtBot) -> None:
    console.start()
    fill(console, "wrong")
    window = console.sign_in.window
    qtbot.waitUntil(lambda: bool(window.notice.text))
    assert window.notice.text == "That e-mail and password don't match."
    assert window.email.text() == ANA_IS["email"]
    assert window.submit.isEnabled()


def test_a_service_that_is_away_is_said_too(console: Console, services: LittleServices, qtbot: QtBot) -> None:
    services.broken = lambda _method, _path: 503
    console.start()
    fill(console, PASSWORD)
    qtbot.waitUntil(lambda: bool(console.sign_in.window.notice.text))
    assert console.sign_in.window.notice.text == "Something went wrong in the service."


def test_nothing_can_be_sent_before_both_fields_are_filled(console: Console) -> None:
    window = console.sign_in.window
    window.email.setText("")
    assert not window.submit.isEnabled()
    window.email.setText("a@b.c")
    assert not window.submit.isEnabled()
    window.password.setText("x")
    assert window.submit.isEnabled()


def test_the_language_changes_at_once(console: Console) -> None:
    window = console.sign_in.window
    window.languageChosen.emit(Language.SPANISH)
    assert window.submit.text() == "Entrar"
    window.languageChosen.emit(Language.ENGLISH)
    assert window.submit.text() == "Sign in"


def test_an_ended_session_leads_back_to_the_question_and_says_why(
    place: Workplace, console: Console, services: LittleServices, qtbot: QtBot
) -> None:
    services.tokens.clear()
    services.refreshes.clear()
    console.session.refresh(lambda _fresh: None)
    qtbot.waitUntil(console.sign_in.window.isVisible)
    assert console.workplace is None
    assert "what you had written is kept" in console.sign_in.window.notice.text


def test_a_token_that_has_just_ended_is_renewed_without_anybody_noticing(
    place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    row = services.shop.open()
    qtbot.waitUntil(lambda: row.id in place.desk.queue.rows)
    services.tokens.clear()
    place.incidents.open(row.id)
    qtbot.waitUntil(lambda: place.desk.detail is not None)
    assert ("POST", "/api/v1/tokens") in services.requests
    assert place.window.isVisible()


def test_a_service_that_cannot_renew_just_now_does_not_end_the_session(
    place: Workplace, console: Console, services: LittleServices, qtbot: QtBot
) -> None:
    services.broken = lambda _method, path: 503 if path == "/api/v1/tokens" else None
    answers: list[bool] = []
    console.session.refresh(answers.append)
    qtbot.waitUntil(lambda: answers == [False])
    assert console.session.token()
    assert console.workplace is place
