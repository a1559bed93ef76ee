"""Files that an employee sends along: chosen, on their way, refused, kept with the draft, and sent."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.app import Console
from desktop.services.preferences import drafts_folder
from desktop.state import texts
from desktop.state.drafts import DraftFolder
from desktop.views.attachment_row import AttachmentChip
from desktop.workplace import Workplace
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import FILE_MAX_BYTES, Language, MessageKind
from tests.support.little_services import ANA_IS, PASSWORD, LittleServices
from tests.support.little_shop import LittleShop
from tests.support.writing import said, send, write
from tests.unit.desktop.conftest import Opener

MakeFile = Callable[..., Path]


@pytest.fixture
def file(tmp_path: Path) -> MakeFile:
    def make(name: str = "etiqueta.pdf", content: bytes = b"hola") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return make


@pytest.fixture
def row(shop: LittleShop, open_incident: Opener) -> IncidentRow:
    found = shop.open()
    open_incident(found)
    return found


def chips(place: Workplace) -> list[AttachmentChip]:
    return place.window.incident.editor.attachments.chips


def abouts(place: Workplace) -> list[str]:
    return [one.chip.about for one in chips(place)]


def ready(place: Workplace, qtbot: QtBot, count: int = 1) -> None:
    qtbot.waitUntil(lambda: [one.chip.is_ready for one in chips(place)] == [True] * count)


def test_a_reply_goes_out_with_its_files(
    place: Workplace, shop: LittleShop, row: IncidentRow, file: MakeFile, qtbot: QtBot
) -> None:
    write(place, "Aquí va la etiqueta.")
    place.attachments.attach([file(), file('con "comillas" y ñ.txt')])
    ready(place, qtbot, 2)
    send(place, qtbot)
    qtbot.waitUntil(lambda: said(shop, row) == [(MessageKind.REPLY, "Aquí va la etiqueta.")])
    [message] = shop.messages[row.id]
    assert {one.name for one in message.files} == {"etiqueta.pdf", "con 'comillas' y ñ.txt"}
    qtbot.waitUntil(lambda: chips(place) == [])
    qtbot.waitUntil(lambda: len(place.window.incident.conversation.tiles()) == 2)


def test_a_note_has_files_of_its_own(
    place: Workplace, shop: LittleShop, row: IncidentRow, file: MakeFile, qtbot: QtBot
) -> None:
    place.attachments.attach([file("respuesta.pdf")])
    place.window.incident.editor.start(MessageKind.NOTE)
    assert chips(place) == []
    write(place, "Mirad esto.", MessageKind.NOTE)
    place.attachments.attach([file("nota.pdf")])
    ready(place, qtbot)
    send(place, qtbot)
    qtbot.waitUntil(lambda: said(shop, row) == [(MessageKind.NOTE, "Mirad esto.")])
    assert [one.name for one in shop.messages[row.id][0].files] == ["nota.pdf"]
    place.window.incident.editor.start(MessageKind.REPLY)
    qtbot.waitUntil(lambda: [one.chip.name for one in chips(place)] == ["respuesta.pdf"])


def test_nothing_is_sent_before_its_files_are_there_or_taken_out(
    place: Workplace, services: LittleServices, row: IncidentRow, file: MakeFile, qtbot: QtBot
) -> None:
    services.files.refused = {"virus.exe": "unknown-kind"}
    editor = place.window.incident.editor
    write(place, "Hola")
    place.attachments.attach([file("virus.exe")])
    assert abouts(place) == ["On its way…"]
    assert not editor._send.isEnabled()
    qtbot.waitUntil(lambda: abouts(place) == ["Only pictures, PDF and plain text are taken."])
    assert not editor._send.isEnabled()
    assert editor.attachments.hint == "Take out what can't be sent."
    chips(place)[0].remove.click()
    assert editor._send.isEnabled()
    assert chips(place) == []


def test_what_can_not_be_sent_is_refused_at_once(
    place: Workplace, row: IncidentRow, file: MakeFile, services: LittleServices, tmp_path: Path
) -> None:
    place.attachments.attach(
        [file("film.mp4", bytes(FILE_MAX_BYTES + 1)), file("nada.txt", b""), tmp_path, tmp_path / "fue.txt"]
    )
    assert abouts(place) == [
        "It has more than 10 MB.",
        "It is empty.",
        "It can't be read.",
        "It can't be read.",
    ]
    assert ("POST", "/api/v1/files") not in services.requests


def test_a_file_that_found_no_service_is_tried_again_and_kept_once(
    place: Workplace, services: LittleServices, row: IncidentRow, file: MakeFile, qtbot: QtBot
) -> None:
    services.broken = lambda _method, path: 503 if path.startswith("/api/v1/files") else None
    place.attachments.attach([file()])
    qtbot.waitUntil(lambda: abouts(place) == ["Something went wrong in the service."])
    services.broken = lambda _method, _path: None
    chips(place)[0].again.click()
    ready(place, qtbot)
    assert len(services.files.kept) == 1


def test_five_files_at_most_go_along(
    place: Workplace, row: IncidentRow, file: MakeFile, qtbot: QtBot
) -> None:
    place.attachments.attach([file(f"{number}.txt") for number in range(4)])
    ready(place, qtbot, 4)
    place.attachments.attach([file("4.txt"), file("5.txt")])
    ready(place, qtbot, 5)
    assert place.window.incident.editor.notice.text == "Five files at most go along with a message."


def test_files_are_chosen_by_key_with_a_dialog_that_nothing_waits_for(
    place: Workplace, row: IncidentRow, file: MakeFile, qtbot: QtBot
) -> None:
    editor = place.window.incident.editor
    editor.start(MessageKind.REPLY)
    qtbot.keyClick(
        editor.field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    [dialog] = place.window.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(file())])
    dialog.reject()
    ready(place, qtbot)


@pytest.mark.parametrize("where", ["editor", "field"])
def test_files_are_dropped_on_the_editor(
    place: Workplace, row: IncidentRow, file: MakeFile, qtbot: QtBot, where: str
) -> None:
    editor = place.window.incident.editor
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(file()))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    if where == "field":
        editor.field.insertFromMimeData(dragged)
        assert editor.field.toPlainText() == ""
    else:
        over = QDragEnterEvent(QPoint(5, 5), copy, dragged, left, none)
        editor.dragEnterEvent(over)
        assert over.isAccepted()
        editor.dropEvent(QDropEvent(QPointF(5, 5), copy, dragged, left, none))
    ready(place, qtbot)


def test_files_are_kept_with_their_draft_over_a_crash(
    place: Workplace, console: Console, row: IncidentRow, file: MakeFile, qtbot: QtBot
) -> None:
    place.attachments.attach([file()])
    ready(place, qtbot)
    key, folder = (row.id, MessageKind.REPLY), DraftFolder(drafts_folder(ANA_IS["id"]))
    qtbot.waitUntil(lambda: key in folder.load_all())
    assert [one.name for one in folder.load_all()[key].files] == ["etiqueta.pdf"]
    console.start(ANA_IS["email"], PASSWORD)  # as after a restart: everything is made anew from the disk
    qtbot.waitUntil(lambda: console.workplace is not place)
    again = console.workplace
    assert again is not None
    qtbot.waitUntil(lambda: row.id in again.desk.queue.rows)
    again.incidents.open(row.id)
    qtbot.waitUntil(lambda: [one.chip.name for one in chips(again)] == ["etiqueta.pdf"])


def test_a_kept_file_that_is_gone_meanwhile_is_told_before_anything_is_sent(
    place: Workplace,
    shop: LittleShop,
    services: LittleServices,
    row: IncidentRow,
    open_incident: Opener,
    file: MakeFile,
    qtbot: QtBot,
) -> None:
    write(place, "Hola")
    place.attachments.attach([file()])
    ready(place, qtbot)
    services.files.kept.clear()
    open_incident(shop.open("Otra"))
    place.incidents.open(row.id)
    qtbot.waitUntil(lambda: abouts(place) == ["No longer there. Attach it again."])
    assert not place.window.incident.editor._send.isEnabled()


def test_a_file_that_expires_under_the_authors_hands_stops_the_words_and_is_named(
    place: Workplace,
    shop: LittleShop,
    services: LittleServices,
    row: IncidentRow,
    file: MakeFile,
    qtbot: QtBot,
) -> None:
    write(place, "Aquí van.")
    place.attachments.attach([file("queda.pdf"), file("caduca.pdf")])
    ready(place, qtbot, 2)
    [expired] = [one for one in services.files.kept.values() if one[0].name == "caduca.pdf"]
    del services.files.kept[expired[0].id]
    send(place, qtbot)
    editor = place.window.incident.editor
    gone = "No longer there. Attach it again."
    qtbot.waitUntil(lambda: {one.chip.name: one.chip.about == gone for one in chips(place)} == {
        "queda.pdf": False, "caduca.pdf": True,
    })  # fmt: skip
    assert editor.notice.text == "Not sent. Part of what you attached is no longer there. Attach it again."
    assert editor.field.toPlainText() == "Aquí van."
    assert (said(shop, row), editor._send.isEnabled()) == ([], False)
    [chip] = [one for one in chips(place) if one.chip.is_refused]
    chip.remove.click()
    place.attachments.attach([file("caduca.pdf")])
    ready(place, qtbot, 2)
    send(place, qtbot)
    qtbot.waitUntil(lambda: said(shop, row) == [(MessageKind.REPLY, "Aquí van.")])
    assert {one.name for one in shop.messages[row.id][0].files} == {"queda.pdf", "caduca.pdf"}


def test_taking_out_the_only_file_leaves_no_draft(
    place: Workplace, row: IncidentRow, file: MakeFile, qtbot: QtBot
) -> None:
    place.attachments.attach([file()])
    ready(place, qtbot)
    assert place.window.incident.editor.attachments.hint == "Write some words to go with the files."
    chips(place)[0].remove.click()
    assert place.drafts.get((row.id, MessageKind.REPLY)) is None
    assert chips(place) == []


def test_a_file_that_arrives_late_belongs_to_the_words_it_was_meant_for(
    place: Workplace,
    shop: LittleShop,
    row: IncidentRow,
    open_incident: Opener,
    file: MakeFile,
    qtbot: QtBot,
) -> None:
    place.attachments.attach([file()])
    open_incident(shop.open("Otra"))
    qtbot.waitUntil(lambda: place.drafts.get((row.id, MessageKind.REPLY)) is not None)
    assert chips(place) == []


def test_chips_speak_the_language_in_use(
    place: Workplace, console: Console, row: IncidentRow, file: MakeFile, tmp_path: Path
) -> None:
    place.attachments.attach([file("nada.txt", b"")])
    console.looks.speak(Language.SPANISH)
    assert abouts(place) == ["Está vacío."]
    assert chips(place)[0].remove.accessibleName() == "Quitar nada.txt"
    texts.choose(Language.ENGLISH)
