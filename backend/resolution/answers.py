"""How ``resolution`` answers: a contract as JSON with its version, or the problem that a rule found."""

from flask import Flask, Response

from backend.incidents.attachments import UnknownFilesError
from backend.incidents.recording import UnknownIncidentError
from backend.incidents.steps import IllegalMoveError, UnfitValueError
from backend.incidents.store import IncidentStore
from backend.incidents.surroundings import Surroundings
from backend.kit.auth import current_identity
from backend.kit.causes import ReusedCauseError
from backend.kit.problems import Problem, problem_response
from backend.resolution.handlers import StaleError
from shared.contracts.resources import Actor, Contract
from shared.contracts.vocabulary import ActorKind


def answer(content: Contract, version: int | None = None) -> Response:
    """Return a contract as JSON; ``version`` becomes the ETag."""
    response = Response(content.model_dump_json(), mimetype="application/json")
    if version is not None:
        response.headers["ETag"] = f'"{version}"'
    return response


def author() -> Actor:
    """Return the employee who makes the present request."""
    identity = current_identity()
    return Actor(kind=ActorKind.EMPLOYEE, id=identity.subject, name=identity.name)


def not_found() -> Problem:
    """Return the one answer for what does not exist and for what is none of the caller's business."""
    return Problem(404, "There is no such incident.", type="unknown-incident")


def answer_rules(app: Flask, store: IncidentStore, surroundings: Surroundings) -> None:
    """Have the rules' errors answered as problem documents."""

    def unknown(_: UnknownIncidentError) -> Response:
        return problem_response(not_found())

    def illegal(error: IllegalMoveError) -> Response:
        states = {"state": error.state, "target": error.target}
        title = "This move is not possible."
        return problem_response(Problem(409, title, str(error), type="illegal-move", extra=states))

    def unfit(error: UnfitValueError) -> Response:
        faults = [{"field": field, "message": why} for field, why in error.faults.items()]
        title = "What was sent does not fit this incident."
        return problem_response(Problem(422, title, str(error), type="unfit-value", extra={"errors": faults}))

    def reused(_: ReusedCauseError) -> Response:
        title = "This Idempotency-Key belongs to another request."
        detail = "It was used before with other contents; nothing was done now. Send a new key."
        return problem_response(Problem(422, title, detail, type="reused-key"))

    def unknown_file(error: UnknownFilesError) -> Response:
        title = "A file that goes along is not there."
        detail = f"Gone, or another incident's: {error}. Nothing was said. Attach it again."
        named = {"files": [file.model_dump(mode="json") for file in error.files]}
        return problem_response(Problem(422, title, detail, type="unknown-file", extra=named))

    def stale(error: StaleError) -> Response:
        return problem_response(_stale(store, surroundings, error))

    app.register_error_handler(UnknownIncidentError, unknown)
    app.register_error_handler(IllegalMoveError, illegal)
    app.register_error_handler(UnfitValueError, unfit)
    app.register_error_handler(StaleError, stale)
    app.register_error_handler(ReusedCauseError, reused)
    app.register_error_handler(UnknownFilesError, unknown_file)


def _stale(store: IncidentStore, surroundings: Surroundings, error: StaleError) -> Problem:
    """Tell what came in between, so that the author can decide without another request."""
    messages = surroundings.words(error.current.id, after=error.seen)
    _, timeline = store.conversation(error.current.id, after=error.seen)
    return Problem(
        412,
        "It has changed since you looked.",
        str(error),
        type="stale-version",
        extra={
            "current": error.current.row().model_dump(mode="json"),
            "messages": [message.model_dump(mode="json") for message in messages],
            "since": [entry.model_dump(mode="json") for entry in timeline],
        },
        headers={"ETag": f'"{error.current.version}"'},
    )
