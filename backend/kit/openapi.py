"""The OpenAPI document of a service, with what every view demands and every error looks like.

A view declares the problems that its own rules find; those that follow from its shape are added here.
"""

import re
from typing import Any

from flask_openapi3 import OpenAPI
from pydantic import BaseModel

from backend.kit.auth import requirement_of
from backend.kit.problems import MEDIA_TYPE, ProblemDocument

SCHEME = "token"
Responses = dict[str | int, type[BaseModel] | dict[Any, Any] | None]
"""As flask-openapi3 has it."""
_PROBLEM = {
    "description": "A problem document (RFC 9457).",
    "content": {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{ProblemDocument.__name__}"}}},
}
_BODY, _PLACE, _SEEN, _KEY = (400, 413, 415), (404,), (400, 412, 428), (422,)
_TOKEN, _OUTAGE = (401, 403), (503,)
_VARIABLE = re.compile(r"<(?:[^<>:]+:)?([^<>]+)>")


def described(app: OpenAPI) -> dict[str, Any]:
    """Return the document of an application whose routes are all registered."""
    document: dict[str, Any] = app.api_doc
    parts = document.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    schemas.setdefault(ProblemDocument.__name__, _problem_schema(schemas))
    scheme = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    parts["securitySchemes"] = {SCHEME: scheme}
    for rule in app.url_map.iter_rules():
        operations = document["paths"].get(_VARIABLE.sub(r"{\1}", rule.rule), {})
        for method in (rule.methods or set()) & {name.upper() for name in operations}:
            operation = operations[method.lower()]
            responses = operation["responses"]
            requirement = requirement_of(app.view_functions[rule.endpoint])
            declared = {name for name in responses if name.startswith(("4", "5"))}
            for status in declared | {"default"} | _following(operation, is_public=requirement.public):
                responses[status] = _PROBLEM
            operation["security"] = [] if requirement.public else [{SCHEME: []}]
            if requirement.roles:
                operation["x-roles"] = [str(role) for role in requirement.roles]
    return document


def problems(*statuses: int) -> Responses:
    """Return what a route says of the problems that its own rules find, as a part of its ``responses``."""
    return dict.fromkeys(statuses, ProblemDocument)


def _following(operation: dict[str, Any], *, is_public: bool) -> set[str]:
    """Return the statuses that follow from an operation's shape: its body, address, headers and token."""
    named = {(one["in"], one["name"].lower().replace("_", "-")) for one in operation.get("parameters", ())}
    applies = {
        _OUTAGE: True,
        _TOKEN: not is_public,
        _BODY: "requestBody" in operation,
        _PLACE: any(place == "path" for place, _ in named),
        _SEEN: ("header", "if-match") in named,
        _KEY: ("header", "idempotency-key") in named,
    }
    return {str(status) for statuses, does in applies.items() if does for status in statuses}


def _problem_schema(schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a problem, and put those that it needs beside it."""
    schema = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    for name, definition in schema.pop("$defs", {}).items():
        schemas.setdefault(name, definition)
    return schema
