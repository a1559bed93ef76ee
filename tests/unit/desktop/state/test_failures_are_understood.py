import pytest

from desktop.state import texts
from desktop.state.failure import Failure, Kind, from_problem
from shared.contracts.vocabulary import Language
from tests.support.rows import row


def test_a_stale_answer_carries_what_came_in_between() -> None:
    failure = from_problem(412, {"title": "x", "current": row(version=4).model_dump(mode="json")})
    assert failure.kind is Kind.STALE
    assert failure.current == row(version=4)
    assert failure.since == ()


@pytest.mark.parametrize("document", [None, "<html>", [], {"current": "nonsense", "errors": 7, "since": 3}])
def test_a_broken_document_is_still_a_failure_with_a_sentence(document: object) -> None:
    for status in (400, 412, 418, 500, 503):
        failure = from_problem(status, document)
        assert failure.sentence()
        assert failure.current is None


def test_only_what_may_pass_is_worth_trying_again() -> None:
    assert from_problem(503, None).passing
    assert Failure(Kind.UNREACHABLE).passing
    assert not from_problem(409, None).passing
    assert not from_problem(403, None).passing


def test_the_wait_is_said_in_minutes() -> None:
    texts.choose(Language.SPANISH)
    sentence = from_problem(429, None, retry_after=100).sentence()
    assert sentence == "Demasiados intentos. Prueba otra vez dentro de 2 minutos."


def test_the_faults_of_a_refused_text_are_named() -> None:
    texts.choose(Language.ENGLISH)
    failure = from_problem(400, {"errors": [{"field": "text", "message": "too long"}]})
    assert failure.sentence() == "That can't be sent: too long"


def test_a_demand_for_a_second_factor_brings_what_is_needed_to_make_one() -> None:
    document = {"type": "urn:ventanilla:problem:enrolment-needed", "secret": "JBSWY3DP", "uri": "otpauth://x"}
    failure = from_problem(401, document)
    assert failure.enrolment is not None
    assert failure.enrolment.spaced == "JBSW Y3DP"
    assert from_problem(401, {**document, "uri": None}).enrolment is None


@pytest.mark.parametrize("problem", ["wrong-code", "wrong-password", "invitation-over"])
def test_what_was_typed_wrongly_is_named(problem: str) -> None:
    failure = from_problem(403, {"type": f"urn:ventanilla:problem:{problem}"})
    assert failure.sentence() != from_problem(403, {}).sentence()
