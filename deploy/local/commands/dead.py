"""``./dev dead``: the messages that could not be processed."""

import argparse
import os
import subprocess
import sys

from deploy.local.commands.up import running
from deploy.local.place import CHECKOUT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what can be said after ``./dev dead``."""
    parser.add_argument("service", nargs="?", help="only this service's")
    parser.add_argument("--replay", action="store_true", help="send them to their queue again")


def run(arguments: argparse.Namespace) -> int:
    """List or replay them with the operator's rights."""
    environment = os.environ | {"AMQP_URL": running().environment()["AMQP_URL"]}
    command = [sys.executable, "-m", "shared.messaging.rabbit.dead"]
    command += [arguments.service] if arguments.service else []
    command += ["--replay"] if arguments.replay else []
    return subprocess.run(command, cwd=CHECKOUT, env=environment, check=False).returncode
