"""Writes ``docs/asyncapi.yaml``, the description of all messages, from the contracts.

``.venv/bin/python -m deploy.asyncapi``; a test fails when it has not been done.
"""

import sys
from typing import Any

import yaml  # type: ignore[import-untyped]  # no stubs among the locked packages
from pydantic.json_schema import models_json_schema

from deploy.local.broker import VHOST
from deploy.local.place import CHECKOUT
from shared.contracts.commands import COMMANDS, Command
from shared.contracts.envelope import CONTENT_TYPE, Content, Envelope, schema_of
from shared.contracts.event_types import EVENTS
from shared.contracts.topology import COMMANDS as COMMANDS_EXCHANGE
from shared.contracts.topology import EVENTS as EVENTS_EXCHANGE
from shared.contracts.topology import PEOPLE as PEOPLE_EXCHANGE
from shared.contracts.topology import command_exchange

PATH = CHECKOUT / "docs" / "asyncapi.yaml"
_HEAD = (
    "# Generated from shared/contracts by `python -m deploy.asyncapi`: change the contracts, not this file.\n"
)
_SCHEMAS = "#/components/schemas/{model}"
Node = dict[str, Any]


def text() -> str:
    """Return the contents of the file."""
    body: str = yaml.safe_dump(document(), sort_keys=False, allow_unicode=True, width=110)
    return _HEAD + body


def document() -> Node:
    """Return the AsyncAPI 3.0 document: every event and command, with its envelope and its key."""
    kinds: tuple[type[Content], ...] = (*EVENTS, *COMMANDS)
    _, schemas = models_json_schema(
        [(Envelope, "serialization"), *((kind, "serialization") for kind in kinds)], ref_template=_SCHEMAS
    )
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Ventanilla",
            "version": "1",
            "description": "CloudEvents 1.0 in JSON over RabbitMQ. See docs/guides/integrator.md.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {
            "events": _channel(EVENTS_EXCHANGE, "topic", EVENTS, "{type}.{category}.{priority}"),
            "commands": _channel(COMMANDS_EXCHANGE, "direct", _sent_to(COMMANDS_EXCHANGE), "{type}"),
            "people": _channel(PEOPLE_EXCHANGE, "direct", _sent_to(PEOPLE_EXCHANGE), "{type}"),
        },
        "operations": {
            "publishEvent": {"action": "send", "channel": {"$ref": "#/channels/events"}},
            "takeCommand": {"action": "receive", "channel": {"$ref": "#/channels/commands"}},
            "takePersonCommand": {"action": "receive", "channel": {"$ref": "#/channels/people"}},
        },
        "components": {
            "messages": {kind.TYPE: _message(kind) for kind in kinds},
            "schemas": schemas["$defs"],
        },
    }


def _sent_to(exchange: str) -> tuple[type[Command], ...]:
    return tuple(kind for kind in COMMANDS if command_exchange(kind) == exchange)


def _channel(exchange: str, kind: str, contents: tuple[type[Content], ...], key: str) -> Node:
    names = [name.strip("{}") for name in key.split(".")]
    return {
        "address": key,
        "parameters": {name: {"description": _PARAMETERS[name]} for name in names},
        "messages": {one.TYPE: {"$ref": f"#/components/messages/{one.TYPE}"} for one in contents},
        "bindings": {
            "amqp": {
                "is": "routingKey",
                "exchange": {"name": exchange, "type": kind, "durable": True, "vhost": f"/{VHOST}"},
            }
        },
    }


_PARAMETERS = {
    "type": "The message's type, such as incident.opened; it is two words of the routing key.",
    "category": "The slug of the incident's category, such as damaged.",
    "priority": "low, normal, high or urgent.",
}


def _message(kind: type[Content]) -> Node:
    summary = (kind.__doc__ or "").strip().splitlines()[0]
    of_this_kind = {
        "type": {"const": kind.TYPE},
        "dataschema": {"const": schema_of(kind.TYPE)},
        "data": {"$ref": _SCHEMAS.format(model=kind.__name__)},
    }
    envelope = {"$ref": _SCHEMAS.format(model=Envelope.__name__)}
    return {
        "name": kind.TYPE,
        "title": kind.__name__,
        "summary": summary,
        "contentType": CONTENT_TYPE,
        "payload": {"allOf": [envelope, {"type": "object", "properties": of_this_kind}]},
    }


def main() -> int:
    """Write the file."""
    PATH.write_text(text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
