"""What somebody asks for by mail is sent a few times an hour, and not half done while no mail can leave."""

from datetime import timedelta

import pytest

from backend.customers.limits import MailLimit
from shared.clock import utc_now
from tests.support.account_mails import EVA, confirmed

pytestmark = pytest.mark.database
NOUNS = ["customers", "sign-in-links", "password-resets"]
"""Whatever may be asked for: an account, a link, a new password."""


@pytest.mark.parametrize("noun", NOUNS)
def test_more_than_a_few_mails_an_hour_are_silently_not_sent(customers, mails, noun):
    confirmed(customers, mails)
    before = len(mails.all())
    body = EVA if noun == "customers" else {"email": EVA["email"]}
    answers = [customers.post(f"/api/v1/{noun}", json=body) for _ in range(7)]
    assert {(answer.status_code, answer.data) for answer in answers} == {(202, answers[0].data)}
    registered_once = noun == "customers"
    assert len(mails.all()) - before == 5 - registered_once


@pytest.mark.parametrize("noun", NOUNS)
def test_what_was_refused_without_the_broker_does_not_count(customers, mails, broker, noun):
    confirmed(customers, mails)
    before = len(mails.all())
    body = EVA if noun == "customers" else {"email": EVA["email"]}
    broker.is_up = False
    assert {customers.post(f"/api/v1/{noun}", json=body).status_code for _ in range(6)} == {503}
    broker.is_up = True
    assert customers.post(f"/api/v1/{noun}", json=body).status_code == 202
    assert len(mails.all()) == before + 1


def test_after_an_hour_mails_are_sent_again(database):
    now = utc_now()
    limit = MailLimit(database, lambda: now)
    limit.prepare()
    assert [limit.allows("sign-in", EVA["email"]) for _ in range(6)] == [True] * 5 + [False]
    assert limit.allows("reset-password", EVA["email"])
    assert limit.allows("sign-in", "other@example.com")
    assert EVA["email"] not in str(list(database.mail_requests.find()))
    now += timedelta(hours=1)
    assert limit.allows("sign-in", EVA["email"])


@pytest.mark.parametrize("email", [EVA["email"], "nobody@example.com"])
@pytest.mark.parametrize("noun", NOUNS)
def test_without_the_broker_nothing_is_half_done_and_everybody_hears_the_same(
    customers, mails, broker, database, noun, email
):
    confirmed(customers, mails)
    before = [list(database[name].find()) for name in ("customers", "links")]
    broker.is_up = False
    body = {**EVA, "email": email} if noun == "customers" else {"email": email}
    answer = customers.post(f"/api/v1/{noun}", json=body)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert [list(database[name].find()) for name in ("customers", "links")] == before


def test_without_the_broker_a_link_is_kept_for_later(customers, mails, broker):
    customers.post("/api/v1/customers", json=EVA)
    broker.is_up = False
    opened = {"token": mails.token()}
    assert customers.post("/api/v1/confirmations", json=opened).status_code == 503
    broker.is_up = True
    assert customers.post("/api/v1/confirmations", json=opened).status_code == 201
