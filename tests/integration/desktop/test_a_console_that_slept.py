"""A laptop is closed for a night: timers stand still, the token ends, the connection is dead."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deploy.local.stack import Stack
from desktop.services.preferences import CONFIG_VARIABLE
from desktop.state.connection import Freshness
from shared.clock import utc_now
from tests.support.cable import cable_to
from tests.support.console import is_live, workplace

pytestmark = [pytest.mark.stack, pytest.mark.gui]


def test_it_is_live_again_by_itself(
    stack: Stack, qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CONFIG_VARIABLE, str(tmp_path))
    slept = timedelta()
    env, address = stack.environment(), stack.site.console_settings()["AMQP_URL"]
    with (
        cable_to(address) as (cable, near),
        workplace(
            *(stack, qapp, qtbot, env["ADMIN_EMAIL"], env["ADMIN_PASSWORD"]),
            clock=lambda: utc_now() + slept,
            amqp_url=near,
        ) as place,
    ):
        session = place.session
        session._timer.stop()  # it does not count what was slept
        grant = session._grant
        assert grant is not None
        session._grant = grant.model_copy(update={"access_token": f"{grant.access_token}-ended"})
        cable.cut()
        qtbot.waitUntil(lambda: place.queue.connection.freshness is Freshness.OFFLINE)
        slept = timedelta(hours=8)
        qtbot.waitUntil(lambda: is_live(place), timeout=20_000)
        assert not session.token().endswith("-ended")
