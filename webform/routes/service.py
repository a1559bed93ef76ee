"""What machines ask: health, metrics, the public key, and which pages there are."""

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from shared.metrics import exposition
from shared.tokens import JWKS_PATH
from webform.parts import parts

service = Blueprint("service", __name__)
_HTML: dict[str, object] = {"content": {"text/html": {}}}


def _parameter(name: str, place: str = "path") -> dict[str, object]:
    return {"name": name, "in": place, "required": True, "schema": {"type": "string"}}


_KEY = _parameter("key", "query")
_PATHS = {
    "/incidents/new": {
        "get": {"summary": "The form", "responses": {"200": {"description": "The form", **_HTML}}},
        "post": {
            "summary": "Open an incident",
            "responses": {
                "200": {"description": "What may help; send `suggested=1` to pass", **_HTML},
                "303": {"description": "Accepted; Location is the tracking page"},
                "400": {"description": "The form, filled in, with what is wrong", **_HTML},
                "413": {"description": "A file is too large; the form, filled in", **_HTML},
                "503": {"description": "Not accepted; the form, filled in", **_HTML},
            },
        },
    },
    "/incidents/{reference}": {
        "get": {
            "summary": "Follow an incident",
            "parameters": [_parameter("reference"), _KEY],
            "responses": {
                "200": {"description": "The incident", **_HTML},
                "404": {"description": "Unknown reference or wrong key", **_HTML},
            },
        }
    },
    "/incidents/{reference}/files/{file}": {
        "get": {
            "summary": "A file of the conversation",
            "parameters": [_parameter("reference"), _parameter("file"), _KEY],
            "responses": {
                "200": {"description": "Its contents"},
                "304": {"description": "As it was"},
                "404": {"description": "Not a file of this incident, or wrong key", **_HTML},
            },
        }
    },
}


@service.get("/")
def home() -> AnyResponse:
    """Go where people want to go."""
    return redirect(url_for("opening.show", lang=request.args.get("lang")), 302)


@service.get("/healthz")
def alive() -> Response:
    """Whether the process answers."""
    return jsonify({"status": "alive"})


@service.get("/readyz")
def ready() -> tuple[Response, int]:
    """Whether a form would be accepted now: that takes the broker and nothing else."""
    if parts().publisher.is_ready():
        return jsonify({"status": "ready"}), 200
    return jsonify({"status": "not ready", "failing": {"broker": "not connected to the broker"}}), 503


@service.get("/metrics")
def metrics() -> Response:
    """Prometheus' text format."""
    body, content_type = exposition()
    return Response(body, content_type=content_type)


@service.get(JWKS_PATH)
def keys() -> Response:
    """The public key of the tokens that guests hold for a moment."""
    response = jsonify(parts().signer.jwks())
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@service.get("/openapi.json")
def openapi() -> Response:
    """The addresses that other programs may rely on."""
    info = {"title": "Ventanilla webform", "version": "1"}
    return jsonify({"openapi": "3.1.0", "info": info, "paths": _PATHS})
