"""What ``employees`` answers, in the same shape everywhere."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, Response
from pydantic import BaseModel

from backend.employees.domain import Employee, StaleEmployeeError
from backend.employees.policy import StalePolicyError
from backend.employees.requests import EmployeeView
from backend.employees.saved_store import StaleViewError, UnknownViewError
from backend.employees.store import UnknownEmployeeError
from backend.kit.problems import Problem, problem_response
from backend.kit.versions import etag


def answer(view: BaseModel, version: int | None = None, status: int = HTTPStatus.OK) -> Response:
    """Return an answer; with ``version`` it can be changed, naming that in If-Match."""
    response = Response(view.model_dump_json(), status, mimetype="application/json")
    if version is not None:
        response.headers["ETag"] = etag(version)
    return response


def answer_employee(employee: Employee) -> Response:
    """Return an employee as colleagues see them."""
    return answer(EmployeeView.of(employee), employee.version)


def nothing() -> Response:
    """Return an answer that says only that it was done."""
    return Response(status=HTTPStatus.NO_CONTENT)


def answer_rules(app: Flask) -> None:
    """Answer what the rules and stores raise."""
    app.register_error_handler(UnknownEmployeeError, _unknown("employee"))
    app.register_error_handler(UnknownViewError, _unknown("view"))
    app.register_error_handler(StaleEmployeeError, _stale_employee)
    app.register_error_handler(
        StaleViewError, lambda error: _stale(error, error.current, error.current.version)
    )
    app.register_error_handler(
        StalePolicyError, lambda error: _stale(error, error.current, error.current.version)
    )


def _unknown(kind: str) -> Callable[[Exception], Response]:
    return lambda _: problem_response(Problem(404, f"There is no such {kind}.", type=f"unknown-{kind}"))


def _stale_employee(error: StaleEmployeeError) -> Response:
    return _stale(error, EmployeeView.of(error.current), error.current.version)


def _stale(error: Exception, current: BaseModel, version: int) -> Response:
    """What is current goes along, so that the author can decide without another request."""
    extra, headers = {"current": current.model_dump(mode="json")}, {"ETag": etag(version)}
    title = "It has changed since you looked."
    return problem_response(
        Problem(412, title, str(error), type="stale-version", extra=extra, headers=headers)
    )
