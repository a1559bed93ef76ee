from pathlib import Path
from uuid import uuid4

from pytestqt.qtbot import QtBot

from desktop.services.background import Background
from desktop.services.notification_file import NotificationFile
from desktop.state.notifications import Notifications


def test_what_is_kept_is_there_in_the_end_for_its_owner_alone(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "notifications" / "e-1.json"
    background = Background()
    file = NotificationFile(path, background)
    assert file.read() == Notifications()
    kept = Notifications().holding([uuid4()])
    file.keep(Notifications())
    file.keep(kept)
    file.close()
    assert file.read() == kept
    assert path.stat().st_mode & 0o077 == 0
    background.close()


def test_it_is_written_by_itself_a_little_later(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "e-1.json"
    background = Background()
    file = NotificationFile(path, background)
    file.keep(Notifications().holding([uuid4()]))
    qtbot.waitUntil(path.exists)
    background.close()


def test_a_disk_that_takes_nothing_stops_nobody(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    background = Background()
    file = NotificationFile(tmp_path / "taken" / "e-1.json", background)
    file.keep(Notifications())
    file.close()
    assert file.read() == Notifications()
    background.close()
