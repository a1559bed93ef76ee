from uuid import UUID, uuid4

from desktop.state.leftovers import left_move
from desktop.state.moves import Move
from desktop.state.outbox import Outbox, Waiting
from desktop.state.rebasing import Seen
from tests.support.rows import incident_id, row


def waiting(gesture: str, number: int = 1, errand: UUID | None = None) -> Waiting:
    return Waiting(
        errand or uuid4(),
        gesture,
        incident_id(number),
        "VEN-1",
        again=lambda: None,
        drop=lambda: None,
        left=left_move(Move(gesture, "PUT", gesture), Seen(row(number), 1)),
    )


def filled(*gestures: str) -> Outbox:
    outbox = Outbox()
    for gesture in gestures:
        outbox.add(waiting(gesture))
    return outbox


def test_none_is_tried_before_the_one_before_was_answered() -> None:
    outbox = filled("claim", "note")
    first = outbox.take()
    assert first is not None
    assert first.gesture == "claim"
    assert outbox.take() is None
    outbox.settle(uuid4())  # another errand was answered
    assert outbox.take() is None
    outbox.settle(first.errand)
    assert (second := outbox.take()) is not None
    assert second.gesture == "note"


def test_what_was_tried_in_vain_comes_before_the_others_again() -> None:
    outbox = filled("claim", "note")
    first = outbox.take()
    assert first is not None
    outbox.add(waiting("pause"))
    outbox.add(waiting("claim", errand=first.errand))
    assert [one.gesture for one in outbox.clear()] == ["claim", "note", "pause"]


def test_what_is_given_up_while_it_is_tried_waits_no_more() -> None:
    outbox = filled("claim", "note")
    first = outbox.take()
    assert first is not None
    assert [one.gesture for one in outbox.clear()] == ["note"]
    assert not outbox.add(waiting("claim", errand=first.errand))
    assert (len(outbox), outbox.take()) == (0, None)
    assert outbox.add(waiting("reply"))
    assert outbox.take() is not None


def test_more_of_the_same_incident_waits_behind() -> None:
    outbox = filled("claim")
    assert outbox.holds(incident_id(1))
    assert not outbox.holds(incident_id(2))
