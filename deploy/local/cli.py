"""The commands of ``./dev``: one line of help each, one module each.

Only the module of the command that was given is imported, so that the help needs nothing but Python.
"""

import argparse
import errno
import sys
from collections.abc import Sequence
from importlib import import_module

from deploy.local.terminal import Trouble, fail, painted, say

COMMANDS = {
    "demo": "start everything with a believable day of incidents, and open the console",
    "up": "start the stack: broker, database, mailbox and services",
    "down": "stop the stack",
    "status": "say how each part is; exit 0 only when all are ready",
    "env": "print the running stack's settings as KEY=value lines",
    "console": "open the desktop console against the running stack",
    "package": "build the standalone console, for computers without Python, into dist/",
    "check": "format, lint, types, layers and the fast tests",
    "test": "the same, then every other test, with the real parts",
    "bench": "run the benchmarks, or one of them",
    "dead": "list the messages that could not be processed, or send them again",
}


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        say(overview())
        return 0
    name = arguments[0]
    if name not in COMMANDS:
        fail(f"There is no command {name}. ./dev lists them all.")
        return 2
    module = import_module(f"deploy.local.commands.{name}")
    parser = argparse.ArgumentParser(
        prog=f"./dev {name}", description=COMMANDS[name].capitalize() + ".", allow_abbrev=False
    )
    module.add_arguments(parser)
    try:
        return int(module.run(_parsed(parser, arguments[1:])))
    except Trouble as trouble:
        fail(str(trouble))
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        fail(f"The disk is full: {error.filename or 'something'} could not be written.")
    return 1


def _parsed(parser: argparse.ArgumentParser, given: Sequence[str]) -> argparse.Namespace:
    """Read the rest of the line; where a command hands it all over, its options are not ours to judge."""
    hands_over = any(action.nargs == argparse.REMAINDER for action in parser._actions)  # noqa: SLF001
    if hands_over and not {"-h", "--help"} & set(given):
        return argparse.Namespace(arguments=list(given))
    return parser.parse_args(given)


def overview() -> str:
    """Return the help: one line a command."""
    lines = [f"  {painted(f'./dev {name:<8}', 'bold')}  {text}" for name, text in COMMANDS.items()]
    title = "Ventanilla: the incident desk of an online shop. Python " + sys.version.split()[0]
    return "\n".join(
        [
            title,
            "",
            *lines,
            "",
            "./dev COMMAND --help tells more. Everything written lies under var/ and dist/.",
        ]
    )
