"""Files in a conversation: seen, opened, saved; and what is said where that can't be."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from desktop.state import texts
from desktop.views.file_tile import FileTile
from desktop.views.picture_viewer import PictureViewer
from desktop.workplace import Workplace
from shared.contracts.resources import FileRef
from shared.contracts.vocabulary import Language
from tests.support.little_services import LittleServices
from tests.support.little_shop import LittleShop
from tests.support.pictures import document, picture
from tests.unit.desktop.conftest import Opener

Show = Callable[..., list[FileTile]]


@pytest.fixture
def show(place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot) -> Show:
    """Open an incident whose customer sent files, and return their tiles."""

    def show(*files: FileRef) -> list[FileTile]:
        row = shop.open()
        shop.comment(row.id, "Mira.", files)
        open_incident(row)
        conversation = place.window.incident.conversation
        qtbot.waitUntil(lambda: len(conversation.tiles()) == len(files))
        return conversation.tiles()

    return show


def viewer_of(place: Workplace) -> PictureViewer:
    [found] = [one for one in place.window.findChildren(PictureViewer) if one.isVisible()]
    return found


def shown(viewer: PictureViewer) -> tuple[int, int]:
    """Return the size of the picture on show."""
    pixmap = max((one.pixmap() for one in viewer.findChildren(QLabel)), key=lambda one: one.width())
    return pixmap.width(), pixmap.height()


def test_a_picture_shows_its_likeness_and_any_file_its_size(
    show: Show, services: LittleServices, qtbot: QtBot
) -> None:
    files = services.files
    photo, invoice = show(files.add("asa.jpg", picture()), files.add("factura.pdf", bytes(1_300_000)))
    qtbot.waitUntil(lambda: photo.has_likeness)
    assert (invoice.has_likeness, invoice.about) == (False, "1.2 MB")
    assert services.requests.count(("GET", f"/api/v1/files/{photo.file.id}/thumbnail")) == 1
    assert ("GET", f"/api/v1/files/{invoice.file.id}/thumbnail") not in services.requests


def test_what_came_with_the_description_is_shown_too(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener
) -> None:
    file = services.files.add("asa.jpg", picture())
    row = shop.open()
    shop.incidents[row.id] = shop.incidents[row.id].model_copy(update={"files": (file,)})
    open_incident(row)
    assert [tile.file for tile in place.window.incident.conversation.tiles()] == [file]


def test_a_likeness_is_fetched_once_however_often_the_incident_is_opened(
    show: Show,
    place: Workplace,
    shop: LittleShop,
    services: LittleServices,
    open_incident: Opener,
    qtbot: QtBot,
) -> None:
    [photo] = show(services.files.add("asa.jpg", picture()))
    qtbot.waitUntil(lambda: photo.has_likeness)
    row, other = place.desk.open_id, shop.open("Otra")
    assert row is not None
    open_incident(other)
    services.requests.clear()
    place.incidents.open(row)
    qtbot.waitUntil(lambda: any(one.has_likeness for one in place.window.incident.conversation.tiles()))
    assert not [path for _, path in services.requests if "/files/" in path]


def test_enter_opens_a_picture_that_fits_and_escape_closes_it(
    show: Show, place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    [photo] = show(services.files.add("asa.jpg", picture(size=(3000, 2000))))
    photo.setFocus()
    qtbot.keyClick(photo, Qt.Key.Key_Return)
    viewer = viewer_of(place)
    qtbot.waitUntil(lambda: shown(viewer)[0] > 0)
    width, height = shown(viewer)
    assert viewer.width() * 0.7 < width < viewer.width()
    assert abs(width / height - 1.5) < 0.01
    viewer.resize(500, 400)
    qtbot.waitUntil(lambda: shown(viewer)[0] < 500)
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not place.window.findChildren(PictureViewer))


def test_a_small_picture_is_not_blown_up(
    show: Show, place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    [photo] = show(services.files.add("asa.png", picture("PNG", (64, 48))))
    photo.click()
    qtbot.waitUntil(lambda: shown(viewer_of(place)) == (64, 48))


def test_a_picture_that_does_not_come_is_asked_for_again(
    show: Show, place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    [photo] = show(services.files.add("asa.jpg", picture()))
    services.broken = lambda _method, path: 503 if path.endswith(str(photo.file.id)) else None
    photo.click()
    viewer = viewer_of(place)
    qtbot.waitUntil(lambda: viewer.text == "Something went wrong in the service.")
    services.broken = lambda _method, _path: None
    viewer.againAsked.emit()
    qtbot.waitUntil(lambda: shown(viewer)[0] > 0)


def test_a_file_that_was_removed_says_so_in_its_place(
    show: Show, place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    file = services.files.add("asa.jpg", picture())
    del services.files.kept[file.id]
    [photo] = show(file)
    qtbot.waitUntil(lambda: photo.about == "This file was removed.")
    texts.choose(Language.SPANISH)
    photo.say()
    assert photo.about == "Este archivo se ha eliminado."
    texts.choose(Language.ENGLISH)
    photo.click()
    qtbot.waitUntil(lambda: viewer_of(place).text == "This file was removed.")


def test_a_likeness_that_could_not_be_fetched_is_tried_again_with_the_next_news(
    show: Show, place: Workplace, shop: LittleShop, services: LittleServices, qtbot: QtBot
) -> None:
    services.broken = lambda _method, path: 503 if path.endswith("/thumbnail") else None
    [photo] = show(services.files.add("asa.jpg", picture()))
    qtbot.waitUntil(lambda: photo.about == "Something went wrong in the service.")
    services.broken = lambda _method, _path: None
    assert place.desk.open_id
    shop.comment(place.desk.open_id, "¿Hay alguien?")
    qtbot.waitUntil(lambda: photo.has_likeness)
    assert photo.about.endswith("KB")


def test_a_document_is_saved_where_its_reader_says_and_opened_on_wish(
    show: Show,
    place: Workplace,
    services: LittleServices,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = document()
    [invoice] = show(services.files.add("factura.pdf", content))
    invoice.click()
    [dialog] = place.window.findChildren(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "factura.pdf"
    target = tmp_path / "la mía.pdf"
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    notice = place.window.incident.notice
    qtbot.waitUntil(lambda: notice.text == f"Saved as {target}")
    assert target.read_bytes() == content
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    notice.press("Open")
    assert opened == [QUrl.fromLocalFile(str(target))]


def test_a_place_that_can_not_be_written_to_is_told_on_the_file(
    show: Show, place: Workplace, services: LittleServices, qtbot: QtBot, tmp_path: Path
) -> None:
    [invoice] = show(services.files.add("factura.pdf", document()))
    place.files.save(invoice.file, tmp_path / "nowhere" / "factura.pdf")
    qtbot.waitUntil(lambda: invoice.about.startswith("It can't be written there: No such file"))


def test_pictures_that_come_late_show_on_nothing_else(
    show: Show, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    show(services.files.add("asa.jpg", picture()))
    open_incident(shop.open("Otra"))
    [photo] = show(services.files.add("tapa.jpg", picture()))
    qtbot.waitUntil(lambda: photo.has_likeness)


def test_a_file_is_read_out_with_what_pressing_it_does_in_both_languages(qtbot: QtBot) -> None:
    photo = FileRef(id=uuid4(), name="asa.jpg", media_type="image/jpeg", size=3_500_000)
    tile = FileTile(photo)
    qtbot.addWidget(tile)
    assert tile.accessibleName() == "Open asa.jpg, 3.3 MB"
    texts.choose(Language.SPANISH)
    tile.say()
    assert tile.accessibleName() == "Abrir asa.jpg, 3,3 MB"
