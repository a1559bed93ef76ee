"""Answers that many dashboards ask for at the same moment are made once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from time import monotonic

from pydantic import BaseModel

from backend.metrics.board import Board

LASTS_S = 1.0
"""What depends on the time of day may be so old."""
MOST = 200


class Recalled:
    """The last answers as JSON, for as long as the figures are the same, and a second at most."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._locks: OrderedDict[Hashable, Lock] = OrderedDict()
        self._answers: dict[Hashable, tuple[Board, int, float, str]] = {}

    def answer(self, board: Board, question: Hashable, make: Callable[[], BaseModel]) -> str:
        """Return the answer to a question, made now unless somebody has just asked the same."""
        with self._of(question):
            known = self._answers.get(question)
            if known and known[0] is board and known[1] == board.changes and monotonic() - known[2] < LASTS_S:
                return known[3]
            changes, began = board.changes, monotonic()
            made = make().model_dump_json()
            self._answers[question] = (board, changes, began, made)
            return made

    def _of(self, question: Hashable) -> Lock:
        """Return the lock of a question; those not asked for long are forgotten."""
        with self._lock:
            lock = self._locks.setdefault(question, Lock())
            self._locks.move_to_end(question)
            while len(self._locks) > MOST:
                forgotten, _ = self._locks.popitem(last=False)
                self._answers.pop(forgotten, None)
            return lock
