"""How ``customers`` answers: a contract as JSON with its version, or the problem that a rule found."""

import structlog
from flask import Flask, Response

from backend.customers.domain import KnownEmailError, StaleCustomerError, UnknownCustomerError
from backend.customers.ports import LinkOverError, PostUnavailableError
from backend.customers.records import NoRecordsError, RecordsUnavailableError
from backend.customers.views import ProfileView
from backend.kit.problems import Problem, problem_response
from backend.kit.versions import etag
from shared.contracts.resources import Contract

log = structlog.stdlib.get_logger(__name__)


def answer(content: Contract, version: int | None = None, status: int = 200) -> Response:
    """Return a contract as JSON; ``version`` becomes the ETag."""
    response = Response(content.model_dump_json(), status, mimetype="application/json")
    if version is not None:
        response.headers["ETag"] = etag(version)
    return response


def nothing() -> Response:
    """Return the answer that says no more than that it is done."""
    return Response(status=204)


def answer_rules(app: Flask) -> None:
    """Have the rules' errors answered as problem documents."""
    app.register_error_handler(UnknownCustomerError, _unknown)
    app.register_error_handler(KnownEmailError, _known_email)
    app.register_error_handler(StaleCustomerError, _stale)
    app.register_error_handler(LinkOverError, _link_over)
    app.register_error_handler(PostUnavailableError, _post_unavailable)
    app.register_error_handler(RecordsUnavailableError, _records_unavailable)
    app.register_error_handler(NoRecordsError, _no_records)


def _unknown(_: UnknownCustomerError) -> Response:
    return problem_response(Problem(404, "There is no such customer.", type="unknown-customer"))


def _known_email(error: KnownEmailError) -> Response:
    return problem_response(Problem(409, "This e-mail is in use.", str(error), type="known-email"))


def _stale(error: StaleCustomerError) -> Response:
    """The profile as it stands goes along, so that the author can decide without another request."""
    current = ProfileView.of(error.current).model_dump(mode="json")
    headers = {"ETag": etag(error.current.version)}
    title = "It has changed since you looked."
    return problem_response(
        Problem(412, title, str(error), type="stale-version", extra={"current": current}, headers=headers)
    )


def _link_over(_: LinkOverError) -> Response:
    detail = "It was used, or is too old, or a newer one took its place. Ask for another."
    return problem_response(Problem(410, "This link works no more.", detail, type="link-over"))


def _post_unavailable(_: PostUnavailableError) -> Response:
    title = "Mails can't be sent just now; nothing was changed."
    return problem_response(Problem(503, title, type="post-unavailable", headers={"Retry-After": "5"}))


def _records_unavailable(error: RecordsUnavailableError) -> Response:
    """Nothing was sent: half of what is known about somebody is worse than none, for it looks like all."""
    log.warning("no data could be taken out", reason=str(error))
    title = "Not everything can be gathered just now. Try again in a minute."
    return problem_response(Problem(503, title, type="records-unavailable", headers={"Retry-After": "30"}))


def _no_records(error: NoRecordsError) -> Response:
    return problem_response(Problem(error.status, "You may not have this.", type="forbidden"))
