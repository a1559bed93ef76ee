"""Requests of every kind, right and wrong ones, made from a service's own description."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

EXAMPLES = 12
AS_DESCRIBED = [response_schema_conformance, content_type_conformance, status_code_conformance]
# The same requests every time: a run that fails can be run again.
LIKE_THIS = settings(
    max_examples=EXAMPLES,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    deadline=None,
    derandomize=True,
)


def send_anything(
    operation: Any,
    callers: Sequence[Mapping[str, str]],
    known: Mapping[str, Any],
    answered: Counter[int],
    version: int = 2,
) -> None:
    """Send an operation's requests, count how they are answered, and hold each against the description.

    ``callers`` are headers; ``known`` has values that the address may name so that something is found, and
    ``version`` is one that a change may name. Each status must be listed, not only be somehow an error.
    """
    listed = set(operation.definition.raw["responses"])

    @LIKE_THIS
    @given(
        case=st.one_of(operation.as_strategy(generation_mode=mode) for mode in GenerationMode),
        headers=st.sampled_from(callers),
        is_known=st.booleans(),
        is_blind=st.sampled_from([True, False, False]),
    )
    def answers(case: Any, headers: Mapping[str, str], is_known: bool, is_blind: bool) -> None:
        if is_known:
            case.path_parameters.update({name: known[name] for name in case.path_parameters if name in known})
        seen = {} if operation.method.upper() == "GET" or is_blind else {"If-Match": f'"{version}"'}
        answer = case.call(headers={**seen, **headers})
        answered[answer.status_code] += 1
        assert answer.status_code < 500, f"{case.as_curl_command()}\n{answer.text}"
        assert str(answer.status_code) in listed, f"{operation.label} does not list {answer.status_code}"
        case.validate_response(answer, checks=AS_DESCRIBED)

    answers()
