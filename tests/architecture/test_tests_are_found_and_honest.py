"""Whoever looks for a test finds one, and none of them passes by luck."""

import ast
from collections.abc import Iterator
from pathlib import Path

from deploy.local.place import CHECKOUT

TESTS = CHECKOUT / "tests"
KINDS = {"unit", "contract", "architecture", "integration", "e2e"}
ROOMS = ["shared", "webform", "desktop", "deploy", "bench"]


def modules(folder: Path = TESTS) -> list[Path]:
    """Return every test module below a folder."""
    return sorted(folder.rglob("test_*.py"))


def calls(path: Path) -> Iterator[str]:
    """Yield the last name of whatever a file calls, such as ``sleep`` of ``time.sleep(1)``."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id


def test_every_test_is_of_a_known_kind() -> None:
    assert {path.relative_to(TESTS).parts[0] for path in modules()} == KINDS


def test_every_program_and_every_room_of_the_backend_has_unit_tests() -> None:
    rooms = [*ROOMS, *(f"backend/{path.parent.name}" for path in CHECKOUT.glob("backend/*/__init__.py"))]
    assert [room for room in rooms if not modules(TESTS / "unit" / room)] == []


def test_no_test_waits_for_a_while_instead_of_for_a_condition() -> None:
    assert [path.name for path in modules() if "sleep" in set(calls(path))] == []


def test_no_test_is_left_out() -> None:
    left_out = {"skip", "xfail", "importorskip"}
    assert [path.name for path in modules() if left_out & set(calls(path))] == []
