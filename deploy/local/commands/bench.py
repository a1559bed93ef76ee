"""``./dev bench``: the benchmarks."""

import argparse
import subprocess
import sys

from deploy.local.catalogs import compile_catalogs
from deploy.local.packages import require
from deploy.local.place import CHECKOUT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Hand everything over to the benchmarks."""
    parser.add_argument(
        "arguments", nargs=argparse.REMAINDER, metavar="NAME", help="one benchmark, and its options"
    )


def run(arguments: argparse.Namespace) -> int:
    """Run them, and return 1 when a goal is missed."""
    require("broker", "qt")
    compile_catalogs(CHECKOUT)
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments.arguments], cwd=CHECKOUT, check=False
    ).returncode
