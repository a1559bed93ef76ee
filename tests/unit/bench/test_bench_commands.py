import json
import sys
from types import ModuleType

import pytest

from bench import __main__ as bench
from bench.report import Goal, Report
from deploy.local.terminal import Trouble, say


def _bench(monkeypatch: pytest.MonkeyPatch, name: str, figure: float) -> None:
    module = ModuleType(f"bench.{name}")

    def run() -> Report:
        say("what a part of the bench has to say")
        return Report(name, {"figure": figure}, {}, [Goal("figure", "<", 100)])

    module.run = run  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, f"bench.{name}", module)
    monkeypatch.setitem(bench.BENCHES, name, "a bench of this test")


def test_a_bench_prints_one_line_of_json_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _bench(monkeypatch, "quick", 5)
    assert bench.main(["quick"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["bench"] == "quick"
    assert printed.out.count("\n") == 1
    assert "what a part of the bench has to say" in printed.err


def test_a_missed_goal_is_told_by_the_exit_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _bench(monkeypatch, "quick", 5)
    _bench(monkeypatch, "slow", 500)
    assert bench.main(["slow", "quick"]) == 1
    assert [json.loads(line)["met"] for line in capsys.readouterr().out.splitlines()] == [False, True]


def test_an_unknown_bench_is_named_beside_those_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["jurney"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "jurney" in printed.err
    assert "journey" in printed.err


def test_a_bench_that_cannot_run_says_why_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _bench(monkeypatch, "broken", 0)

    def run() -> Report:
        raise Trouble("RabbitMQ is not installed.")

    monkeypatch.setattr(sys.modules["bench.broken"], "run", run)
    assert bench.main(["broken"]) == 2
    assert capsys.readouterr().err.strip().endswith("RabbitMQ is not installed.")


def test_the_benches_can_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["--list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(bench.BENCHES)
