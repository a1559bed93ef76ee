"""The description of all messages, made from the contracts."""

from typing import Any

from deploy.asyncapi import PATH, document, text
from shared.contracts.commands import COMMANDS
from shared.contracts.event_types import EVENTS


def references(node: Any) -> set[str]:
    """Return everything that a document refers to."""
    if isinstance(node, dict):
        here = {node["$ref"]} if "$ref" in node else set()
        return here.union(*(references(value) for value in node.values()))
    return set().union(*(references(value) for value in node)) if isinstance(node, list) else set()


def test_the_file_in_docs_is_what_the_contracts_say() -> None:
    assert PATH.read_text() == text(), "run: .venv/bin/python -m deploy.asyncapi"


def test_every_event_and_command_is_described() -> None:
    channels = document()["channels"]
    assert channels["events"]["messages"].keys() == {event.TYPE for event in EVENTS}
    told = channels["commands"]["messages"].keys() | channels["people"]["messages"].keys()
    assert told == {command.TYPE for command in COMMANDS}
    assert not channels["commands"]["messages"].keys() & channels["people"]["messages"].keys()


def test_every_reference_leads_somewhere() -> None:
    described = document()
    for reference in references(described):
        node = described
        for step in reference.removeprefix("#/").split("/"):
            assert step in node, reference
            node = node[step]


def test_no_event_has_room_for_words_or_addresses() -> None:
    schemas = document()["components"]["schemas"]
    fields = {name for event in EVENTS for name in schemas[event.__name__]["properties"]}
    fields |= schemas["IncidentRow"]["properties"].keys() | schemas["Actor"]["properties"].keys()
    assert not fields & {"text", "description", "email", "contact", "messages"}
