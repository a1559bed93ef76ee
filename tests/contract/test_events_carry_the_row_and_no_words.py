"""Events carry the row, not the words: an integrator or a console sees no more in them than it may."""

from collections.abc import Iterator
from typing import Any

import pytest

from shared.contracts.commands import OpenIncident
from shared.contracts.event_types import EVENTS
from shared.contracts.events import Event, IncidentEvent
from shared.contracts.vocabulary import SUBJECT_MAX
from tests.support.messages import SAMPLES, enveloped

WORDS = {"text", "description", "message", "messages", "note", "notes", "contact", "email", "order_number",
         "product", "address", "files", "attachments"}  # fmt: skip


def fields(
    schema: Any, known: dict[str, Any], seen: frozenset[str] = frozenset()
) -> Iterator[tuple[str, Any]]:
    """Yield every field that can appear below a schema, however deep, with its own schema."""
    if isinstance(schema, list):
        for part in schema:
            yield from fields(part, known, seen)
    elif isinstance(schema, dict):
        name = schema.get("$ref", "").removeprefix("#/$defs/")
        if name and name not in seen:
            yield from fields(known[name], known, seen | {name})
        yield from schema.get("properties", {}).items()
        for key, part in schema.items():
            if key != "$defs":
                yield from fields(list(part.values()) if key == "properties" else part, known, seen)


def all_fields(kind: type[Any]) -> list[tuple[str, Any]]:
    schema = kind.model_json_schema()
    return list(fields(schema, schema.get("$defs", {})))


def test_the_walk_finds_fields_however_deep() -> None:
    assert {"description", "email", "customer_id"} <= {name for name, _ in all_fields(OpenIncident)}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.TYPE)
def test_no_event_has_a_field_for_words_or_addresses(event: type[Event]) -> None:
    found = {name for name, _ in all_fields(event)}
    assert "actor" in found
    assert not issubclass(event, IncidentEvent) or {"row", "reference", "changes"} <= found
    assert not found & WORDS


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.TYPE)
def test_no_field_of_an_event_is_longer_than_a_subject(event: type[Event]) -> None:
    for name, schema in all_fields(event):
        assert schema.get("maxLength", 0) <= SUBJECT_MAX, name
        assert schema.get("format") != "email", name


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.TYPE)
def test_what_travels_has_none_either(event: type[Event]) -> None:
    body = enveloped(SAMPLES[event.TYPE]).to_json().decode()
    assert "@" not in body
    assert not [word for word in WORDS if f'"{word}":' in body]
