"""What is kept of a mailed link."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.customers.one_time import LASTS, Purpose, digest, new_link

AT = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_secret_is_long_and_only_its_hash_is_kept(purpose):
    secret, link = new_link(purpose, "c-aaaaaaaa", "eva@example.com", AT)
    assert len(secret) >= 43
    assert link.id == digest(secret)
    assert secret not in link.model_dump_json()
    assert link.expires_at == AT + LASTS[purpose]


def test_links_that_let_somebody_in_last_minutes_and_those_that_prove_an_address_days():
    assert LASTS[Purpose.SIGN_IN] == LASTS[Purpose.RESET_PASSWORD] == timedelta(minutes=15)
    assert LASTS[Purpose.CONFIRM] == LASTS[Purpose.CHANGE_EMAIL] == timedelta(hours=48)


def test_no_two_secrets_are_the_same():
    assert len({new_link(Purpose.SIGN_IN, "c-aaaaaaaa", "eva@example.com", AT)[0] for _ in range(100)}) == 100
