"""Files between a console and the real ``files``: sent along with a reply, refused, seen and saved."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from pytestqt.qtbot import QtBot

from backend.incidents.rules import open_incident
from backend.incidents.store import IncidentStore
from backend.kit.causes import Cause
from backend.kit.mongo import connect
from deploy.local.stack import Stack
from desktop.workplace import Workplace
from shared.clock import utc_now
from shared.ids import uuid7
from tests.support.openings import opening
from tests.support.pictures import document, photograph
from tests.support.writing import send, write

pytestmark = [pytest.mark.stack, pytest.mark.gui]


@pytest.fixture
def incident(stack: Stack, place: Workplace, qtbot: QtBot) -> UUID:
    """Return a new incident, open in the console."""
    identity = uuid7(utc_now())
    database = connect(stack.settings("resolution")["MONGODB_URI"])
    command = opening().model_copy(update={"incident_id": identity})
    IncidentStore(database, "intake").open_many(
        [(open_incident(command, utc_now()), Cause(identity, uuid4()))]
    )
    database.client.close()
    qtbot.waitUntil(lambda: identity in place.desk.queue.rows)
    place.incidents.open(identity)
    qtbot.waitUntil(lambda: place.desk.detail is not None)
    return identity


def test_files_of_a_reply_are_examined_sent_seen_and_saved(
    place: Workplace, incident: UUID, qtbot: QtBot, tmp_path: Path
) -> None:
    for name, content in (("asa ñ.jpg", photograph()), ("ticket.pdf", document()), ("x.exe", b"MZ\0")):
        (tmp_path / name).write_bytes(content)
    editor = place.window.incident.editor
    write(place, "Aquí va.")
    place.attachments.attach([tmp_path / name for name in ("asa ñ.jpg", "ticket.pdf", "x.exe")])

    def refused() -> list[Any]:
        return [one for one in editor.attachments.chips if one.chip.is_refused]

    qtbot.waitUntil(
        lambda: len(refused()) == 1 and sum(one.chip.is_ready for one in editor.attachments.chips) == 2
    )
    assert refused()[0].chip.about == "Only pictures, PDF and plain text are taken."
    refused()[0].remove.click()
    send(place, qtbot)
    conversation = place.window.incident.conversation
    qtbot.waitUntil(lambda: len(conversation.tiles()) == 2)
    tiles = {tile.file.name: tile for tile in conversation.tiles()}
    assert tiles.keys() == {"asa ñ.jpg", "ticket.pdf"}
    qtbot.waitUntil(lambda: tiles["asa ñ.jpg"].has_likeness)
    target = tmp_path / "guardado.pdf"
    place.files.save(tiles["ticket.pdf"].file, target)
    qtbot.waitUntil(lambda: place.window.incident.notice.text == f"Saved as {target}")
    assert target.read_bytes() == (tmp_path / "ticket.pdf").read_bytes()
