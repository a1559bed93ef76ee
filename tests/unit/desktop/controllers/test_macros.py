import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.workplace import Workplace
from shared.contracts.macros import MacroDraft, MacroSteps
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import Language, MessageKind, Priority, State
from tests.support.little_services import LittleServices
from tests.support.little_shop import LUIS, LittleShop, rules
from tests.support.writing import said, send
from tests.unit.desktop.conftest import Opener

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
THANKS = "Hola, {customer}: tu pedido {order} sale hoy. {me}"


@pytest.fixture
def undo_s() -> float:
    return 600.0


@pytest.fixture
def row(shop: LittleShop, open_incident: Opener) -> IncidentRow:
    opened = shop.open()
    open_incident(opened)
    return opened


def choose(place: Workplace, qtbot: QtBot, letters: str) -> None:
    qtbot.waitUntil(place.window.commands.isVisible)
    field = place.window.commands.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, letters)
    qtbot.keyClick(field, Key.Key_Return)


def draft(name: str, spanish: str = "", english: str = "", steps: MacroSteps | None = None) -> MacroDraft:
    texts = {Language.SPANISH: spanish, Language.ENGLISH: english}
    return MacroDraft(
        name=name, texts={one: text for one, text in texts.items() if text}, steps=steps or MacroSteps()
    )


def test_m_writes_the_words_in_the_customers_language_with_the_names_filled_in(
    place: Workplace, services: LittleServices, row: IncidentRow, qtbot: QtBot
) -> None:
    services.macros.add(draft("Out today", THANKS, "Dear {customer}, it leaves today."))
    qtbot.keyClick(place.window, Key.Key_M)
    choose(place, qtbot, "out")
    field = place.window.incident.editor.field
    words = "Hola, Marta Ruiz: tu pedido 48213 sale hoy. Ana García"
    qtbot.waitUntil(lambda: field.toPlainText() == words)
    assert place.drafts.get((row.id, MessageKind.REPLY))
    assert field.hasFocus()


def test_while_typing_ctrl_m_writes_them_where_the_cursor_is(
    place: Workplace, services: LittleServices, row: IncidentRow, qtbot: QtBot
) -> None:
    services.macros.add(draft("Sorry", "lo sentimos"))
    editor = place.window.incident.editor
    editor.start(MessageKind.REPLY)
    qtbot.keyClicks(editor.field, "Marta, !")
    qtbot.keyClick(editor.field, Key.Key_Left)
    qtbot.keyClick(editor.field, Key.Key_M, CTRL)
    choose(place, qtbot, "")
    qtbot.waitUntil(lambda: editor.words == "Marta, lo sentimos!")


def test_words_of_its_text_find_a_macro_too_and_names_come_first(
    place: Workplace, services: LittleServices, row: IncidentRow, qtbot: QtBot
) -> None:
    services.macros.add(draft("Broken in the post", "La tetera llegó rota, lo sentimos."))
    services.macros.add(draft("Tetera", "Otra cosa."))
    qtbot.keyClick(place.window, Key.Key_M)
    qtbot.waitUntil(place.window.commands.isVisible)
    field = place.window.commands.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "tetera")
    assert place.window.commands.lines == ["Tetera", "Broken in the post"]


def test_its_steps_are_done_at_once_and_undo_takes_all_of_them_back(
    place: Workplace, shop: LittleShop, services: LittleServices, row: IncidentRow, qtbot: QtBot
) -> None:
    steps = MacroSteps(claim=True, priority=Priority.HIGH, category="billing", tags=("lote-48",))
    services.macros.add(draft("Sort it", steps=steps))
    place.gestures.perform("macro")
    choose(place, qtbot, "sort")
    qtbot.waitUntil(lambda: shop.incidents[row.id].tags == ("lote-48",))
    found = shop.incidents[row.id]
    assert (found.state, found.priority, found.category) == (State.ASSIGNED, Priority.HIGH, "billing")
    qtbot.waitUntil(lambda: place.window.undo.text.startswith("Macro"))
    place.undo.undo()
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is State.OPEN)
    found = shop.incidents[row.id]
    assert (found.priority, found.category, found.tags) == (Priority.NORMAL, "damaged", ())


def test_one_that_resolves_makes_send_and_resolve_the_main_button(
    place: Workplace, shop: LittleShop, services: LittleServices, row: IncidentRow, qtbot: QtBot
) -> None:
    services.macros.add(draft("Done", "Hecho.", steps=MacroSteps(resolve=True)))
    place.gestures.perform("macro")
    choose(place, qtbot, "done")
    editor = place.window.incident.editor
    qtbot.waitUntil(lambda: editor.words == "Hecho.")
    assert editor._send.text() == "Send and resolve"
    send(place, qtbot)
    place.undo.hurry()
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is State.RESOLVED)


def test_one_that_waits_does_so_once_the_reply_has_arrived(
    place: Workplace, shop: LittleShop, services: LittleServices, row: IncidentRow, qtbot: QtBot
) -> None:
    services.macros.add(draft("Ask", "¿Y la foto?", steps=MacroSteps(claim=True, wait_days=3)))
    place.gestures.perform("macro")
    choose(place, qtbot, "ask")
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is State.ASSIGNED)
    editor = place.window.incident.editor
    assert editor.notice.text == "Once the reply has arrived, it waits for 3 days."
    qtbot.waitUntil(lambda: place.bulk.is_idle)
    send(place, qtbot)
    place.undo.hurry()
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is State.WAITING)
    assert said(shop, row) == [(MessageKind.REPLY, "¿Y la foto?")]
    wake_at = shop.incidents[row.id].wake_at
    assert wake_at
    today = place.desk.clock().astimezone().date()
    assert (wake_at.astimezone().date() - today).days == 3


def test_the_waiting_goes_with_the_words_that_it_was_to_follow(
    place: Workplace, shop: LittleShop, services: LittleServices, row: IncidentRow, qtbot: QtBot
) -> None:
    services.macros.add(draft("Ask", "¿Y la foto?", steps=MacroSteps(wait_days=30)))
    place.gestures.perform("macro")
    choose(place, qtbot, "ask")
    editor = place.window.incident.editor
    qtbot.waitUntil(lambda: editor.words == "¿Y la foto?")
    place.incidents.close()
    place.incidents.open(row.id)
    assert editor.notice.text == "Once the reply has arrived, it waits for 30 days."
    editor.field.setPlainText("")
    editor.field.setPlainText("Sale hoy.")
    kept = place.drafts.get((row.id, MessageKind.REPLY))
    assert kept is not None
    assert kept.wait_days is None


def test_from_the_list_its_words_wait_for_the_incident_and_what_nobody_knows_is_filled_in_first(
    place: Workplace, shop: LittleShop, services: LittleServices, qtbot: QtBot
) -> None:
    row = shop.open()
    found = shop.incidents[row.id]
    shop.incidents[row.id] = found.model_copy(update={"product": None})
    qtbot.waitUntil(lambda: place.desk.model.count == 1)
    services.macros.add(draft("Out", "Tu pedido {order} ({product}) sale hoy."))
    place.window.queue.table.choose(row.id)
    place.gestures.perform("macro")
    choose(place, qtbot, "out")
    editor = place.window.incident.editor
    qtbot.waitUntil(lambda: editor.words == "Tu pedido 48213 ({product}) sale hoy.")
    send(place, qtbot)
    assert editor.notice.text == "Fill in {product} before you send it."
    place.undo.hurry()
    assert place.errands.is_idle
    assert said(shop, row) == []


def test_on_many_only_its_steps_are_done_and_what_has_only_words_is_not_offered(
    place: Workplace, shop: LittleShop, services: LittleServices, qtbot: QtBot
) -> None:
    rows = [shop.open(f"Number {number}") for number in range(3)]
    qtbot.waitUntil(lambda: place.desk.model.count == len(rows))
    services.macros.add(draft("Words", "Hola."))
    services.macros.add(draft("Steps", "Hola.", steps=MacroSteps(claim=True, resolve=True)))
    shop.change(rows[0].id, lambda found, at: rules.claim(found, LUIS, at))
    qtbot.waitUntil(lambda: place.desk.queue.rows[rows[0].id].assignee is not None)
    place.window.queue.table.selectAll()
    qtbot.keyClick(place.window, Key.Key_M)
    qtbot.waitUntil(place.window.commands.isVisible)
    assert place.window.commands.lines == ["Steps", "Words"]
    choose(place, qtbot, "")
    qtbot.waitUntil(lambda: place.bulk.is_idle and len(place.window.report.lines) == 1)
    place.undo.hurry()
    qtbot.waitUntil(lambda: {one.state for one in shop.incidents.values()} == {State.RESOLVED})
    assert not any(shop.messages[one.id] for one in rows)


def test_words_are_saved_as_a_macro_then_changed_and_deleted(
    place: Workplace, services: LittleServices, row: IncidentRow, qtbot: QtBot
) -> None:
    editor = place.window.incident.editor
    editor.start(MessageKind.REPLY)
    qtbot.keyClicks(editor.field, "Sale hoy.")
    qtbot.keyClick(editor.field, Key.Key_M, CTRL)
    choose(place, qtbot, "save")
    card = place.macro_editing.card
    qtbot.waitUntil(card.isVisible)
    assert card.texts[Language.SPANISH].toPlainText() == "Sale hoy."
    card.save()
    assert card.notice.text == "It needs a name."
    qtbot.keyClicks(card.name, "Today")
    card.is_shared.setChecked(True)
    card.steps.claim.setChecked(True)
    card.save()
    qtbot.waitUntil(lambda: not card.isVisible())
    [kept] = services.macros.kept.values()
    assert (kept.name, kept.owner, kept.steps.claim) == ("Today", None, True)
    place.gestures.perform("macro")
    choose(place, qtbot, "change")
    choose(place, qtbot, "today")
    qtbot.waitUntil(card.isVisible)
    card.name.setText("Tomorrow")
    card.save()
    qtbot.waitUntil(lambda: [one.name for one in services.macros.kept.values()] == ["Tomorrow"])
    qtbot.waitUntil(lambda: not card.isVisible())
    place.gestures.perform("macro")
    choose(place, qtbot, "change")
    choose(place, qtbot, "tom")
    qtbot.waitUntil(card.isVisible)
    card.deleted.emit()
    qtbot.waitUntil(lambda: not services.macros.kept)


def test_the_card_keeps_the_keys_to_itself_and_esc_leaves_it(
    place: Workplace, row: IncidentRow, qtbot: QtBot
) -> None:
    place.macro_editing.edit(None)
    card = place.macro_editing.card
    qtbot.waitUntil(card.isVisible)
    qtbot.keyClick(card._save, Key.Key_C)
    assert place.errands.is_idle
    for _place in range(30):
        qtbot.keyClick(place.window.focusWidget(), Key.Key_Tab)
        assert card.isAncestorOf(place.window.focusWidget())
    qtbot.keyClick(place.window.focusWidget(), Key.Key_Escape)
    assert not card.isVisible()
    assert place.desk.open_id == row.id
