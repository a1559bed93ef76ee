"""Starts parts as soon as those that they need are ready, and fails as soon as one of them does."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.part import Part
from deploy.local.place import Place
from deploy.local.readiness import NotReady
from deploy.local.supervision import Supervisor
from deploy.local.terminal import Trouble

Follower = Callable[[Part, float], None]
"""Told of each part that has become ready, and after how many seconds."""

_PAUSE = 0.1
_SHOWN_LOG_LINES = 12


@dataclass
class Starter:
    """One start of several parts; independent ones come up side by side."""

    supervisor: Supervisor
    place: Place
    follow: Follower
    _began: dict[str, float] = field(default_factory=dict)
    _reasons: dict[str, str] = field(default_factory=dict)

    def run(self, parts: Mapping[str, Part]) -> None:
        """Start these parts and return when all are ready; raise Trouble about the first that fails.

        What a part needs and is not among ``parts`` is taken to be ready.
        """
        ready: set[str] = set()
        while len(ready) < len(parts):
            states = self.supervisor.states()
            for part in parts.values():
                if part.name in ready:
                    continue
                if part.name not in self._began:
                    if all(name in ready or name not in parts for name in part.needs):
                        self._begin(part)
                elif self._is_ready(part, states[part.name].state if part.is_ours else "RUNNING"):
                    ready.add(part.name)
                    self.follow(part, time.monotonic() - self._began[part.name])
            time.sleep(_PAUSE)

    def _begin(self, part: Part) -> None:
        self._began[part.name] = time.monotonic()
        part.prepare()
        if part.is_ours:
            self.supervisor.start(part)

    def _is_ready(self, part: Part, state: str) -> bool:
        if state not in {"STARTING", "RUNNING"}:
            raise Trouble(f"{part.name} ended while it was starting.{self._excerpt(part)}")
        try:
            part.check()
            part.settle()
        except NotReady as reason:
            self._reasons[part.name] = str(reason)
        else:
            return True
        if time.monotonic() - self._began[part.name] > part.patience:
            why = self._reasons[part.name]
            raise Trouble(
                f"{part.name} was not ready after {part.patience:.0f} s: {why}.{self._excerpt(part)}"
            )
        return False

    def _excerpt(self, part: Part) -> str:
        if not part.is_ours:
            return ""
        path = self.place.log_of(part.name)
        lines = "".join(f"\n    {line}" for line in last_lines(path, _SHOWN_LOG_LINES))
        return f" Its log, {path}, ends:{lines}" if lines else f" Its log, {path}, is empty."


def last_lines(path: Path, count: int) -> list[str]:
    """Return the last lines of a log that say something; none where there is no log."""
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - 16_384))
            text = log.read().decode(errors="replace")
    except FileNotFoundError:
        return []
    return [line.rstrip() for line in text.splitlines() if line.strip()][-count:]
