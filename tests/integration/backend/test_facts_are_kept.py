"""Facts in the real database: all or nothing, by one process at a time, and made anew beside those in use."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from backend.incidents.store import IncidentStore
from backend.kit.causes import Cause
from backend.kit.lease import Lease
from backend.kit.mongo import Database, connect
from backend.metrics.board import Board
from backend.metrics.checking import check
from backend.metrics.domain import Facts
from backend.metrics.handlers import figures_handler
from backend.metrics.ports import OvertakenError
from backend.metrics.rebuilding import LASTS, RebuildRunningError, load, rebuild
from backend.metrics.records import RecordStore
from backend.metrics.steps import facts_of
from backend.metrics.store import FactsStore
from shared.clock import utc_now
from shared.contracts.envelope import Envelope
from shared.contracts.events import IncidentEvent
from shared.ids import uuid7
from shared.messaging.worker import Task
from tests.support.lives import MOVES
from tests.support.openings import NOON, first_change, later

pytestmark = pytest.mark.database
MADRID = ZoneInfo("Europe/Madrid")


class Shop:
    """Incidents in one database, and the figures of them in another."""

    def __init__(self, incidents: Database, own: Database) -> None:
        self._incidents = IncidentStore(incidents, "resolution")
        self._incidents.prepare()
        self._outbox = incidents["outbox"]
        self.own = own
        self.source = RecordStore(incidents)
        self.store = FactsStore(own)

    def open(self) -> UUID:
        change, cause = first_change()
        self._incidents.open_many([(change, cause)])
        return change.incident.id

    def change(self, incident_id: UUID, *moves: str) -> None:
        for number, name in enumerate(moves, start=1):
            move = MOVES[name]
            at = later(number)
            self._incidents.change(
                incident_id, lambda one, m=move, at=at: m(one, at), Cause(uuid4(), uuid4())
            )

    def events(self) -> list[IncidentEvent]:
        found = [Envelope.parse(each["body"]).content() for each in self._outbox.find().sort("version", 1)]
        return [each for each in found if isinstance(each, IncidentEvent)]

    def rebuild(self, store: FactsStore | None = None) -> int:
        lease = Lease(self.own, "rebuild", LASTS)
        return rebuild(store or self.store, self.source, lease, utc_now, lambda: True)

    def loaded(self, store: FactsStore | None = None) -> Board:
        store, board = store or self.store, Board(MADRID)
        state = store.open()
        assert state
        load(store, self.source, board, state, lambda: True)
        return board

    def apply(self, board: Board, events: list[IncidentEvent], store: FactsStore | None = None) -> None:
        figures_handler(store or self.store, self.source, lambda: board)([task(each) for each in events])

    def kept(self) -> dict[UUID, Facts]:
        self.store.open()
        return {each.id: each for batch in self.store.everything() for each in batch}


def task(event: IncidentEvent) -> Task:
    story = uuid4()
    now = utc_now()
    return Task(Envelope.wrap(event, id=uuid7(now), source="/test", time=now, correlationid=story), event)


@pytest.fixture
def shop(database: Database, database_uri: str) -> Iterator[Shop]:
    own = connect(database_uri.replace("/test_", "/own_"))
    yield Shop(database, own)
    own.client.drop_database(own.name)
    own.client.close()


def test_what_was_applied_is_what_a_rebuild_makes(shop: Shop) -> None:
    shop.rebuild()
    board = shop.loaded()
    one, two = shop.open(), shop.open()
    shop.change(one, "claim-ana", "reply-ana", "urge", "resolve-luis", "well-rated", "reopen")
    shop.change(two, "billing", "reply-luis", "pause", "comment", "assign")
    shop.apply(board, shop.events())
    live = shop.kept()
    assert len(live) == 2
    shop.rebuild()
    assert shop.kept() == live
    assert shop.loaded().standings() == board.standings()


def test_a_missing_event_is_made_up_for(shop: Shop) -> None:
    shop.rebuild()
    board = shop.loaded()
    one = shop.open()
    shop.change(one, "claim-ana", "reply-ana", "resolve-ana")
    shop.apply(board, shop.events()[-1:])
    assert shop.kept() == {one: facts_of(shop.source.read([one])[one])}
    assert board.ledger.rows == len(shop.kept()[one].happenings)


def test_killed_after_it_was_kept_and_before_it_was_settled_it_counts_once(shop: Shop) -> None:
    shop.rebuild()
    shop.change(shop.open(), "claim-ana", "reply-ana")
    shop.apply(shop.loaded(), shop.events())
    again = shop.loaded()
    shop.apply(again, shop.events())
    assert again.ledger.rows == sum(len(facts.happenings) for facts in shop.kept().values())


def test_killed_while_it_is_written_nothing_of_it_is_kept(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.rebuild()
    board = shop.loaded()
    shop.open()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(FactsStore, "_name", killed)
    with pytest.raises(KeyboardInterrupt):
        shop.apply(board, shop.events())
    monkeypatch.undo()
    assert shop.kept() == {}
    assert board.ledger.rows == 0


def test_who_was_overtaken_writes_nothing(shop: Shop) -> None:
    shop.rebuild()
    other = FactsStore(shop.own)
    mine, theirs = shop.loaded(), shop.loaded(other)
    shop.open()
    shop.apply(theirs, shop.events(), other)
    shop.open()
    with pytest.raises(OvertakenError):
        shop.apply(mine, shop.events())
    assert len(shop.kept()) == 1
    assert mine.ledger.rows == 0


def test_what_changed_during_a_rebuild_is_caught_up_with(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.rebuild()
    board = shop.loaded()
    one = shop.open()
    everything = RecordStore.everything

    def with_a_change(source: RecordStore) -> object:
        yield from everything(source)
        shop.change(one, "claim-ana", "reply-ana")
        shop.apply(board, shop.events())

    monkeypatch.setattr(RecordStore, "everything", with_a_change)
    lease = Lease(shop.own, "rebuild", LASTS)
    rebuild(FactsStore(shop.own), shop.source, lease, lambda: NOON, lambda: True)
    assert not shop.store.is_current()
    again = shop.loaded()
    assert shop.kept()[one].version == 3
    assert again.ledger.rows == 3
    assert shop.store.is_current()


def test_one_rebuild_is_made_at_a_time(shop: Shop) -> None:
    other = Lease(shop.own, "rebuild", LASTS)
    assert other.hold()
    with pytest.raises(RebuildRunningError):
        shop.rebuild()
    other.give_up()
    assert shop.rebuild() == 0


def test_a_check_finds_what_differs_and_nothing_else(shop: Shop) -> None:
    one = shop.open()
    shop.change(one, "claim-ana", "reply-ana")
    shop.rebuild()
    shop.store.open()
    found = check(shop.store, shop.source, utc_now, lambda: None)
    assert (found.incidents, found.deviations) == (1, ())
    state = shop.store.open()
    assert state
    shop.own[state.facts].update_one({"_id": one}, {"$pop": {"happened": 1}})
    found = check(shop.store, shop.source, utc_now, lambda: None)
    assert "first-answers" in {each.what for each in found.deviations}


def test_a_check_waits_for_what_is_on_its_way(shop: Shop) -> None:
    shop.rebuild()
    board = shop.loaded()
    shop.open()
    found = check(shop.store, shop.source, utc_now, lambda: shop.apply(board, shop.events()))
    assert found.deviations == ()
    shop.open()
    late = check(shop.store, shop.source, lambda: NOON + timedelta(0), lambda: None)
    assert [(each.what, each.counted) for each in late.deviations] == [("incidents behind", 1)]


def test_facts_of_another_release_are_made_anew(shop: Shop) -> None:
    shop.rebuild()
    shop.own["state"].update_one({}, {"$set": {"format": 0}})
    assert shop.store.open() is None
    shop.rebuild()
    assert shop.store.open() is not None
