"""Making all facts anew from the incidents, beside those in use, and filling memory with those in use."""

import time
from collections.abc import Callable
from datetime import timedelta

import structlog

from backend.kit.lease import Lease
from backend.metrics.board import Board
from backend.metrics.handlers import people_of, take_over
from backend.metrics.ports import OvertakenError, Source
from backend.metrics.steps import facts_of
from backend.metrics.store import FactsStore, State
from shared.clock import Clock

log = structlog.stdlib.get_logger(__name__)
MARGIN = timedelta(minutes=10)
"""So far a clock may be behind that says when an incident was changed."""
LASTS = timedelta(seconds=60)
"""So long a rebuild that was killed is in the way of the next."""
Going = Callable[[], bool]
"""Tells whether to go on; asked every few thousand incidents."""


class RebuildRunningError(Exception):
    """Another process is making the facts anew already."""


def rebuild(store: FactsStore, source: Source, lease: Lease, clock: Clock, may_go_on: Going) -> int:
    """Make all facts from the incidents, have them be those in use, and return of how many incidents.

    Events go on being applied to the old ones meanwhile; who loads the new ones catches up with what changed
    since. Raises RebuildRunningError, OvertakenError when it may not go on, and what store and source raise.
    """
    if not lease.hold():
        raise RebuildRunningError("the figures are being made anew by another process")
    try:
        began, moment, count = time.monotonic(), clock() - MARGIN, 0
        store.sweep()
        draft, people = store.draft(), dict[str, str]()
        for records in source.everything():
            draft.add([facts_of(record) for record in records])
            for record in records:
                people |= people_of(record)
            count += len(records)
            if not (lease.hold() and may_go_on()):
                raise OvertakenError("the rebuild was told to stop")
        store.switch_to(draft, people, moment)
        log.info("made the figures anew", incidents=count, seconds=round(time.monotonic() - began, 1))
        return count
    finally:
        lease.give_up()


def load(store: FactsStore, source: Source, board: Board, state: State, may_go_on: Going) -> None:
    """Fill an empty board with the facts in use, and catch up with what a rebuild may have missed.

    Raises OvertakenError, and what store and source raise.
    """
    began = time.monotonic()
    board.take_in([], store.people(), state.applied)
    for facts in store.everything():
        board.take_in([(None, each) for each in facts], {})
        _demand(may_go_on)
    if state.catch_up_from is not None:
        for records in source.changed_after(state.catch_up_from):
            known = store.facts([record.row.id for record in records])
            fresh = [
                (known.get(record.row.id), facts_of(record))
                for record in records
                if record.row.id not in known or known[record.row.id].version < record.row.version
            ]
            people = {each: name for record in records for each, name in people_of(record).items()}
            take_over(store, board, fresh, people, 0)
            _demand(may_go_on)
        store.caught_up()
    log.info("loaded the figures", counted=board.ledger.rows, seconds=round(time.monotonic() - began, 1))


def _demand(may_go_on: Going) -> None:
    if not may_go_on():
        raise OvertakenError("another process has the figures now, or this one ends")
