"""``./dev demo``: everything, with a believable day of incidents and the console."""

import argparse
import os
import subprocess
import sys

from deploy.demo.options import add_options, as_arguments
from deploy.local.catalogs import compile_catalogs
from deploy.local.packages import has_display, require
from deploy.local.place import CHECKOUT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what can be said after ``./dev demo``."""
    add_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Install what is missing, then become the demo."""
    require("broker", "qt", *(["window"] if has_display() else []))
    compile_catalogs(CHECKOUT)
    os.chdir(CHECKOUT)
    sys.stdout.flush()
    # In this process's place, so that Ctrl-C and signals reach it alone.
    os.execv(sys.executable, [sys.executable, "-m", "deploy.demo", *as_arguments(arguments)])  # noqa: S606
    return subprocess.CompletedProcess([], 1).returncode
