import os
import platform
import stat
from pathlib import Path

import pytest

from deploy.local import packages
from deploy.local.terminal import Trouble


@pytest.fixture
def nothing_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH on which no package is installed and nobody may become root."""
    _program(tmp_path / "dpkg-query", "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    return tmp_path


def _program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.usefixtures("nothing_installed")
def test_who_may_not_install_is_told_the_whole_command_in_one_line() -> None:
    with pytest.raises(Trouble) as caught:
        packages.require("broker", "browser")
    command = "sudo apt-get install -y --no-install-recommends rabbitmq-server chromium libatomic1"
    assert str(caught.value) == f"Missing here: please run  {command}"


def test_sudo_without_a_password_is_used(nothing_installed: Path) -> None:
    _program(nothing_installed / "sudo", f'echo "$*" >>{nothing_installed}/asked')
    packages.require("broker")
    last = (nothing_installed / "asked").read_text().splitlines()[-1]
    assert last.startswith("-n env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends")


def test_what_is_installed_is_not_asked_for(nothing_installed: Path) -> None:
    _program(nothing_installed / "dpkg-query", 'echo "rabbitmq-server installed"')
    packages.require("broker")


@pytest.mark.parametrize(
    ("release", "name"),
    [
        ({"ID": "debian", "VERSION_ID": "12"}, "libglib2.0-0"),
        ({"ID": "debian", "VERSION_ID": "13"}, "libglib2.0-0t64"),
        ({"ID": "ubuntu", "VERSION_ID": "22.04"}, "libglib2.0-0"),
        ({"ID": "debian"}, "libglib2.0-0t64"),
    ],
)
def test_glib_is_asked_for_by_its_name_in_this_release(
    release: dict[str, str],
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    nothing_installed: Path,
) -> None:
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: release)
    with pytest.raises(Trouble, match=rf" {name} "):
        packages.require("qt")
