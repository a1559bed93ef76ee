"""Whoever asks a stack that somebody else is stopping gets an answer, not an error."""

import os
import signal
from pathlib import Path

from deploy.local.stack import Stack


def test_a_stack_that_is_stopping_runs_until_it_has_stopped(tmp_path: Path) -> None:
    stack = Stack(tmp_path, only=["mailbox"])
    stack.start()
    try:
        number = stack.supervisor_pid()
        assert number
        os.kill(number, signal.SIGTERM)
        while stack.is_running():
            stack.states()
        assert stack.states() == {}
    finally:
        stack.stop()
