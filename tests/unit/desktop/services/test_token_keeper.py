"""Which keyring counts, and what becomes of a token in it."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.token_keeper import TokenKeeper, system_keyring
from tests.support.memory_keyring import MemoryKeyring
from tests.support.silence import ExpectedLog

Found = list[tuple[bool, str]]


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def keeper(keyring: MemoryKeyring, qtbot: QtBot) -> Iterator[TokenKeeper]:
    made = TokenKeeper("http://127.0.0.1:1", lambda: keyring)
    yield made
    made.close()


def loaded(keeper: TokenKeeper, qtbot: QtBot) -> tuple[bool, str]:
    heard: Found = []
    keeper.load(lambda *found: heard.append(found))
    qtbot.waitUntil(lambda: bool(heard))
    return heard[0]


def test_a_keyring_that_is_not_the_systems_own_does_not_count(keyring: MemoryKeyring) -> None:
    assert not isinstance(system_keyring(), MemoryKeyring)


def test_the_latest_token_is_kept_until_it_is_forgotten(keeper: TokenKeeper, qtbot: QtBot) -> None:
    assert loaded(keeper, qtbot) == (True, "")
    for token in ("r-1", "r-2"):
        keeper.save(token)
    assert loaded(keeper, qtbot) == (True, "r-2")
    keeper.forget()
    keeper.forget()
    assert loaded(keeper, qtbot) == (True, "")


def test_what_was_to_be_kept_is_kept_when_the_program_ends(
    keeper: TokenKeeper, keyring: MemoryKeyring, qtbot: QtBot
) -> None:
    loaded(keeper, qtbot)
    keeper.save("r-1")
    keeper.close()
    assert list(keyring.kept.values()) == ["r-1"]


def test_each_service_has_a_token_of_its_own(
    keeper: TokenKeeper, keyring: MemoryKeyring, qtbot: QtBot
) -> None:
    loaded(keeper, qtbot)
    keeper.save("r-1")
    loaded(keeper, qtbot)
    keeper.close()
    other = TokenKeeper("http://127.0.0.1:2", lambda: keyring)
    assert loaded(other, qtbot) == (True, "")
    other.close()


def test_a_keyring_that_is_locked_offers_nothing(
    keeper: TokenKeeper, keyring: MemoryKeyring, qtbot: QtBot, expected_log: ExpectedLog
) -> None:
    expected_log("the keyring refuses")
    keyring.locked = True
    assert loaded(keeper, qtbot) == (False, "")
