"""``./dev console``: the desktop console against the running stack."""

import argparse
import os
import subprocess
import sys

from deploy.local.catalogs import compile_catalogs
from deploy.local.commands.up import running
from deploy.local.packages import has_display, require
from deploy.local.place import CHECKOUT
from deploy.local.terminal import Trouble

_OPTIONS = (
    "handed over to the console: --sign-in EMAIL with --password-env VARIABLE (signs in without asking), "
    "--shots DIR (saves a picture of each screen and ends; without a display, set QT_QPA_PLATFORM=offscreen)"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Hand everything over to the console."""
    parser.add_argument("arguments", nargs=argparse.REMAINDER, metavar="OPTION", help=_OPTIONS)


def run(arguments: argparse.Namespace) -> int:
    """Open the console, and return its exit code."""
    stack = running()
    if not has_display() and "QT_QPA_PLATFORM" not in os.environ:
        raise Trouble(
            "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set) to open a window on. "
            "For pictures alone (--shots), set QT_QPA_PLATFORM=offscreen."
        )
    require("qt", "window")
    compile_catalogs(CHECKOUT)
    command = [sys.executable, "-m", "desktop", *arguments.arguments]
    return subprocess.run(
        command, cwd=CHECKOUT, env=os.environ | stack.site.console_settings(), check=False
    ).returncode
