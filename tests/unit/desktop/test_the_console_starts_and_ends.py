import os
import subprocess
import sys
import tomllib
from pathlib import Path
from time import monotonic

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import Console
from desktop.services.preferences import CONFIG_VARIABLE
from desktop.workplace import Workplace
from tests.support.little_services import ANA_IS, LittleServices

CHECKOUT = Path(__file__).parents[3]


def start(*options: str, **changes: str) -> subprocess.CompletedProcess[str]:
    unwanted = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "EMPLOYEES_URL", "AMQP_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    return subprocess.run(
        [sys.executable, "-m", "desktop", *options],
        env=environment | changes,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


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


def test_it_says_which_release_it_is_without_display_or_settings() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ended = start("--version")
    assert (ended.returncode, ended.stdout) == (0, f"Ventanilla {project['version']}\n")


def test_without_an_environment_it_finds_the_services_in_its_file_and_shows_the_first_window(
    tmp_path: Path,
) -> None:
    names = ("EMPLOYEES_URL", "RESOLUTION_URL", "KNOWLEDGE_URL", "FILES_URL", "SEARCH_URL")
    lines = [*(f"{name}=http://127.0.0.1:9" for name in names), "AMQP_URL=amqp://127.0.0.1:9"]
    (tmp_path / "console.env").write_text("\n".join(lines), encoding="utf-8")
    pictures = tmp_path / "pictures"
    changes = {"QT_QPA_PLATFORM": "offscreen", CONFIG_VARIABLE: str(tmp_path)}
    ended = start("--shots", str(pictures), **changes)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert [path.name for path in pictures.iterdir()] == ["console-sign-in.png"]


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        (["--sign-in", "ana@ventanilla.example", "--password-env", "NOWHERE_SET"], "NOWHERE_SET"),
        (["--sign-in", "ana@ventanilla.example", "--shots", "pictures"], "--password-env"),
    ],
)
def test_a_password_that_is_not_there_is_said_at_once(options: list[str], missing: str) -> None:
    ended = start(*options, QT_QPA_PLATFORM="offscreen")
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert missing in ended.stderr


def test_pictures_with_a_wrong_password_end_at_once_and_say_why(
    services: LittleServices, tmp_path: Path
) -> None:
    began = monotonic()
    ended = start(
        *("--sign-in", ANA_IS["email"], "--password-env", "WRONG", "--shots", str(tmp_path)),
        QT_QPA_PLATFORM="offscreen",
        WRONG="not-hers",
        LANG="C.UTF-8",
        EMPLOYEES_URL=services.url,
        RESOLUTION_URL=services.url,
        KNOWLEDGE_URL=services.url,
        FILES_URL=services.url,
        SEARCH_URL=services.url,
        AMQP_URL="amqp://127.0.0.1/nowhere",
    )
    assert ended.returncode == 1
    assert ended.stderr == "Not signed in: That e-mail and password don't match.\n"
    assert monotonic() - began < 15


def test_a_wrong_password_on_the_command_line_asks_for_the_right_one(console: Console, qtbot: QtBot) -> None:
    console.start(ANA_IS["email"], "not-hers")
    window = console.sign_in.window
    qtbot.waitUntil(window.isVisible)
    assert window.notice.text == "That e-mail and password don't match."
    assert window.email.text() == ANA_IS["email"]


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
