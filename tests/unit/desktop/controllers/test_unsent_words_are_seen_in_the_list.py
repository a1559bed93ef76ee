from uuid import UUID

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.app import Console
from desktop.models.queue_table_model import COLUMNS
from desktop.services.preferences import drafts_folder
from desktop.state.columns import Column
from desktop.state.drafts import Draft, DraftFolder
from desktop.state.presence import Presences
from desktop.workplace import Workplace
from shared.contracts.vocabulary import MessageKind
from tests.support.little_services import ANA_IS, PASSWORD
from tests.support.little_shop import ANA, LittleShop
from tests.support.writing import send, write
from tests.unit.desktop.conftest import Opener

SAID = "You have an unsent draft here"
Role = Qt.ItemDataRole


def told(place: Workplace, incident_id: UUID, role: Role) -> str:
    """Return what the subject of an incident has for a role."""
    number = place.desk.model.place_of(incident_id)
    assert number is not None
    return str(place.desk.model.index(number, COLUMNS.index(Column.SUBJECT)).data(role))


def test_a_draft_is_told_beside_the_subject_from_the_first_letter_until_it_was_sent(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row, other = shop.open("Broken"), shop.open("Lost")
    open_incident(row)
    with qtbot.waitSignal(place.desk.model.dataChanged):
        write(place, "Hoy sale")
    assert told(place, row.id, Role.AccessibleTextRole) == f"Broken (not answered yet). {SAID}"
    assert SAID in told(place, row.id, Role.ToolTipRole)
    assert SAID not in told(place, other.id, Role.AccessibleTextRole)
    send(place, qtbot)
    qtbot.waitUntil(lambda: SAID not in told(place, row.id, Role.AccessibleTextRole))


def test_words_that_are_deleted_are_told_no_more_unless_a_note_is_left(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open("Broken")
    open_incident(row)
    write(place, "Hola")
    write(place, "For us", MessageKind.NOTE)
    write(place, "")
    assert SAID in told(place, row.id, Role.AccessibleTextRole)
    write(place, "", MessageKind.NOTE)
    assert SAID not in told(place, row.id, Role.AccessibleTextRole)


def test_the_mark_is_painted_in_the_cell_of_the_subject(
    place: Workplace, shop: LittleShop, qtbot: QtBot
) -> None:
    row = shop.open("Broken")
    qtbot.waitUntil(lambda: place.desk.model.place_of(row.id) == 0)
    table = place.window.queue.table
    qtbot.waitUntil(lambda: not table.glow.strength(row.id))
    cell = table.visualRect(place.desk.model.index(0, COLUMNS.index(Column.SUBJECT)))
    before = table.viewport().grab(cell).toImage()
    place.drafts.put((row.id, MessageKind.REPLY), Draft(text="Hola", seen=1))
    assert table.viewport().grab(cell).toImage() != before
    place.drafts.drop((row.id, MessageKind.REPLY))
    assert table.viewport().grab(cell).toImage() == before


def test_drafts_of_the_last_session_are_told_at_once(
    console: Console, shop: LittleShop, qtbot: QtBot
) -> None:
    row = shop.open("Broken")
    assert ANA.id is not None
    DraftFolder(drafts_folder(ANA.id)).save((row.id, MessageKind.REPLY), Draft(text="Hola", seen=1))
    console.start(ANA_IS["email"], PASSWORD)
    qtbot.waitUntil(lambda: console.workplace is not None)
    place = console.workplace
    assert place is not None
    qtbot.waitUntil(lambda: place.desk.model.place_of(row.id) == 0)
    assert SAID in told(place, row.id, Role.AccessibleTextRole)


def test_ones_own_words_come_before_the_colleagues() -> None:
    presences, incident_id = Presences("ana"), UUID(int=1)
    assert presences.sentences(incident_id) == []
    presences.unsent.add(incident_id)
    assert presences.sentences(incident_id) == [SAID]
