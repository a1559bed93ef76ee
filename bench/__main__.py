"""``./dev bench [NAME…]``: runs the benches named, or all, and prints one line of JSON for each."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from importlib import import_module

from bench.report import Report
from deploy.local.terminal import Trouble, fail

BENCHES = {
    "journey": "from the customer's POST to the row painted in a console",
    "submit": "accepted forms per second, beside the bare limit of this machine",
    "web": "pages per second and what a first visit weighs",
    "tracking": "how soon a change reaches open tracking pages, and the web form's memory; --count of them",
    "idle": "memory and processor time of each process while nothing happens",
    "desk": "a console with very many open incidents: start, memory, frames, filter; --count of them",
    "desks": "how soon a change is known at 200 consoles, and what the broker needs; --count of them",
    "metrics": "the figures: made anew, asked for, and kept up to date; --count says of how many incidents",
    "sla": "how soon it is found what is due, and how late it is told; --count of running clocks",
    "search": "time and size of an index, and how soon it answers; --count says of how many incidents",
}
"""Each bench is a module of this package with a function ``run() -> Report``."""
COUNTED = frozenset({"desk", "desks", "metrics", "search", "sla", "tracking"})
"""Benches whose ``run`` takes how many incidents, or pages, there are."""

MISSED, TROUBLE = 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run benches; return 0 when every goal was reached, 1 when one was missed, 2 when one could not run."""
    options = _parser().parse_args(arguments)
    if options.list:
        for name, title in BENCHES.items():
            print(f"{name:10}{title}")
        return 0
    unknown = [name for name in options.names if name not in BENCHES]
    if unknown:
        fail(f"There is no bench called {', '.join(unknown)}; there are {', '.join(BENCHES)}.")
        return TROUBLE
    try:
        reports = [_run(name, options.count) for name in options.names or BENCHES]
    except Trouble as trouble:
        fail(str(trouble))
        return TROUBLE
    except KeyboardInterrupt:
        fail("Interrupted; the stack of the bench is stopped.")
        return TROUBLE
    return 0 if all(report.met for report in reports) else MISSED


def _run(name: str, count: int | None) -> Report:
    # Standard output carries the JSON and nothing else.
    with redirect_stdout(sys.stderr):
        run = import_module(f"bench.{name}").run
        report: Report = run(count) if count and name in COUNTED else run()
    print(report.line(), flush=True)
    return report


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev bench", description="Measure on a stack of its own.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="the benches to run; all when none is named")
    parser.add_argument(
        "--count",
        type=int,
        metavar="N",
        help="incidents of the search, the figures or the desk, open pages, or desks",
    )
    parser.add_argument("--list", action="store_true", help="say which benches there are")
    return parser


if __name__ == "__main__":
    sys.exit(main())
