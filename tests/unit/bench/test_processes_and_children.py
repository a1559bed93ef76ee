import os
import subprocess
import sys

import psutil
import pytest

from bench.child import Child
from bench.idle import watch
from bench.processes import cpu_seconds, family, memory
from deploy.local.terminal import Trouble


def test_a_process_is_measured_with_its_children() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        found = family(os.getpid())
        assert found[0].pid == os.getpid()
        assert child.pid in [process.pid for process in found]
        own, *_ = memory(found)
        assert 0 < own.pss <= own.rss
        assert cpu_seconds(found) > 0
        child.communicate(b"\n")


def test_a_process_that_has_ended_uses_nothing() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        gone = psutil.Process(child.pid)
        child.communicate(b"\n")
    assert cpu_seconds([gone]) == 0
    assert memory([gone]) == []


def test_an_idle_process_uses_memory_and_hardly_any_processor_time() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        usage = watch({"child": [psutil.Process(child.pid)]}, 0.2)["child"].as_json()
        child.communicate(b"\n")
    assert usage["pss_mib"] > 0
    assert len(usage["each"]) == 1


def test_a_child_answers_its_task_and_ends_when_nobody_listens_any_more() -> None:
    with Child("bench.canned", {"page": "<form></form>"}) as child:
        assert child.hear(20)["url"].startswith("http://127.0.0.1:")
        assert psutil.pid_exists(child.pid)
        assert child.finish() == []
    assert not psutil.pid_exists(child.pid)


def test_a_child_that_says_nothing_is_given_up() -> None:
    with Child("bench.canned", {"page": ""}) as child:
        child.hear(20)
        with pytest.raises(Trouble, match=r"bench\.canned said nothing"):
            child.hear(0.05)
    assert not psutil.pid_exists(child.pid)


def test_a_child_that_cannot_do_its_task_is_noticed(capfd: pytest.CaptureFixture[str]) -> None:
    with Child("bench.canned", {}) as child, pytest.raises(Trouble, match="ended too soon"):
        child.hear(20)
    assert "KeyError" in capfd.readouterr().err
