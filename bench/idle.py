"""What each process holds and uses while nothing happens, once everything is ready and has settled."""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import psutil

from bench.child import Child
from bench.console_task import console_task
from bench.processes import Memory, cpu_seconds, family, mebibytes, memory
from bench.report import Report
from bench.stage import Conditions, private_stack
from deploy.local.stack import Stack

SETTLE_SECONDS = 5.0
WATCH_SECONDS = 10.0
NOT_OURS = frozenset({"epmd", "rabbitmq", "database"})

Groups = Mapping[str, list[psutil.Process]]


@dataclass(frozen=True, slots=True)
class Usage:
    """What the processes of one part held in the end, and their processor time per second."""

    processes: list[Memory]
    cpu: float

    def as_json(self) -> dict[str, Any]:
        """Return the sums, and the memory of the first process and those that it started."""
        return {
            "pss_mib": mebibytes(sum(each.pss for each in self.processes)),
            "rss_mib": mebibytes(sum(each.rss for each in self.processes)),
            "cpu_percent": round(self.cpu * 100, 2),
            "each": [
                {"pss_mib": mebibytes(each.pss), "rss_mib": mebibytes(each.rss)} for each in self.processes
            ],
        }


def run() -> Report:
    """Watch the whole stack and one console for some seconds."""
    with private_stack() as stack, Child("bench.console", console_task(stack)) as console:
        conditions = Conditions(stack)
        console.hear(60)
        time.sleep(SETTLE_SECONDS)
        usages = watch({**_groups(stack), "console": family(console.pid)}, WATCH_SECONDS)
        figures = {
            "parts": {name: usage.as_json() for name, usage in usages.items()},
            "ours": _sum([usage for name, usage in usages.items() if name not in NOT_OURS]),
            "everything": _sum(usages.values()),
        }
        return Report("idle", figures, conditions.as_json(settled_s=SETTLE_SECONDS, watched_s=WATCH_SECONDS))


def watch(groups: Groups, seconds: float) -> dict[str, Usage]:
    """Return what each named group of processes uses, after having looked at it for so long."""
    before = {name: cpu_seconds(group) for name, group in groups.items()}
    time.sleep(seconds)
    return {
        name: Usage(memory(group), (cpu_seconds(group) - before[name]) / seconds)
        for name, group in groups.items()
    }


def _groups(stack: Stack) -> Groups:
    groups = {name: family(state.pid) for name, state in stack.states().items() if state.pid}
    if supervisor := stack.supervisor_pid():
        # Alone: its children are the parts.
        groups["supervisor"] = [psutil.Process(supervisor)]
    return groups


def _sum(usages: Collection[Usage]) -> dict[str, float]:
    return {
        "pss_mib": mebibytes(sum(each.pss for usage in usages for each in usage.processes)),
        "cpu_percent": round(sum(usage.cpu for usage in usages) * 100, 2),
    }
