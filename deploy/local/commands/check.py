"""``./dev check``: what can be said about the code in seconds."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from deploy.local.catalogs import compile_catalogs
from deploy.local.packages import require
from deploy.local.place import CHECKOUT
from deploy.local.terminal import done, fail

STATIC: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("format", ("ruff", "format", "--check", "--quiet", ".")),
    ("lint", ("ruff", "check", "--quiet", ".")),
    ("types", ("mypy", "--no-error-summary")),
    ("layers", ("lint-imports",)),
)
FAST_TESTS = ("tests/unit", "tests/architecture", "tests/contract")
MOST_WORKERS = 6
"""So much memory every machine has; the longest files take as long with more."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing."""
    del parser


def run(arguments: argparse.Namespace) -> int:
    """Run every step, stopping at the first that fails."""
    del arguments
    require("qt")
    compile_catalogs(CHECKOUT)
    existing = [path for path in FAST_TESTS if (CHECKOUT / path).is_dir()]
    return static() or tests(["-q", *side_by_side(), *existing])


def static() -> int:
    """Run the steps that only read the code, and return the exit code of the first that fails, or 0."""
    for title, command in STATIC:
        began = time.monotonic()
        code = _run([_tool(command[0]), *command[1:]], quiet=title == "layers")
        if code:
            fail(f"{title}: {' '.join(command)} found something")
            return code
        done(title, time.monotonic() - began)
    return 0


def side_by_side() -> list[str]:
    """Return the arguments with which pytest runs tests in several processes at once.

    One more than there are processors: many tests wait for a real part, which works meanwhile.
    """
    return ["--numprocesses", str(min(len(os.sched_getaffinity(0)) + 1, MOST_WORKERS))]


def tests(arguments: Sequence[str]) -> int:
    """Run pytest with these arguments, and return its exit code."""
    return _run([sys.executable, "-m", "pytest", *arguments], quiet=False)


def _run(command: Sequence[str], *, quiet: bool) -> int:
    output = subprocess.PIPE if quiet else None
    ended = subprocess.run(
        command,
        cwd=CHECKOUT,
        env=_environment(),
        stdout=output,
        stderr=output and subprocess.STDOUT,
        text=True,
        check=False,
    )
    if quiet and ended.returncode:
        print(ended.stdout)
    return ended.returncode


def _environment() -> dict[str, str]:
    # The checkout is not installed: its packages are found where it lies.
    return os.environ | {"PYTHONPATH": str(CHECKOUT)}


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)
