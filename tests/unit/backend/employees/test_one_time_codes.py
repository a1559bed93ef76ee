"""Codes of a second factor: what is taken, until when, and how often."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from backend.employees.one_time import new_recovery_codes, new_secret, normal, otpauth_uri, step_of
from backend.employees.sealing import Seal
from tests.support.silence import ExpectedLog

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
AT = datetime(2026, 11, 24, 9, 0, 10, tzinfo=UTC)


def code_at(moment: datetime) -> str:
    return pyotp.TOTP(SECRET).at(moment)


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_a_code_counts_a_step_longer_and_a_step_earlier(seconds: int) -> None:
    moment = AT + timedelta(seconds=seconds)
    assert step_of(SECRET, code_at(moment), AT, after=0) == int(moment.timestamp()) // 30


@pytest.mark.parametrize("seconds", [-60, 60])
def test_a_code_does_not_count_for_longer(seconds: int) -> None:
    assert step_of(SECRET, code_at(AT + timedelta(seconds=seconds)), AT, after=0) is None


def test_no_step_counts_twice_nor_one_before_it() -> None:
    used = step_of(SECRET, code_at(AT), AT, after=0)
    assert used is not None
    for seconds in (-30, 0):
        assert step_of(SECRET, code_at(AT + timedelta(seconds=seconds)), AT, after=used) is None
    assert step_of(SECRET, code_at(AT + timedelta(seconds=30)), AT, after=used) == used + 1


@pytest.mark.parametrize("typed", ["", "abc", "12345", "1234567", "１２３４５６", "é" * 6, "\x00"])
def test_what_is_no_code_is_wrong(typed: str) -> None:
    assert step_of(SECRET, typed, AT, after=0) is None


def test_people_may_type_codes_as_they_read_them() -> None:
    code = code_at(AT)
    assert step_of(SECRET, f" {code[:3]} {code[3:]}\n", AT, after=0)
    assert normal(" ABCDE-fghij ") == "abcdefghij"


def test_an_authenticator_is_told_whose_secret_it_is() -> None:
    told = otpauth_uri(SECRET, "ana@example.com")
    assert told == f"otpauth://totp/Ventanilla:ana%40example.com?secret={SECRET}&issuer=Ventanilla"


def test_secrets_and_recovery_codes_are_never_the_same() -> None:
    assert len({new_secret() for _ in range(100)}) == 100
    codes = [code for _ in range(100) for code in new_recovery_codes()]
    assert len(set(codes)) == 1000
    assert {len(code) for code in codes} == {11}


def test_a_sealed_secret_opens_with_its_own_key_only(expected_log: ExpectedLog) -> None:
    sealed = Seal("one key of many").close(SECRET)
    assert SECRET.encode() not in sealed
    assert Seal("one key of many").open(sealed) == SECRET
    expected_log("sealed with another key")
    assert Seal("another key").open(sealed) is None
    assert Seal("one key of many").digest("code") != Seal("another key").digest("code")
