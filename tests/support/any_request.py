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
    operation: Any, callers: Sequence[Mapping[str, str]], known: Mapping[str, Any], answered: Counter[int]
) -> None:
    """Send an operation's requests, count how they are answered, and hold each against the description.

    ``callers`` are headers; ``known`` has values that the address may name so that something is found.
    """

    @LIKE_THIS
    @given(
        case=st.one_of(operation.as_strategy(generation_mode=mode) for mode in GenerationMode),
        headers=st.sampled_from(callers),
        is_known=st.booleans(),
    )
    def answers(case: Any, headers: Mapping[str, str], is_known: bool) -> None:
        if is_known:
            case.path_parameters.update({name: known[name] for name in case.path_parameters if name in known})
        seen = {} if operation.method.upper() == "GET" else {"If-Match": '"2"'}
        answer = case.call(headers={**seen, **headers})
        answered[answer.status_code] += 1
        assert answer.status_code < 500, f"{case.as_curl_command()}\n{answer.text}"
        case.validate_response(answer, checks=AS_DESCRIBED)

    answers()
