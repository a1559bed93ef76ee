"""Delivery tags begin at 1 on each channel: what one confirms says nothing about another's letters."""

from types import SimpleNamespace
from typing import Any

import pika
import pytest

from shared.messaging.ports import BrokerUnavailableError, RefusedError, UnroutableError
from shared.messaging.rabbit.line import Letter, Line


class Wire:
    """Takes the place of pika's channel where no broker is needed: it only notes what goes out."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    def add_on_return_callback(self, callback: Any) -> None:
        self.bounce = callback

    def basic_publish(self, _exchange: str, _key: str, body: bytes, *_: Any, **__: Any) -> None:
        self.bodies.append(body)


def line_with(count: int) -> tuple[Line, list[Letter]]:
    line = Line(Wire())  # type: ignore[arg-type]
    letters = [Letter("commands", "incident.open", f"id-{number}", b"words") for number in range(count)]
    for letter in letters:
        line.send(letter)
    return line, letters


def ack(tag: int, *, multiple: bool = False) -> Any:
    return pika.spec.Basic.Ack(tag, multiple)


def done(letters: list[Letter]) -> list[bool]:
    return [letter.future.done() for letter in letters]


def test_the_first_tag_of_one_channel_settles_nothing_on_another() -> None:
    (old, before), (new, after) = line_with(1), line_with(1)
    assert old.settle(ack(1))
    assert (done(before), done(after)) == ([True], [False])
    assert new.settle(ack(1))
    assert after[0].future.result(0) is None


def test_one_confirmation_may_settle_many() -> None:
    line, letters = line_with(4)
    line.settle(ack(3, multiple=True))
    assert done(letters) == [True, True, True, False]
    assert not line.is_idle
    line.settle(ack(4))
    assert line.is_idle


def test_a_refusal_fails_its_letter_and_says_so() -> None:
    line, letters = line_with(2)
    assert not line.settle(pika.spec.Basic.Nack(1))
    with pytest.raises(RefusedError):
        letters[0].future.result(0)
    assert not letters[1].future.done()


def test_what_comes_back_is_unroutable_though_it_is_confirmed_afterwards() -> None:
    line, letters = line_with(1)
    line._on_return(
        line.channel,
        SimpleNamespace(routing_key="incident.open", exchange="commands"),
        SimpleNamespace(message_id="id-0"),
        b"",
    )
    assert line.settle(ack(1))
    with pytest.raises(UnroutableError):
        letters[0].future.result(0)


def test_what_was_not_confirmed_when_the_channel_closed_is_unknown() -> None:
    line, letters = line_with(2)
    line.settle(ack(1))
    line.drop(ConnectionError("gone"))
    assert letters[0].future.result(0) is None
    with pytest.raises(BrokerUnavailableError, match="gone"):
        letters[1].future.result(0)
    assert line.is_idle
