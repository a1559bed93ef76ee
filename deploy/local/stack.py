"""One local stack: started, asked, disturbed and stopped. Several can run side by side."""

import fcntl
import os
import shutil
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.local.database import remember_choice
from deploy.local.part import Part
from deploy.local.parts import parts_of
from deploy.local.place import Place
from deploy.local.readiness import NotReady
from deploy.local.record import Record
from deploy.local.site import Site
from deploy.local.starter import Follower, Starter
from deploy.local.supervision import ProcessState, Supervisor
from deploy.local.terminal import Trouble, warn

_LEAST_FREE_BYTES = 500_000_000


@dataclass(frozen=True)
class PartStatus:
    """One line of ``./dev status``."""

    name: str
    state: str
    """ready, starting, restarting, stopping, stopped, failed or unreachable."""
    url: str | None
    port: int | None
    pid: int | None

    def as_json(self) -> dict[str, object]:
        """Return the members of ``./dev status --json``."""
        return asdict(self)


class Stack:
    """The stack whose data lie under ``root``."""

    def __init__(
        self, root: Path, *, only: Collection[str] | None = None, own_database_names: bool = False
    ) -> None:
        """Take the parts named in ``only`` and those that they need; all when it is None.

        With ``own_database_names``, several stacks can use one database that was given.
        """
        self.place = Place(root.absolute())
        self.record = Record(self.place)
        self._only = only
        self._suffix = f"-{self.record.token}" if own_database_names else ""
        self._supervisor = Supervisor(self.place)
        self._arrange_parts()

    def _arrange_parts(self) -> None:
        self.site = Site(self.place, self.record, self._suffix)
        every = parts_of(self.site)
        self.parts: Mapping[str, Part] = every if self._only is None else _with_needs(every, self._only)

    # Starting and stopping.

    def start(
        self,
        follow: Follower = lambda _part, _seconds: None,
        *,
        detached: bool = False,
        wanted_ports: Mapping[str, int] | None = None,
    ) -> None:
        """Start every part and return when all are ready; after a failure stop them, raise Trouble."""
        self._prepare(wanted_ports or {})
        with self._starting_alone():
            try:
                self._supervisor.launch(self.parts.values(), detached=detached)
                Starter(self._supervisor, self.place, follow).run(self.parts)
            except BaseException:
                self._supervisor.shut_down()
                raise

    def stop(self) -> None:
        """Stop every part, in order, and return when no process is left."""
        self._supervisor.shut_down()

    def is_running(self) -> bool:
        """Tell whether this stack has a supervisor, however its parts are."""
        return self._supervisor.pid() is not None

    def _prepare(self, wanted_ports: Mapping[str, int]) -> None:
        self.place.make()
        free = shutil.disk_usage(self.place.root).free
        if free < _LEAST_FREE_BYTES:
            raise Trouble(
                f"The disk of {self.place.root} is full: {free // 1_000_000} MB left, 500 MB needed."
            )
        self._settle_ports(wanted_ports)
        remember_choice(self.record)
        self._arrange_parts()
        self.site.make_keys()
        self.site.database.arrange()
        # Only now is it known which accounts the services have.
        self._arrange_parts()
        self.record.save()

    def _settle_ports(self, wanted_ports: Mapping[str, int]) -> None:
        for name, port in wanted_ports.items():
            if name not in self.parts:
                raise Trouble(f"There is no part called {name}.")
            self.record.want_port(name, port)
        # After a supervisor that was killed, our own parts may still be on their way out.
        deadline = time.monotonic() + (15 if (self.place.run / "supervisord.pid").exists() else 0)
        while (taken := self.record.taken_ports()) and time.monotonic() < deadline:
            time.sleep(0.1)
        for name, port in taken.items():
            self.record.forget_port(name)
            warn(f"Port {port} of {name} is taken by another program; {self.record.port(name)} replaces it.")

    @contextmanager
    def _starting_alone(self) -> Iterator[None]:
        with (self.place.run / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Trouble("Another ./dev is starting this stack just now.") from None
            yield

    # Asking.

    def status(self) -> list[PartStatus]:
        """Return the state of each part, as it is now."""
        states = self._supervisor.states()
        return [self._status_of(part, states.get(part.name)) for part in self.parts.values()]

    def states(self) -> Mapping[str, ProcessState]:
        """Return what the supervisor says about each program; empty when the stack is stopped."""
        return self._supervisor.states()

    def pid(self, name: str) -> int:
        """Return the process id of a part; raise LookupError when it does not run."""
        state = self._supervisor.states().get(name)
        if state is None or state.pid is None:
            raise LookupError(f"{name} does not run")
        return state.pid

    def supervisor_pid(self) -> int | None:
        """Return the process id of the supervisor; None when the stack is stopped."""
        return self._supervisor.pid()

    def url(self, name: str) -> str:
        """Return the address of a part that speaks HTTP."""
        return self.site.http_url(name)

    def environment(self) -> Mapping[str, str]:
        """Return the settings for a person's own tools, as ``./dev env`` prints them."""
        return self.site.operator_settings()

    def settings(self, name: str) -> Mapping[str, str]:
        """Return the settings that a part gets, with its own accounts."""
        return self.parts[name].environment

    # Disturbing one part.

    def start_part(self, name: str) -> None:
        """Start a part that was stopped, and return when it is ready."""
        Starter(self._supervisor, self.place, lambda _part, _seconds: None).run({name: self.parts[name]})

    def stop_part(self, name: str) -> None:
        """Stop a part in good order, and return when it has ended."""
        self._supervisor.stop(self.parts[name])

    def kill_part(self, name: str) -> None:
        """Kill a part without a warning; the supervisor starts it again."""
        os.kill(self.pid(name), 9)

    def wait_until_ready(self, name: str, seconds: float = 60) -> None:
        """Return when a part is ready (again); raise NotReady when it is not in time."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                self.pid(name)
                return self.parts[name].check()
            except (NotReady, LookupError) as error:
                if time.monotonic() > deadline:
                    raise NotReady(f"{name}: {error}") from None
            time.sleep(0.1)

    def _status_of(self, part: Part, process: ProcessState | None) -> PartStatus:
        pid = process.pid if process else None
        if part.is_ours and (process is None or not process.is_alive):
            word = {"BACKOFF": "restarting", "STOPPING": "stopping", "FATAL": "failed", "EXITED": "failed"}
            state = word.get(process.state, "stopped") if process else "stopped"
        else:
            state = _answer(part)
        # Before the first start no port is settled: the next one would pick others.
        url, port = (part.url, part.port) if self.place.record.exists() else (None, None)
        return PartStatus(part.name, state, url, port, pid)


@contextmanager
def running_stack(root: Path, *, only: Collection[str] | None = None) -> Iterator[Stack]:
    """Run a stack of its own under ``root`` for as long as the block lasts."""
    stack = Stack(root, only=only, own_database_names=True)
    stack.start()
    try:
        yield stack
    finally:
        stack.stop()


def _answer(part: Part) -> str:
    try:
        part.check()
    except NotReady:
        return "starting" if part.is_ours else "unreachable"
    return "ready"


def _with_needs(every: Mapping[str, Part], only: Collection[str]) -> dict[str, Part]:
    wanted: set[str] = set()
    left = list(only)
    while left:
        name = left.pop()
        wanted.add(name)
        left += [need for need in every[name].needs if need not in wanted]
    return {name: part for name, part in every.items() if name in wanted}
