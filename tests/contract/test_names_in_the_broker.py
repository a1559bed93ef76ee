"""The names and keys that integrators, operators and broker accounts rely on."""

import re

import pytest

from shared.contracts.catalogue import CATEGORIES, TEAMS
from shared.contracts.commands import COMMANDS, Command
from shared.contracts.event_types import EVENTS
from shared.contracts.events import (
    CustomerErased,
    Event,
    IncidentEvent,
    KnowledgeEvent,
    PresenceChanged,
)
from shared.contracts.figures import FiguresChanged
from shared.contracts.topology import (
    DESK,
    PEOPLE,
    RETRY_DELAYS_S,
    SERVICES,
    command_exchange,
    command_key,
    commands_queue,
    dead_queue,
    event_key,
    events_queue,
    retry_exchange,
    retry_queue,
)
from shared.contracts.vocabulary import Language
from tests.support.messages import SAMPLES


def test_queues_are_named_after_their_service() -> None:
    assert commands_queue("intake") == "intake.commands"
    assert retry_exchange("intake") == "retry.intake"
    assert retry_queue("intake.commands", 5) == "intake.commands.retry.5s"
    assert events_queue("search") == "search.events"
    assert dead_queue("intake") == "intake.dead"


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.TYPE)
def test_an_events_key_is_its_type_and_what_it_is_about(event: type[Event]) -> None:
    sample = SAMPLES[event.TYPE]
    if isinstance(sample, IncidentEvent):
        assert event_key(sample) == f"{event.TYPE}.{sample.row.category}.{sample.row.priority}"
        assert re.fullmatch(r"incident\.[a-z-]+\.[a-z-]+\.(low|normal|high|urgent)", event_key(sample))
    elif isinstance(sample, CustomerErased | PresenceChanged | FiguresChanged):
        assert event_key(sample) == event.TYPE
    else:
        assert isinstance(sample, KnowledgeEvent)
        assert event_key(sample) == f"{event.TYPE}.{sample.category or 'any'}"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.TYPE)
def test_a_commands_key_is_its_type_and_a_service_takes_it(command: type[Command]) -> None:
    assert command_key(command) == command.TYPE
    assert command.SERVICE in SERVICES


def test_what_concerns_a_person_has_an_exchange_of_its_own() -> None:
    apart = {command.TYPE for command in COMMANDS if command_exchange(command) == PEOPLE}
    assert apart == {"incidents.adopt", "person.forget", "correspondent.forget", "account-mail.send"}


def test_what_the_house_decides_has_an_exchange_of_its_own() -> None:
    apart = {command.TYPE for command in COMMANDS if command_exchange(command) == DESK}
    assert apart == {"incident.assign", "incident.release", "incident.escalate"}


def test_types_are_unique_and_say_when_they_happen() -> None:
    types = [kind.TYPE for kind in (*COMMANDS, *EVENTS)]
    assert len(types) == len(set(types))
    participle = re.compile(r"[a-z]+(-[a-z]+)*\.(woken|split|[a-z]+(-[a-z]+)*(ed|drawn))")
    assert all(participle.fullmatch(event.TYPE) for event in EVENTS)
    assert not any(command.TYPE.endswith("ed") for command in COMMANDS)


def test_each_pause_is_longer_than_the_one_before() -> None:
    assert list(RETRY_DELAYS_S) == sorted(set(RETRY_DELAYS_S))


def test_every_category_has_a_known_team_and_a_name_in_every_language() -> None:
    for slug, category in CATEGORIES.items():
        assert category.slug == slug
        assert category.team in TEAMS
        assert category.names.keys() == set(Language)
    assert all(names.keys() == set(Language) for names in TEAMS.values())
