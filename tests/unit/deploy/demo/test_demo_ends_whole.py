"""Whoever presses Ctrl-C twice still gets the console closed and everything stopped."""

import signal
from collections.abc import Iterator

import pytest

from deploy.demo import __main__ as demo


@pytest.fixture
def _handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in demo._ENDING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_handlers")
@pytest.mark.parametrize("number", demo._ENDING)
def test_only_the_first_signal_interrupts(number: signal.Signals) -> None:
    for ending in demo._ENDING:
        signal.signal(ending, demo._interrupt)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(number)
    for again in demo._ENDING:
        signal.raise_signal(again)
