from desktop.state.undo import Step, Steps
from tests.support.rows import incident_id


def step(gesture: str, *numbers: int, until: float = 10.0, is_held: bool = False) -> Step:
    ids = frozenset(map(incident_id, numbers))
    go = (lambda: None) if is_held else None
    return Step(gesture, ids, "VEN-1", until, back=lambda: None, go=go)


def test_the_newest_comes_first_and_what_is_dropped_is_gone() -> None:
    steps, claim, tags = Steps(), step("claim", 1), step("tags", 2)
    assert steps.newest is None
    for one in (claim, tags):
        steps.add(one)
    assert steps.newest is tags
    steps.drop([tags])
    assert (steps.newest, len(steps)) == (claim, 1)


def test_steps_are_found_by_the_incidents_that_they_changed() -> None:
    steps, many, one = Steps(), step("resolve", 1, 2, is_held=True), step("claim", 3)
    for each in (many, one):
        steps.add(each)
    assert steps.of(incident_id(2)) == [many]
    assert steps.of() == [many, one]
    assert (many.is_held, one.is_held) == (True, False)


def test_a_step_is_over_at_its_moment_and_counts_whole_seconds_until_then() -> None:
    steps, soon, later = Steps(), step("claim", 1, until=5.0), step("tags", 1, until=9.0)
    for each in (soon, later):
        steps.add(each)
    assert steps.over(4.9) == []
    assert steps.over(5.0) == [soon]
    assert (soon.seconds_left(3.5), soon.seconds_left(4.99), soon.seconds_left(6.0)) == (2, 1, 1)
