"""``./dev status``: how each part is."""

import argparse
import json

from deploy.local.place import own_place
from deploy.local.stack import PartStatus, Stack
from deploy.local.terminal import painted, say

_COLOURS = {
    "ready": "green",
    "starting": "yellow",
    "restarting": "yellow",
    "stopping": "yellow",
    "stopped": "grey",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what can be said after ``./dev status``."""
    parser.add_argument(
        "--json", action="store_true", help="for programs: name, state, url, port, pid of each part"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print one line a part, and return 0 only when all are ready."""
    parts = Stack(own_place().root).status()
    ready = all(part.state == "ready" for part in parts)
    if arguments.json:
        say(json.dumps({"ready": ready, "parts": [part.as_json() for part in parts]}, indent=2))
    else:
        for part in parts:
            say(_line(part))
    return 0 if ready else 1


def _line(part: PartStatus) -> str:
    state = painted(f"{part.state:<12}", _COLOURS.get(part.state, "red"))
    where = part.url or (f"127.0.0.1:{part.port}" if part.port else "")
    pid = f"pid {part.pid}" if part.pid else ""
    return f"{part.name:<18} {state} {pid:<12} {where}".rstrip()
