"""The present, as the database will give it back."""

from datetime import UTC, datetime, timedelta

from shared.clock import utc_now


def test_the_present_is_in_utc_and_in_whole_milliseconds() -> None:
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    now = utc_now()
    assert before < now <= datetime.now(UTC)
    assert now.tzinfo is UTC
    assert now.microsecond % 1000 == 0
