"""How the workers of a run share it (``./dev test``, or ``pytest -n 3``): whole files, and dear parts once.

Each worker is a process with directories, ports and databases of its own. Only starting a whole stack or a
broker twice would be waste: so whatever needs one of them goes to one worker, test after test.
"""

import os
from typing import Any

import pytest
from xdist.scheduler import LoadGroupScheduling

from deploy.local import ports

DEAR = ("stack", "node")
"""The fixtures that live as long as their worker and take long to start."""
NAMED_BYTES = 40


class ByPartAndFile(LoadGroupScheduling):
    """Hands out the tests of a dear part together, and other files one by one."""

    def _split_scope(self, nodeid: str) -> str:
        scope = super()._split_scope(nodeid)
        return scope.partition("::")[0] if scope == nodeid else scope


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name no test after whole contents: what was made just now differs from worker to worker."""
    return argname if isinstance(val, bytes) and len(val) > NAMED_BYTES else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, pytest.Function) and (part := dear_part(item)):
            item.add_marker(pytest.mark.xdist_group(part))


def dear_part(item: pytest.Function) -> str | None:
    """Return the dear part that a test needs; a small stack that a file has of its own is none."""
    known = item._fixtureinfo.name2fixturedefs
    return next((name for name in DEAR if name in known and known[name][-1].scope == "session"), None)


def pytest_configure() -> None:
    """Let workers that start stacks at the same moment not race for the same ports."""
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        place, count = int(worker.removeprefix("gw")), int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
        ports.LISTENING = ports.LISTENING[place::count]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByPartAndFile:
    """Share the tests out in our way."""
    return ByPartAndFile(config, log)
