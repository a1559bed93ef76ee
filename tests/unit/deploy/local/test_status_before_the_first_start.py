from pathlib import Path

from deploy.local.stack import Stack


def test_a_stack_that_never_ran_is_stopped_and_promises_no_port(tmp_path: Path) -> None:
    parts = Stack(tmp_path / "var").status()
    assert {part.state for part in parts} == {"stopped"}
    assert {(part.url, part.port, part.pid) for part in parts} == {(None, None, None)}


def test_asking_for_the_state_writes_nothing(tmp_path: Path) -> None:
    Stack(tmp_path / "var").status()
    assert list(tmp_path.iterdir()) == []
