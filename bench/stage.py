"""The stack that a bench runs on: one of its own, never the one that a person has running."""

import os
import platform
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from pymongo import MongoClient

from deploy.local.place import CHECKOUT
from deploy.local.stack import Stack, running_stack

DIRECTORY = CHECKOUT / "var" / "bench"


@contextmanager
def private_stack(*, only: Collection[str] | None = None) -> Iterator[Stack]:
    """Run a new, empty stack for as long as the block lasts, and remove its data afterwards.

    ``only`` names the parts wanted, and those that they need come along. After a failed start the
    directory stays, since the logs that explain it lie there.
    """
    DIRECTORY.mkdir(mode=0o700, parents=True, exist_ok=True)
    root = Path(tempfile.mkdtemp(prefix="stack-", dir=DIRECTORY))
    with running_stack(root, only=only) as stack:
        try:
            yield stack
        finally:
            stack.stop()
            shutil.rmtree(root)


class Conditions:
    """What else counts for a figure: the machine, how busy it was, and the programs' versions."""

    def __init__(self, stack: Stack) -> None:
        self._load_before = load()
        self._programs = {"broker": _broker(stack), "database": _database(stack)}

    def as_json(self, **counts: object) -> dict[str, object]:
        """Return the conditions once the work is done; ``counts`` say how much work it was."""
        return {
            "load_before": self._load_before,
            "load_after": load(),
            **machine(),
            **self._programs,
            **counts,
        }


def machine() -> dict[str, object]:
    """Return what is the same for every bench of this machine."""
    return {"cores": os.cpu_count(), "python": platform.python_version()}


def load() -> float:
    """Return the machine's load over the past minute."""
    return round(os.getloadavg()[0], 2)


def _broker(stack: Stack) -> Mapping[str, str] | None:
    if "rabbitmq" not in stack.parts:
        return None
    url = urlsplit(stack.environment()["RABBITMQ_MANAGEMENT_URL"])
    address = url._replace(netloc=url.netloc.rpartition("@")[2]).geturl()
    with httpx.Client(auth=(url.username or "", url.password or ""), trust_env=False) as client:
        overview: dict[str, Any] = client.get(f"{address}/api/overview").raise_for_status().json()
    return {"kind": "RabbitMQ", "version": overview["rabbitmq_version"]}


def _database(stack: Stack) -> Mapping[str, str] | None:
    if "database" not in stack.parts:
        return None
    kind = stack.record.name("database", "embedded")
    if kind == "embedded":
        # Asked itself, it names the version of MongoDB whose language it speaks.
        return {"kind": "SecantusDB", "version": version("SecantusDB")}
    with MongoClient[dict[str, Any]](stack.environment()["MONGODB_URI"]) as client:
        build = client.admin.command("buildInfo")
    return {"kind": f"MongoDB ({kind})", "version": str(build["version"])}
