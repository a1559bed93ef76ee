"""How ``knowledge`` answers what is its own: public lists, and the problem that a rule found."""

from flask import Flask, Response, request

from backend.kit.problems import Problem, problem_response
from backend.kit.shelf_answers import answer, answer_shelves
from backend.knowledge.domain import AlreadySolvedError
from shared.contracts.resources import Contract

FRESH_S = 30
"""So long a public list may be kept by who asked for it."""


def public_answer(content: Contract) -> Response:
    """Return what anybody may see and keep for a moment; 304 to who has it already."""
    response = answer(content)
    response.headers["Cache-Control"] = f"public, max-age={FRESH_S}"
    response.add_etag()
    return response.make_conditional(request)  # type: ignore[return-value]  # werkzeug's own class


def answer_rules(app: Flask) -> None:
    """Have the rules' errors answered as problem documents."""

    def solved(error: AlreadySolvedError) -> Response:
        return problem_response(Problem(409, str(error), type="already-solved"))

    answer_shelves(app)
    app.register_error_handler(AlreadySolvedError, solved)
