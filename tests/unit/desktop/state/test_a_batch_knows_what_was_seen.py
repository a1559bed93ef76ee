from desktop.state.batch import batch_of
from desktop.state.moves import prioritized, simple
from desktop.state.plans import plain
from desktop.state.rebasing import Seen
from desktop.state.undo import Back
from shared.contracts.vocabulary import Priority
from tests.support.rows import row


def sights(count: int) -> list[Seen]:
    return [Seen(row(number), 1) for number in range(count)]


def test_each_is_asked_over_what_was_seen_when_it_was_asked_for() -> None:
    seen = sights(2)
    batch = batch_of("claim", seen, [plain("claim")])
    assert [task.seen for task in (batch.next(), batch.next()) if task] == seen
    assert batch.next() is None


def test_what_is_left_of_one_goes_over_what_its_first_step_led_to() -> None:
    batch = batch_of("macro", sights(1), [plain("claim"), plain("pause")])
    task = batch.next()
    assert task is not None
    left = task.after(1, Seen(row(version=2), 2))
    assert (len(left.plans), left.seen.version, left.is_empty) == (1, 2, False)
    assert left.after(1, left.seen).is_empty


def test_stopping_returns_what_was_not_begun_and_it_can_be_tried_again() -> None:
    batch = batch_of("claim", sights(3), [plain("claim")])
    batch.next()
    left = batch.cancel()
    assert len(left) == 2
    assert not batch.is_over
    batch.end()
    assert batch.is_over
    assert batch.again(left).total == 2


def test_the_last_step_is_taken_back_first() -> None:
    batch = batch_of("macro", sights(1), [])
    first = Back(row(1, version=2), (simple("release"),))
    second = Back(row(1, version=3), (prioritized(Priority.NORMAL),))
    for back in (first, None, second):
        batch.remember(back)
    task = batch.undoing().next()
    assert task is not None
    assert task.backs == (second, first)
    assert [one.version for one in batch.changed()] == [3]
