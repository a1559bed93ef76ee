"""What ``customers`` refuses, as the person at the form sees it."""

import httpx
import pytest

from deploy.local.stack import Stack
from tests.support.forms import hidden_of

pytestmark = pytest.mark.stack


@pytest.mark.parametrize("password", ["password1234", "HortensiaZubizarreta"])
def test_a_password_that_is_easy_to_guess_is_refused_beside_its_field(stack: Stack, password: str) -> None:
    address, headers = f"{stack.url('webform')}/account/new", {"Accept-Language": "en"}
    person = {"name": "Hortensia Zubizarreta", "email": "hortensia@example.com", "password": password}
    with httpx.Client(headers=headers, timeout=30) as browser:
        hidden = hidden_of(browser.get(address).text)
        answer = browser.post(address, data={**hidden, **person})
    assert answer.status_code == 400
    field = answer.text.partition('id="password-error"')[2]
    assert "too easy to guess" in field[:200]
