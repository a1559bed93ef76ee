"""What a part's processes use: processor time and memory, its children included."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

import psutil

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Memory:
    """The resident memory of one process, in bytes."""

    rss: int
    """All of its pages, those that it shares with others included."""
    pss: int
    """Its own pages, and its share of those that it has in common with others: these can be added up."""


def family(pid: int) -> list[psutil.Process]:
    """Return a process and all that it started, the process first."""
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def cpu_seconds(processes: Iterable[psutil.Process]) -> float:
    """Return the processor time that these processes have used so far; one that has ended counts nothing."""
    total = 0.0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def memory(processes: Iterable[psutil.Process]) -> list[Memory]:
    """Return the memory of each of these processes that has not ended."""
    found = []
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            info = process.memory_full_info()
            found.append(Memory(info.rss, info.pss))
    return found


def mebibytes(count: int) -> float:
    """Return bytes as MiB with one decimal."""
    return round(count / _MEBIBYTE, 1)
