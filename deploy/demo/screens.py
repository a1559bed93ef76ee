"""The console of the demo: as a window, or as pictures where there is no display."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.demo.people import Person
from deploy.demo.pictures import take_pictures
from deploy.local.place import CHECKOUT
from deploy.local.stack import Stack
from deploy.local.supervision import DIES_WITH_PARENT
from deploy.local.terminal import Trouble, say, step


class Window:
    """The console in a window of its own, signed in as somebody."""

    def __init__(self, stack: Stack, person: Person) -> None:
        # In a session of its own: Ctrl-C in the terminal is for the demo, which then closes the window.
        self._process = subprocess.Popen(
            [*DIES_WITH_PARENT, *_command(person)],
            cwd=CHECKOUT,
            env=os.environ | _settings(stack),
            start_new_session=True,
        )
        self._was_open = True

    def was_just_closed(self) -> bool:
        """Tell once that the person has closed it."""
        was_open, self._was_open = self._was_open, self._process.poll() is None
        return was_open and not self._was_open

    def close(self) -> None:
        """Close it, and return when it is gone."""
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def picture_screens(stack: Stack, person: Person, folder: Path) -> None:
    """Save a picture of every screen of the console and of the web form.

    Raises Trouble with what could not be pictured; the other pictures are there all the same.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    try:
        with step("Taking pictures of every screen"):
            _picture_all(stack, person, folder)
    finally:
        for picture in sorted(folder.glob("*.png")):
            say(f"  {os.path.relpath(picture, CHECKOUT)}")


def _picture_all(stack: Stack, person: Person, folder: Path) -> None:
    offscreen = os.environ | _settings(stack) | {"QT_QPA_PLATFORM": "offscreen"}
    command = [*_command(person), "--shots", str(folder)]
    console = subprocess.run(
        command, cwd=CHECKOUT, env=offscreen, stderr=subprocess.PIPE, text=True, check=False
    )
    form = take_pictures(stack.url("webform"), folder)
    troubles = [form] if form else []
    if console.returncode:
        said = console.stderr.strip().splitlines() or [f"it ended with {console.returncode}"]
        troubles.append(f"The console: {said[-1]}")
    if troubles:
        raise Trouble(f"Not every screen could be pictured. {' '.join(troubles)}")


def _command(person: Person) -> list[str]:
    return [
        *(sys.executable, "-m", "desktop"),
        *("--sign-in", person.email, "--password-env", "DEMO_PASSWORD"),
    ]


def _settings(stack: Stack) -> Mapping[str, str]:
    return {**stack.site.console_settings(), "DEMO_PASSWORD": stack.environment()["DEMO_PASSWORD"]}
