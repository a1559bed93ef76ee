"""What one release wrote down, another may not be able to read: then the rest is read all the same."""

import json

from desktop.state.leftovers import Leftovers, left_move, read_leftovers
from desktop.state.moves import Move
from desktop.state.rebasing import Seen
from tests.support.rows import row

KEPT = Leftovers(waiting=(left_move(Move("claim", "PUT", "claim"), Seen(row(), 1)),))


def test_what_was_written_is_read() -> None:
    assert read_leftovers(KEPT.model_dump_json().encode()) == KEPT


def test_an_entry_with_an_unknown_field_or_gesture_is_left_out_and_counted() -> None:
    written = json.loads(KEPT.model_dump_json())
    (entry,) = written["waiting"]
    strange = {**entry, "row": {**entry["row"], "mood": "angry"}}
    written["waiting"] = [strange, {**entry, "gesture": "dance"}, entry]
    found = read_leftovers(json.dumps(written).encode())
    assert (found.waiting, found.unread) == (KEPT.waiting, 2)


def test_rubbish_is_one_thing_that_cannot_be_read() -> None:
    assert read_leftovers(b"{") == Leftovers(unread=1)
