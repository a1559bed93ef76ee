"""Whatever is sent to ``customers``, it answers as its description says, and never crashes."""

from collections import Counter

import pytest
import schemathesis

from backend.customers.app import create_app
from shared.contracts.vocabulary import Role
from shared.messaging.memory import MemoryPublisher
from tests.support.account_mails import bearer, confirmed
from tests.support.any_request import send_anything
from tests.support.keys import employee_token

pytestmark = pytest.mark.database


def test_every_request_is_answered_as_described_whoever_sends_it(
    customers, customers_settings, broker, mails, employees_signer, monkeypatch
):
    monkeypatch.setattr("backend.customers.limits.MOST", 10_000)
    app = create_app(customers_settings, MemoryPublisher(broker))
    admin = {"Authorization": f"Bearer {employee_token(employees_signer, Role.ADMIN)}"}
    answered: Counter[int] = Counter()
    for number, found in enumerate(schemathesis.openapi.from_wsgi("/openapi.json", app).get_all_operations()):
        if "export" in found.ok().path:  # it asks services that are not here; it has a test with them
            continue
        opened = confirmed(customers, mails, email=f"eva{number}@example.com")
        callers, known = [{}, admin, bearer(opened)], {"customer_id": opened["customer"]["id"]}
        send_anything(found.ok(), callers, known, answered)
    assert {200, 202, 204, 400, 401, 403, 404, 410} <= answered.keys(), answered
