"""``./dev test``: the whole suite, with the real broker, database, browser and widgets."""

import argparse

from deploy.local.catalogs import compile_catalogs
from deploy.local.commands import check
from deploy.local.packages import require
from deploy.local.place import CHECKOUT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Hand everything over to pytest."""
    parser.add_argument(
        "arguments",
        nargs=argparse.REMAINDER,
        help="handed over to pytest; the static checks are then left out",
    )


def run(arguments: argparse.Namespace) -> int:
    """Install what is missing, check the code, and run the tests."""
    require("broker", "qt", "browser")
    compile_catalogs(CHECKOUT)
    if arguments.arguments:
        return check.tests(arguments.arguments)
    return check.static() or check.tests(check.side_by_side())
