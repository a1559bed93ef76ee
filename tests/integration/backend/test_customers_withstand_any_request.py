"""Whatever is sent to ``customers``, it answers as its description says, and never crashes."""

from collections import Counter

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from backend.customers.app import create_app
from shared.contracts.vocabulary import Role
from shared.messaging.memory import MemoryPublisher
from tests.support.account_mails import bearer, confirmed
from tests.support.keys import employee_token

pytestmark = pytest.mark.database
EXAMPLES = 12
AS_DESCRIBED = [response_schema_conformance, content_type_conformance, status_code_conformance]
LIKE_THIS = settings(
    max_examples=EXAMPLES, phases=[Phase.generate], suppress_health_check=list(HealthCheck), deadline=None
)


def test_every_request_is_answered_as_described_whoever_sends_it(
    customers, customers_settings, broker, mails, employees_signer, monkeypatch
):
    monkeypatch.setattr("backend.customers.limits.MOST", 10_000)
    app = create_app(customers_settings, MemoryPublisher(broker))
    admin = {"Authorization": f"Bearer {employee_token(employees_signer, Role.ADMIN)}"}
    answered: Counter[int] = Counter()
    for number, found in enumerate(schemathesis.openapi.from_wsgi("/openapi.json", app).get_all_operations()):
        opened = confirmed(customers, mails, email=f"eva{number}@example.com")
        send(found.ok(), [{}, admin, bearer(opened)], opened["customer"]["id"], answered)
    assert {200, 202, 204, 400, 401, 403, 404, 410} <= answered.keys(), answered


def send(operation, callers, known_id, answered):
    """Send an operation's requests, right and wrong ones, and count how they are answered."""

    @LIKE_THIS
    @given(
        case=st.one_of(operation.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode),
        headers=st.sampled_from(callers),
        is_known=st.booleans(),
    )
    def answers(case, headers, is_known):
        if is_known and "customer_id" in case.path_parameters:
            case.path_parameters["customer_id"] = known_id
        answer = case.call(headers={"If-Match": '"2"', **headers})
        answered[answer.status_code] += 1
        assert answer.status_code < 500, f"{case.as_curl_command()}\n{answer.text}"
        case.validate_response(answer, checks=AS_DESCRIBED)

    answers()
