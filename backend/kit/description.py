"""The description of a service (OpenAPI 3.1), with who may call what: taken from the views' own demands."""

import copy
import re
from typing import Any

from flask_openapi3 import OpenAPI

from backend.kit.auth import requirement_of

SCHEME = "token"
_VARIABLE = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")


def described(app: OpenAPI) -> dict[str, Any]:
    """Return the document: every operation that is not public names the bearer token that it demands."""
    document: dict[str, Any] = copy.deepcopy(app.api_doc)
    scheme = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    document["components"] = {**document.get("components", {}), "securitySchemes": {SCHEME: scheme}}
    paths = document.get("paths", {})
    for rule in app.url_map.iter_rules():
        requirement = requirement_of(app.view_functions[rule.endpoint])
        for method in rule.methods or ():
            operation = paths.get(_VARIABLE.sub(r"{\1}", rule.rule), {}).get(method.lower())
            if operation is not None:
                operation["security"] = [] if requirement.public else [{SCHEME: []}]
                if requirement.roles:
                    operation["x-roles"] = [str(role) for role in requirement.roles]
    return document
