"""The supervisor of a stack's processes: a private supervisord, configured by a file and asked by XML-RPC."""

import contextlib
import os
import resource
import shlex
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import psutil
from supervisor.xmlrpc import SupervisorTransport

from deploy.local.part import Part
from deploy.local.place import CHECKOUT, Place, write_private
from deploy.local.terminal import Trouble

DIES_WITH_PARENT = ("setpriv", "--pdeathsig", "TERM", "--")
"""Put in front of a command: the kernel ends the program when the one that started it is gone."""

_STOP_SECONDS = 15


@dataclass(frozen=True)
class ProcessState:
    """What the supervisor says about one program."""

    name: str
    state: str
    """supervisord's word: STOPPED, STARTING, RUNNING, BACKOFF, STOPPING, EXITED or FATAL."""
    pid: int | None
    detail: str

    @property
    def is_alive(self) -> bool:
        """Whether the program runs now."""
        return self.state in {"STARTING", "RUNNING"}


class Supervisor:
    """One stack's supervisord: started, asked, and ended."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._process: subprocess.Popen[bytes] | None = None

    def launch(self, parts: Iterable[Part], *, detached: bool) -> None:
        """Start supervisord with these programs, none of them running yet.

        Unless ``detached``, it ends with this process, whatever happens to it.
        """
        configuration = self._place.run / "supervisord.conf"
        write_private(configuration, configuration_of(self._place, parts))
        command = [sys.executable, "-m", "supervisor.supervisord", "-n", "-c", str(configuration)]
        with self._place.log_of("supervisord").open("ab") as log:
            # In a session of its own: Ctrl-C in the terminal is ours to answer.
            self._process = subprocess.Popen(
                command if detached else [*DIES_WITH_PARENT, *command],
                cwd=CHECKOUT,
                env=plain_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + 20
        while self.pid() != self._process.pid:
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise Trouble(f"The supervisor did not start: see {self._place.log_of('supervisord')}")
            time.sleep(0.05)

    def pid(self) -> int | None:
        """Return the process id of the running supervisord, None when there is none."""
        try:
            return int(self._ask("getPID"))
        except OSError:
            return None
        except xmlrpc.client.Fault:  # it is shutting down and answers no more questions
            return self._written_pid()

    def states(self) -> dict[str, ProcessState]:
        """Return the state of each program; empty when nothing runs."""
        try:
            answer: list[dict[str, Any]] = self._ask("getAllProcessInfo")
        except (OSError, xmlrpc.client.Fault):  # the latter while it is shutting down
            return {}
        return {
            info["name"]: ProcessState(
                info["name"], info["statename"], info["pid"] or None, info["spawnerr"] or info["description"]
            )
            for info in answer
        }

    def start(self, part: Part) -> None:
        """Start a program, without waiting for it."""
        self._ask("startProcess", _full_name(part), False)

    def stop(self, part: Part) -> None:
        """Stop a program and wait until it has ended."""
        with contextlib.suppress(xmlrpc.client.Fault):  # it does not run
            self._ask("stopProcess", _full_name(part), True)

    def wait(self, seconds: float) -> bool:
        """Wait for the supervisord that we launched to end, and tell whether it did."""
        if self._process is None:
            return True
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def shut_down(self) -> None:
        """End all programs, the highest tier first, then supervisord itself; return when all are gone."""
        number = self.pid()
        if number is None:
            self.wait(5)  # it may have been killed a moment ago
            return
        with contextlib.suppress(psutil.NoSuchProcess):
            supervisord = psutil.Process(number)
            family = [supervisord, *supervisord.children(recursive=True)]
            supervisord.terminate()
            if self._process is not None and self._process.pid == number:
                self.wait(4 * _STOP_SECONDS)
            _, alive = psutil.wait_procs(family[:1], timeout=4 * _STOP_SECONDS)
            _, rest = psutil.wait_procs(family[1:], timeout=5)
            for process in [*alive, *rest]:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()

    def _written_pid(self) -> int | None:
        try:
            return int((self._place.run / "supervisord.pid").read_text())
        except (OSError, ValueError):  # it has just removed it
            return None

    def _ask(self, method: str, *arguments: object) -> Any:
        transport = SupervisorTransport(None, None, f"unix://{self._place.socket}")
        try:
            proxy = xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport)
            return getattr(proxy.supervisor, method)(*arguments)
        finally:
            transport.close()


def plain_environment() -> dict[str, str]:
    """Return the environment in which every part starts: nothing of the person's own settings."""
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "TZ", "USER") if name in os.environ}
    path = f"{os.path.dirname(sys.executable)}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"  # noqa: PTH120
    return {"LANG": "C.UTF-8", "PATH": path, "PYTHONUNBUFFERED": "1"} | kept


def configuration_of(place: Place, parts: Iterable[Part]) -> str:
    """Return supervisord.conf for these programs."""
    ours = [part for part in parts if part.is_ours]
    _, hard_limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    sections = [
        _section("unix_http_server", {"file": place.socket, "chmod": "0700"}),
        _section(
            "supervisord",
            {
                "logfile": place.log_of("supervisord"),
                "logfile_maxbytes": "1MB",
                "logfile_backups": 1,
                "pidfile": place.run / "supervisord.pid",
                "childlogdir": place.log,
                "nodaemon": "true",
                "silent": "true",
                "umask": "077",
                "minfds": min(hard_limit, 65_536) if hard_limit > 0 else 65_536,
                # Without a name, supervisord warns a root that it stays root.
                **({"user": "root"} if os.getuid() == 0 else {}),
            },
        ),
        "[rpcinterface:supervisor]\n"
        "supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface\n",
        *(_program(place, part) for part in ours),
    ]
    for tier in sorted({part.tier for part in ours}):
        names = ",".join(part.name for part in ours if part.tier == tier)
        sections.append(_section(f"group:{_group(tier)}", {"programs": names, "priority": tier}))
    return "\n".join(sections)


def _program(place: Place, part: Part) -> str:
    environment = ",".join(f'{name}="{value}"' for name, value in sorted(part.environment.items()))
    return _section(
        f"program:{part.name}",
        {
            "command": shlex.join([*DIES_WITH_PARENT, *part.command]),
            "directory": CHECKOUT,
            "environment": environment,
            "autostart": "false",
            "autorestart": "true",
            # Who ends sooner than this is started again after 1, 2, 3, … seconds.
            "startsecs": 3,
            "startretries": 30,
            "stopsignal": "TERM",
            "stopwaitsecs": _STOP_SECONDS,
            "killasgroup": "true",
            "redirect_stderr": "true",
            "stdout_logfile": place.log_of(part.name),
            "stdout_logfile_maxbytes": "5MB",
            "stdout_logfile_backups": 2,
        },
    )


def _section(title: str, values: dict[str, object]) -> str:
    # supervisord takes % for the start of a name to be filled in.
    lines = [f"{key} = {str(value).replace('%', '%%')}\n" for key, value in values.items()]
    return f"[{title}]\n{''.join(lines)}"


def _group(tier: int) -> str:
    return f"tier{tier}"


def _full_name(part: Part) -> str:
    return f"{_group(part.tier)}:{part.name}"
