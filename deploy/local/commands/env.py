"""``./dev env``: the running stack's settings, for any tool."""

import argparse

from deploy.local.commands.up import running
from deploy.local.terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing."""
    del parser


def run(arguments: argparse.Namespace) -> int:
    """Print KEY=value lines."""
    del arguments
    for name, value in running().environment().items():
        say(f"{name}={value}")
    return 0
