"""Who said "tell me when it's solved" gets a mail when it is, once, on the whole stack."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from deploy.local.site import ADMINISTRATOR_EMAIL
from deploy.local.stack import Stack
from shared.tokens import AUDIENCE, Issuer, TokenSigner
from tests.support.kept_mails import kept_mails
from tests.support.waiting import eventually

pytestmark = pytest.mark.stack
TEXT = {"title": "Los envíos a Canarias tardan", "body": "La aduana va con retraso."}


@pytest.fixture
def knowledge(stack: Stack) -> httpx.Client:
    admin = {"email": ADMINISTRATOR_EMAIL, "password": stack.environment()["ADMIN_PASSWORD"]}
    session = httpx.post(f"{stack.url('employees')}/api/v1/sessions", json=admin).json()
    headers = {"Authorization": f"Bearer {session['access_token']}"}
    return httpx.Client(base_url=f"{stack.url('knowledge')}/api/v1", headers=headers)


def test_who_follows_hears_of_the_end_in_their_language(stack: Stack, knowledge: httpx.Client) -> None:
    texts = {"es": TEXT, "en": {"title": "Parcels to the Canaries are late", "body": "Customs are slow."}}
    with knowledge:
        known = knowledge.post("/known-incidents", json={"texts": texts}).json()
        place = f"/known-incidents/{known['id']}"
        signer = TokenSigner.from_file(Path(stack.site.signing_key("webform")), Issuer.WEBFORM)
        form = {
            "Authorization": f"Bearer {signer.sign({'sub': 'guest', 'aud': AUDIENCE}, timedelta(minutes=1))}"
        }
        email = f"emma.{uuid4().hex[:8]}@example.org"
        for _ in range(2):
            body = {"email": email, "name": "Emma", "language": "en"}
            assert knowledge.post(f"{place}/followers", json=body, headers=form).status_code == 204
        solved = knowledge.put(f"{place}/resolution", headers={"If-Match": '"1"'})
        assert solved.status_code == 200

    def mails() -> list[dict[str, str]]:
        found = kept_mails(stack.url("mailbox"))
        return [mail for mail in found if mail["recipients"] == email]

    eventually(mails)
    (mail,) = mails()
    assert "Parcels to the Canaries are late" in str(mail)
