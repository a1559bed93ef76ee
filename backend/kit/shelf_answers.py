"""How what lies on shelves is answered over HTTP: as JSON with its version, or the problem with it."""

from uuid import uuid4

from flask import Flask, Response

from backend.kit.auth import current_identity
from backend.kit.causes import Cause
from backend.kit.http import correlation_id
from backend.kit.problems import Problem, problem_response
from backend.kit.shelf import StaleThingError, UnknownThingError
from backend.kit.versions import etag, seen_version
from shared.contracts.resources import Actor, Contract
from shared.contracts.vocabulary import ActorKind


def answer(content: Contract, version: int | None = None) -> Response:
    """Return a contract as JSON; ``version`` becomes the ETag."""
    response = Response(content.model_dump_json(), mimetype="application/json")
    if version is not None:
        response.headers["ETag"] = etag(version)
    return response


def author() -> Actor:
    """Return the employee who makes the present request."""
    identity = current_identity()
    return Actor(kind=ActorKind.EMPLOYEE, id=identity.subject, name=identity.name)


def cause() -> Cause:
    """Return the cause of a change that the present request makes."""
    return Cause(uuid4(), correlation_id())


def demand_seen(if_match: str | None, current: int) -> None:
    """Return when the caller saw the current version; raise a Problem, or StaleThingError."""
    if seen_version(if_match) != current:
        raise StaleThingError(current)


def answer_shelves(app: Flask) -> None:
    """Have what shelves raise answered as problem documents."""

    def unknown(_: UnknownThingError) -> Response:
        return problem_response(Problem(404, "There is no such thing.", type="unknown-thing"))

    def stale(error: StaleThingError) -> Response:
        headers = {"ETag": etag(error.version)} if error.version else {}
        title = "It has changed since you looked."
        return problem_response(Problem(412, title, str(error), type="stale-version", headers=headers))

    app.register_error_handler(UnknownThingError, unknown)
    app.register_error_handler(StaleThingError, stale)
