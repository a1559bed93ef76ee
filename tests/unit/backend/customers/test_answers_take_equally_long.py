"""The time of an answer tells nothing."""

import time

import pytest

from backend.customers.pace import paced


def test_quick_work_takes_as_long_as_slow_work() -> None:
    began = time.monotonic()
    with paced(0.05):
        pass
    assert time.monotonic() - began >= 0.05


def test_an_error_takes_as_long_too() -> None:
    began = time.monotonic()
    with pytest.raises(KeyError), paced(0.05):
        raise KeyError
    assert time.monotonic() - began >= 0.05
