"""Work beside the window: whatever happens to one piece, its sender hears of it and the next is done."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.background import Background
from tests.support.silence import ExpectedLog


def _raising(error: Exception) -> object:
    raise error


@pytest.mark.parametrize("error", [OSError("full"), MemoryError(), ValueError("a bug")])
def test_what_one_piece_raises_is_told_and_the_next_is_done(
    qtbot: QtBot, expected_log: ExpectedLog, error: Exception
) -> None:
    if not isinstance(error, OSError):
        expected_log("work beside the window failed")
    background = Background()
    told: list[object] = []
    background.run(lambda: _raising(error), told.append, told.append)
    background.run(lambda: "done", told.append)
    qtbot.waitUntil(lambda: told == [error, "done"])
    background.close()
