"""Time-ordered identities, and the references that people read out."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.ids import ALPHABET, as_reference, derived_uuid7, reference_of, uuid7

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(moments, st.binary(min_size=10, max_size=32))
def test_an_identity_is_a_version_7_uuid_of_its_millisecond(at: datetime, entropy: bytes) -> None:
    made = uuid7(at, entropy)
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == int(at.timestamp() * 1000)


@given(moments, st.timedeltas(timedelta(milliseconds=1), timedelta(days=9)))
def test_what_is_made_later_sorts_later(at: datetime, after: timedelta) -> None:
    assert uuid7(at) < uuid7(at + after)


def test_two_of_the_same_moment_differ() -> None:
    assert len({uuid7(NOON) for _ in range(1000)}) == 1000


def test_equal_contents_have_an_equal_identity_and_others_do_not() -> None:
    assert derived_uuid7(NOON, b"one", b"two") == derived_uuid7(NOON, b"one", b"two")
    others = [
        derived_uuid7(NOON, b"one", b"two!"),
        derived_uuid7(NOON, b"onet", b"wo"),
        derived_uuid7(NOON, b"onetwo"),
        derived_uuid7(NOON, b"two", b"one"),
        derived_uuid7(NOON + timedelta(milliseconds=1), b"one", b"two"),
    ]
    assert len({derived_uuid7(NOON, b"one", b"two"), *others}) == 6


@given(st.uuids())
def test_a_reference_has_two_groups_of_four_that_nobody_mishears(incident: UUID) -> None:
    first, second = reference_of(incident).split("-")
    assert len(first) == len(second) == 4
    assert set(first + second) <= set(ALPHABET)
    assert not set(ALPHABET) & set("ILOU")


@pytest.mark.parametrize(
    ("low_bits", "reference"),
    [(0, "0000-0000"), (31, "0000-000Z"), (1 << 35, "1000-0000"), (-1, "ZZZZ-ZZZZ")],
)
def test_a_reference_is_the_end_of_the_identity_in_base_32(low_bits: int, reference: str) -> None:
    assert reference_of(UUID(int=low_bits & (1 << 128) - 1)) == reference


def test_incidents_of_one_moment_have_different_references() -> None:
    references = {reference_of(derived_uuid7(NOON, str(number).encode())) for number in range(2000)}
    assert len(references) == 2000


@pytest.mark.parametrize(
    "written", ["7F3K-9QX0", "7f3k-9qxo", "7F3K9QX0", " 7f3k 9qx0 ", "7F3K–9QX0", "7F3K - 9QX0", "7F3K_9QX0"]
)
def test_a_reference_is_understood_however_it_was_written(written: str) -> None:
    assert as_reference(written) == "7F3K-9QX0"


@pytest.mark.parametrize("written", ["", "7F3K", "7F3K-9QX", "7F3K-9QX00", "new", "7F3K-9Q/0", "ñandúes!"])
def test_what_is_no_reference_stays_what_it_is(written: str) -> None:
    assert as_reference(written) == written
