from bench.desks import CHILDREN, _shares, _waits


def test_the_consoles_are_dealt_out_evenly_and_none_is_forgotten() -> None:
    assert _shares(200) == [50] * CHILDREN
    assert sum(_shares(7)) == 7
    assert max(_shares(7)) - min(_shares(7)) <= 1


def test_a_process_without_a_console_is_not_started() -> None:
    assert _shares(2) == [1, 1]


def test_the_waits_of_all_consoles_are_one_figure() -> None:
    figures = _waits([{"waits": [0.010, 0.020]}, {"waits": [0.030, 0.040]}], expected=4)
    assert figures["applied"]["p50_ms"] == 20.0
    assert figures["applied"]["max_ms"] == 40.0
    assert figures["lost"] == 0


def test_an_event_that_never_came_to_a_console_counts_as_lost() -> None:
    assert _waits([{"waits": [0.010]}], expected=3)["lost"] == 2
