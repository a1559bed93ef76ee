"""The system packages that each command needs: looked for, and installed where that is allowed."""

import os
import platform
import shutil
import subprocess
from collections.abc import Sequence

from deploy.local.terminal import Trouble, step

GROUPS: dict[str, tuple[str, ...]] = {
    "broker": ("rabbitmq-server",),
    "qt": (
        "libgl1",
        "libegl1",
        "libfontconfig1",
        "libxkbcommon0",
        "libdbus-1-3",
        "libglib2.0-0",
        "fonts-inter",
    ),
    "window": (
        "libxkbcommon-x11-0",
        "libxcb-cursor0",
        "libxcb-icccm4",
        "libxcb-keysyms1",
        "libxcb-shape0",
    ),
    "package": ("binutils",),
    # playwright's own node needs libatomic1, which nothing else brings on Debian 12.
    "browser": ("chromium", "libatomic1"),
}
"""What a part of the product needs, by the names that Debian gives it."""

_TITLES = {
    "broker": "RabbitMQ",
    "qt": "the libraries of Qt",
    "window": "the libraries of its windows",
    "package": "what takes programs apart",
    "browser": "Chromium",
}


def require(*groups: str) -> None:
    """Make sure that these groups are installed; raise Trouble with the command to give where we may not."""
    missing = {group: packages for group in groups if (packages := _missing(GROUPS[group]))}
    if not missing:
        return
    names = [name for packages in missing.values() for name in packages]
    command = ["apt-get", "install", "-y", "--no-install-recommends", *names]
    prefix = _rights()
    if prefix is None:
        raise Trouble(f"Missing here: please run  sudo {' '.join(command)}")
    with step("Installing " + ", ".join(_TITLES[group] for group in missing)):
        _install([*prefix, *command], [*prefix, "apt-get", "update"])


def has_display() -> bool:
    """Tell whether a window could be opened here."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _missing(packages: Sequence[str]) -> list[str]:
    if shutil.which("dpkg-query") is None:
        raise Trouble(f"This is no Debian: install the counterparts of {' '.join(packages)} yourself.")
    names = [_name_here(package) for package in packages]
    query = ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Status}\n", *names]
    answer = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    installed = {line.split()[0] for line in answer.splitlines() if line.endswith(" installed")}
    return [name for name in names if name not in installed]


def _name_here(package: str) -> str:
    """Return the package's name in this release: with 64-bit times, glib got another one."""
    if package != "libglib2.0-0":
        return package
    release = platform.freedesktop_os_release()
    first = {"debian": 13.0, "ubuntu": 24.04}.get(release["ID"], 13.0)
    try:
        is_new = float(release.get("VERSION_ID", "99")) >= first
    except ValueError:
        is_new = True
    return "libglib2.0-0t64" if is_new else package


def _rights() -> list[str] | None:
    """Return what to put before a command that root must give; None where we cannot be root."""
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if os.getuid() == 0:
        return environment
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if asked.returncode == 0:
            return ["sudo", "-n", *environment]
    return None


def _install(install: Sequence[str], update: Sequence[str]) -> None:
    install = [*install, "-o", "DPkg::Lock::Timeout=300"]
    if _try(install).returncode == 0:
        return
    # The lists may be missing, or name a version that is gone.
    _try(update)
    ended = _try(install)
    if ended.returncode:
        lines = [
            line for line in ended.stdout.splitlines() if line.startswith("E:")
        ] or ended.stdout.splitlines()
        raise Trouble(f"{' '.join(install)} failed: {' '.join(lines[-3:])}")


def _try(command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
