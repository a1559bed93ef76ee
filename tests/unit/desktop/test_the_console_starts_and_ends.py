import os
import subprocess
import sys

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import Console, Workplace
from tests.support.little_services import LittleServices


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    unwanted = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "EMPLOYEES_URL", "AMQP_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    return subprocess.run(
        [sys.executable, "-m", "desktop"],
        env=environment | changes,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_a_display_it_says_so_in_one_line_instead_of_aborting() -> None:
    ended = start()
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert "No display" in ended.stderr


def test_a_missing_setting_is_named_in_one_line() -> None:
    ended = start(QT_QPA_PLATFORM="offscreen")
    assert ended.returncode != 0
    assert len(ended.stderr.splitlines()) == 1
    assert "EMPLOYEES_URL" in ended.stderr


def test_leaving_tells_the_service_and_stops_the_stream(
    place: Workplace, console: Console, services: LittleServices, qtbot: QtBot
) -> None:
    told: list[bool] = []
    console.close(lambda: told.append(True))
    assert console.workplace is None
    assert services.shop.broker.readers == []
    qtbot.waitUntil(lambda: told == [True])
    assert ("DELETE", "/api/v1/sessions/current") in services.requests
    assert console.session.token() == ""


def test_leaving_without_anybody_to_tell_ends_all_the_same(
    place: Workplace, console: Console, services: LittleServices, qtbot: QtBot
) -> None:
    services.broken = lambda _method, _path: 500
    told: list[bool] = []
    console.close(lambda: told.append(True))
    qtbot.waitUntil(lambda: told == [True])
