"""``./dev package``: the standalone console, with its own Python and Qt, for computers that have neither."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from deploy.local.catalogs import compile_catalogs
from deploy.local.packages import require
from deploy.local.place import CHECKOUT
from deploy.local.terminal import Trouble, say, step

NAME = "ventanilla-console"
SPEC = CHECKOUT / "deploy" / "package" / "console.spec"
NOWHERE = "http://127.0.0.1:9"
"""Nobody answers here: a console must show its first window all the same."""
PATIENCE_S = 900
"""Far beyond what a busy machine takes."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the only option."""
    parser.add_argument("--check", action="store_true", help="start it too, without network or display")


def run(arguments: argparse.Namespace) -> int:
    """Build it, start it where that is asked for, and say where it is."""
    require("package", "qt")
    program = build(CHECKOUT / "dist")
    if arguments.check:
        with step("Starting it without network or display"):
            check(program)
    say(f"{program.parent} is the console: copy the directory, and start {program.name} in it.")
    return 0


def build(target: Path) -> Path:
    """Build the console below ``target``, and return the program. Takes about a minute."""
    compile_catalogs(CHECKOUT)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    places = ["--distpath", str(target), "--workpath", str(CHECKOUT / "var" / "package")]
    with step("Building the standalone console"):
        _run([*command, *places, str(SPEC)], os.environ)
    return target / NAME / NAME


def check(program: Path) -> None:
    """Start the program in an environment that knows nothing; raise Trouble where it does not come up."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "HOME": folder,
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "offscreen",
            "VENTANILLA_CONFIG_DIR": folder,
        }
        _run([str(program), "--version"], environment)
        names = ("EMPLOYEES_URL", "RESOLUTION_URL", "KNOWLEDGE_URL", "FILES_URL", "SEARCH_URL")
        lines = [*(f"{name}={NOWHERE}" for name in names), "AMQP_URL=amqp://127.0.0.1:9"]
        (Path(folder) / "console.env").write_text("\n".join(lines), encoding="utf-8")
        _run([str(program), "--shots", folder], environment)
        if not (Path(folder) / "console-sign-in.png").exists():
            raise Trouble(f"{program} ended well, but showed no window.")


def _run(command: list[str], environment: "os._Environ[str] | dict[str, str]") -> None:
    """Run a command to its end; raise Trouble with its last words where it fails."""
    try:
        ended = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Trouble(f"{Path(command[0]).name} did not end within {PATIENCE_S} s.") from None
    if ended.returncode:
        raise Trouble(f"{' '.join(command[:3])} failed:\n" + "\n".join(ended.stdout.splitlines()[-8:]))
