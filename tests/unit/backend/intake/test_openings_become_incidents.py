"""What ``intake`` makes of the commands in its queue."""

import pytest

from backend.incidents.model import Handling
from backend.intake.handlers import opening_handler
from shared.contracts.commands import Command
from shared.messaging.worker import Task
from tests.support.messages import CORRELATION, SAMPLES, enveloped
from tests.support.openings import NOON, opening
from tests.support.remembered import Remembered


def porcelain(_category: str) -> Handling:
    """What staff has set for every category."""
    return Handling("porcelain")


def task(command: Command) -> Task:
    """Return a command as the worker hands it over."""
    return Task(enveloped(command), command)


def test_a_batch_of_commands_is_opened_together_and_counted() -> None:
    store, counts = Remembered(), list[int]()
    commands = [opening() for _ in range(3)]
    opening_handler(store, porcelain, lambda: NOON, counts.append)([task(command) for command in commands])
    assert list(store.incidents) == [command.incident_id for command in commands]
    assert {incident.opened_at for incident in store.incidents.values()} == {NOON}
    assert {incident.team for incident in store.incidents.values()} == {"porcelain"}
    assert counts == [3]


def test_a_command_that_comes_again_opens_nothing_and_counts_nothing() -> None:
    store, counts = Remembered(), list[int]()
    handle = opening_handler(store, porcelain, lambda: NOON, counts.append)
    once, new = opening(), opening()
    handle([task(once)])
    handle([task(once), task(new)])
    assert len(store.changes) == 2
    assert counts == [1, 1]


def test_the_incident_itself_is_the_cause_and_the_story_keeps_its_correlation() -> None:
    store = Remembered()
    command = opening()
    opening_handler(store, porcelain, lambda: NOON, lambda _: None)([task(command)])
    (cause,) = store.causes
    assert (cause.id, cause.correlation_id) == (command.incident_id, CORRELATION)


def test_a_command_of_another_service_is_an_error_and_opens_nothing() -> None:
    store = Remembered()
    foreign = SAMPLES["incident.comment"]
    assert isinstance(foreign, Command)
    with pytest.raises(TypeError, match=r"does not know incident\.comment"):
        opening_handler(store, porcelain, lambda: NOON, lambda _: None)([task(opening()), task(foreign)])
    assert store.incidents == {}
