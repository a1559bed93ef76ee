import subprocess
import sys
from importlib import import_module

import pytest

from deploy.local import cli
from deploy.local.place import CHECKOUT


def test_the_help_has_one_line_for_each_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    shown = capsys.readouterr().out
    for name in cli.COMMANDS:
        assert sum(f"./dev {name} " in line for line in shown.splitlines()) == 1


def test_the_help_needs_nothing_but_python() -> None:
    script = "import sys; sys.path.insert(0, '.'); from deploy.local.cli import main; main([])"
    ended = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_its_module(name: str) -> None:
    module = import_module(f"deploy.local.commands.{name}")
    assert callable(module.run)
    assert callable(module.add_arguments)


def test_an_unknown_command_is_refused_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["strat"]) == 2
    assert capsys.readouterr().err == "✗ There is no command strat. ./dev lists them all.\n"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("webform=99999", "99999 is no port: a number from 1 to 65535"),
        ("webform=0", "0 is no port"),
        ("webform=many", "many is no port"),
        ("webform=٣", "٣ is no port"),
        ("8000", "8000 is not PART=PORT, such as webform=8000"),
        ("=8000", "is not PART=PORT"),
    ],
)
def test_a_wrong_port_is_named_with_what_would_be_right(
    capsys: pytest.CaptureFixture[str], given: str, said: str
) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["up", "--port", given])
    assert end.value.code == 2
    assert said in capsys.readouterr().err


def test_a_full_disk_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_arguments: object) -> int:
        raise OSError(28, "No space left on device", "/somewhere/file")

    monkeypatch.setattr("deploy.local.commands.down.run", full)
    assert cli.main(["down"]) == 1
    assert capsys.readouterr().err == "✗ The disk is full: /somewhere/file could not be written.\n"
