"""Processes of a bench's own: each gets its task as a line of JSON and answers in lines of JSON.

A child ends when its input closes, so none outlives the bench.
"""

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from deploy.local.place import CHECKOUT
from deploy.local.supervision import DIES_WITH_PARENT
from deploy.local.terminal import Trouble

Facts = dict[str, Any]
_TELLING = threading.Lock()


class Child:
    """The parent's end: a running ``python -m <module>``."""

    def __init__(self, module: str, task: Mapping[str, object]) -> None:
        self._module = module
        self._process = subprocess.Popen(
            [*DIES_WITH_PARENT, sys.executable, "-m", module],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._told: queue.SimpleQueue[Facts | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, name=f"listen-{module}", daemon=True).start()
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    def hear(self, timeout: float) -> Facts:
        """Return the next thing that the child tells; raise Trouble when it is late or has ended."""
        facts = self.overhear(timeout)
        if facts is None:
            raise Trouble(f"{self._module} said nothing for {timeout:.0f} s.")
        return facts

    def overhear(self, timeout: float) -> Facts | None:
        """Return the next thing that the child tells, None when it has nothing to say by then."""
        try:
            facts = self._told.get(timeout=timeout)
        except queue.Empty:
            return None
        if facts is None:
            raise Trouble(f"{self._module} ended too soon; what it printed says why.")
        return facts

    def finish(self, timeout: float = 10) -> list[Facts]:
        """Close the child's input, wait for its end, and return what it told since it was last heard."""
        if self._process.stdin and not self._process.stdin.closed:
            self._process.stdin.close()
        deadline = time.monotonic() + timeout
        rest: list[Facts] = []
        while True:
            try:
                facts = self._told.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                self._process.kill()
                raise Trouble(f"{self._module} did not end within {timeout:.0f} s.") from None
            if facts is None:
                self._process.wait()
                return rest
            rest.append(facts)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        try:
            for line in self._process.stdout:
                self._told.put(json.loads(line))
        except ValueError:  # the pipe was closed under our hands
            pass
        self._told.put(None)


def task() -> Facts:
    """Return, in a child, the task that it was given."""
    facts: Facts = json.loads(sys.stdin.readline())
    return facts


def tell(**facts: object) -> None:
    """Tell the parent something; callable from any thread."""
    with _TELLING:
        print(json.dumps(facts), flush=True)


def wait_for_the_end() -> None:
    """Return when the parent closes the child's input, or is gone."""
    sys.stdin.read()
