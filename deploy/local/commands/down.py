"""``./dev down``: stops the stack."""

import argparse

from deploy.local.place import own_place
from deploy.local.stack import Stack
from deploy.local.terminal import done, step


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing."""
    del parser


def run(arguments: argparse.Namespace) -> int:
    """Stop every part and return when no process is left."""
    del arguments
    stack = Stack(own_place().root)
    if not stack.is_running():
        done("The stack does not run.")
        return 0
    with step("Stopping the stack"):
        stack.stop()
    return 0
