"""However a stack ends, no process of it is left."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from deploy.local.place import CHECKOUT
from deploy.local.stack import Stack
from tests.support.waiting import eventually

pytestmark = [pytest.mark.broker, pytest.mark.database]

FOUNDATIONS = ("rabbitmq", "database", "mailbox")
START_AND_STAY = """
import sys, time
from pathlib import Path
from deploy.local.stack import Stack
Stack(Path(sys.argv[1]), only=sys.argv[2:]).start()
print("ready", flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One directory for all tests here: the broker's first start is the slow one."""
    return tmp_path_factory.mktemp("ended")


@pytest.fixture
def stack(root: Path) -> Iterator[Stack]:
    stack = Stack(root, only=FOUNDATIONS)
    stack.start()
    yield stack
    stack.stop()


def _processes_of(stack: Stack) -> list[psutil.Process]:
    number = stack.supervisor_pid()
    assert number
    supervisor = psutil.Process(number)
    family = [supervisor, *supervisor.children(recursive=True)]
    names = {process.name() for process in family}
    assert {"epmd", "beam.smp", "erl_child_setup", "secantusd-rs"} <= names
    return family


def _assert_all_end(family: list[psutil.Process]) -> None:
    eventually(lambda: all(map(_has_ended, family)), within=30)


def _has_ended(process: psutil.Process) -> bool:
    """Tell whether it is gone; a zombie waits for nothing but its parent, which may be nobody we know."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def _assert_none_mentions(stack: Stack) -> None:
    """Also a daemon that has left its family would be found by its ports or its directory."""
    marks = (str(stack.place.root), f"-port {stack.site.broker.epmd_port}")
    left = []
    for process in psutil.process_iter():
        try:
            command = " ".join(process.cmdline())
        except psutil.Error:
            continue
        if process.pid != os.getpid() and any(mark in command for mark in marks):
            left.append(command)
    assert left == []


def test_a_stopped_stack_leaves_nothing(stack: Stack) -> None:
    family = _processes_of(stack)
    stack.stop()
    _assert_all_end(family)
    _assert_none_mentions(stack)
    assert not stack.is_running()
    assert {part.state for part in stack.status()} == {"stopped"}


def test_a_killed_supervisor_takes_every_part_with_it(stack: Stack) -> None:
    family = _processes_of(stack)
    os.kill(family[0].pid, signal.SIGKILL)
    _assert_all_end(family[1:])
    _assert_none_mentions(stack)


def test_a_stack_starts_again_after_its_supervisor_was_killed(stack: Stack) -> None:
    number = stack.supervisor_pid()
    assert number
    ports = {part.name: part.port for part in stack.status()}
    os.kill(number, signal.SIGKILL)
    again = Stack(stack.place.root, only=FOUNDATIONS)
    again.start()
    try:
        assert {part.name: part.port for part in again.status()} == ports
        assert {part.state for part in again.status()} == {"ready"}
    finally:
        again.stop()


@pytest.mark.parametrize("deadly", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_starter_takes_the_stack_with_it(root: Path, deadly: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", START_AND_STAY, str(root), *FOUNDATIONS],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
    ) as starter:
        assert starter.stdout
        assert starter.stdout.readline() == "ready\n"
        stack = Stack(root, only=FOUNDATIONS)
        family = _processes_of(stack)
        starter.send_signal(deadly)
        starter.wait()
    _assert_all_end(family)
    _assert_none_mentions(stack)


def test_a_detached_stack_outlives_who_started_it_until_it_is_stopped(root: Path) -> None:
    script = START_AND_STAY.replace("start()", "start(detached=True)").replace("time.sleep(600)", "")
    subprocess.run([sys.executable, "-c", script, str(root), *FOUNDATIONS], cwd=CHECKOUT, check=True)
    stack = Stack(root, only=FOUNDATIONS)
    family = _processes_of(stack)
    assert {part.state for part in stack.status()} == {"ready"}
    stack.stop()
    _assert_all_end(family)
    _assert_none_mentions(stack)
