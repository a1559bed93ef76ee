"""The OpenAPI document of a service, with what every view demands and every error looks like."""

import re
from typing import Any

from flask_openapi3 import OpenAPI

from backend.kit.auth import requirement_of
from backend.kit.problems import MEDIA_TYPE, ProblemDocument

SCHEME = "token"
_PROBLEM = {
    "description": "A problem document (RFC 9457).",
    "content": {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{ProblemDocument.__name__}"}}},
}
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
            for status in {name for name in responses if name.startswith(("4", "5"))} | {"default"}:
                responses[status] = _PROBLEM
            requirement = requirement_of(app.view_functions[rule.endpoint])
            operation["security"] = [] if requirement.public else [{SCHEME: []}]
            if requirement.roles:
                operation["x-roles"] = [str(role) for role in requirement.roles]
    return document


def _problem_schema(schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a problem, and put those that it needs beside it."""
    schema = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    for name, definition in schema.pop("$defs", {}).items():
        schemas.setdefault(name, definition)
    return schema
