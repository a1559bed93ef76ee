"""The rules of the house that a machine can see."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
ROOMS = ("shared", "backend", "webform", "desktop", "deploy", "bench")
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
SAYS_NOTHING = {"utils", "util", "misc", "common", "helpers", "helper", "lib", "manager", "managers", "base"}
# Where somebody's machine keeps things, or gets its packages, has no place in a tracked file.
PRIVATE = re.compile(r"/(root|work)/|--(extra-)?index-url")


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", *patterns], cwd=CHECKOUT, check=True, capture_output=True, text=True
    )
    return [CHECKOUT / name for name in listed.stdout.splitlines() if (CHECKOUT / name).is_file()]


def programs() -> list[Path]:
    return [path for room in ROOMS for path in tracked(f"{room}/**.py")]


def shown(path: Path) -> str:
    return str(path.relative_to(CHECKOUT))


def test_imports_run_downwards_only() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([linter, "--no-cache"], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_every_init_is_empty() -> None:
    assert [shown(path) for path in tracked("**/__init__.py") if path.read_text().strip()] == []


def test_no_file_holds_more_than_one_idea_can_need() -> None:
    files = tracked("*.py", "*.js", "*.css", "*.html", "dev")
    lines = {shown(path): len(path.read_text().splitlines()) for path in files}
    assert {name: count for name, count in lines.items() if count > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    """Counted from its ``def`` to its end, without the functions inside it."""
    long = {}
    for path in programs():
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
                and (count := own_lines(node)) > LONGEST_FUNCTION
            ):
                long[f"{shown(path)}:{node.name}"] = count
    assert long == {}


def own_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    inner = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node is not function
    ]
    whole = (function.end_lineno or 0) - function.lineno + 1
    return whole - sum((node.end_lineno or 0) - node.lineno + 1 for node in inner)


def test_every_room_has_a_name_that_says_something() -> None:
    assert [shown(path) for path in tracked("*.py") if path.stem in SAYS_NOTHING] == []


@pytest.mark.parametrize("folder", ["unit"])
def test_unit_tests_mirror_the_tree(folder: str) -> None:
    """A folder of tests stands where the folder stands that it tests."""
    root = CHECKOUT / "tests" / folder
    folders = {path.parent.relative_to(root) for path in tracked(f"tests/{folder}/**.py")}
    assert [str(place) for place in folders if not (CHECKOUT / place).is_dir()] == []


def test_nothing_tells_of_somebodys_machine() -> None:
    told = []
    for path in tracked():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue  # a picture
        if path != Path(__file__) and PRIVATE.search(text):
            told.append(f"{shown(path)}: {PRIVATE.search(text)}")
    assert told == []
