"""Errors as RFC 9457 problem documents."""

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response, jsonify, make_response
from pydantic import BaseModel, ConfigDict, ValidationError
from werkzeug.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"
VALIDATION_STATUS = 400

log = structlog.stdlib.get_logger(__name__)


class Problem(Exception):  # noqa: N818  # RFC 9457 calls it so
    """An error to answer with; raise it from a view.

    ``type`` is a slug, such as ``stale-version``, that programs may rely on; ``title`` is the same for
    every problem of a type; ``detail`` is about this one. ``extra`` are further members of the
    document (JSON values or what Flask's JSON can write), ``headers`` further headers of the answer.
    """

    def __init__(
        self,
        status: int,
        title: str,
        detail: str = "",
        *,
        type: str | None = None,
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or title)
        self.status = status
        self.title = title
        self.detail = detail
        self.type = type
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})

    def document(self) -> dict[str, Any]:
        """Return the problem document."""
        kind = f"urn:ventanilla:problem:{self.type}" if self.type else "about:blank"
        own = {"type": kind, "title": self.title, "status": self.status}
        return {**self.extra, **own, **({"detail": self.detail} if self.detail else {})}


class FieldFault(BaseModel):
    """One field that is wrong, and why."""

    field: str
    message: str


class ProblemDocument(BaseModel):
    """RFC 9457; a problem's own members come on top, such as ``errors`` for a body that breaks its rules."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[FieldFault] | None = None


def problem_response(problem: Problem) -> Response:
    """Return the answer that a problem makes, for an error handler of one's own."""
    response = make_response(jsonify(problem.document()), problem.status)
    response.mimetype = MEDIA_TYPE
    response.headers.update(problem.headers)
    return response


def invalid(error: ValidationError) -> Response:
    """Return the answer to a request that breaks its model; it repeats no value that was sent."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    errors = [{"field": ".".join(map(str, fault["loc"])), "message": _message(fault)} for fault in faults]
    return problem_response(
        Problem(
            VALIDATION_STATUS, "The request is not valid.", type="invalid-request", extra={"errors": errors}
        )
    )


def _message(fault: Mapping[str, Any]) -> str:
    """Return what is wrong, without pydantic's own words and the names of our classes."""
    if fault["type"] in {"model_type", "model_attributes_type", "dict_type", "dataclass_type"}:
        return "Input should be an object"
    return str(fault["msg"]).removeprefix("Value error, ")


def answer_with_problems(app: Flask) -> None:
    """Make every error of ``app`` a problem document."""
    app.register_error_handler(Problem, problem_response)
    app.register_error_handler(HTTPException, _from_http)
    app.register_error_handler(Exception, crashed)


def _from_http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    detail = "" if status == HTTPStatus.NOT_FOUND else error.description or ""
    problem = Problem(status, f"{HTTPStatus(status).phrase}.", detail)
    response = problem_response(problem)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def crashed(error: Exception) -> Response:
    """Return the answer to a mistake of ours: an id and nothing else; the log has the rest under it."""
    error_id = uuid.uuid4().hex
    log.error("request crashed", error_id=error_id, exc_info=error)
    return problem_response(
        Problem(500, "Something went wrong on our side.", type="internal", extra={"error_id": error_id})
    )
