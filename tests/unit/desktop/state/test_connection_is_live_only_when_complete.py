from datetime import timedelta

from desktop.state import texts
from desktop.state.connection import Connection, Freshness
from shared.contracts.vocabulary import Language
from tests.support.rows import NOON


def test_it_is_live_once_stream_and_snapshot_are_both_in_whichever_comes_first() -> None:
    joined = Connection().subscribed()
    assert joined.freshness is Freshness.CATCHING_UP
    assert joined.caught_up().freshness is Freshness.CATCHING_UP
    assert joined.completed().freshness is Freshness.CATCHING_UP
    assert joined.caught_up().completed().freshness is Freshness.LIVE
    assert joined.completed().caught_up().freshness is Freshness.LIVE


def test_offline_counts_from_the_first_failure() -> None:
    lost = Connection().lost(NOON, "refused").lost(NOON + timedelta(minutes=5), "refused")
    assert lost.offline_since == NOON
    assert lost.subscribed().freshness is Freshness.CATCHING_UP


def test_a_snapshot_from_before_the_cut_does_not_count_after_it() -> None:
    live = Connection().subscribed().caught_up().completed()
    back = live.lost(NOON, "gone").subscribed().caught_up()
    assert back.freshness is Freshness.CATCHING_UP


def test_the_badge_says_it_in_the_language_in_use() -> None:
    behind = Connection().subscribed().counted(3)
    texts.choose(Language.SPANISH)
    assert behind.label(NOON) == "poniéndose al día (3 cambios)"
    assert behind.lost(NOON, "").label(NOON) == "sin conexión desde las 12:00"
    texts.choose(Language.ENGLISH)
    assert behind.label(NOON) == "catching up (3 changes)"
    assert behind.caught_up().completed().label(NOON) == "live"
