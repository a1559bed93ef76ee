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
from deploy.local.terminal import say, step, warn


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


def picture_screens(stack: Stack, person: Person, folder: Path) -> bool:
    """Save a picture of every screen of the console and of the web form; tell whether all could be taken."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    offscreen = os.environ | _settings(stack) | {"QT_QPA_PLATFORM": "offscreen"}
    with step("Taking pictures of every screen"):
        shots = subprocess.run(
            [*_command(person), "--shots", str(folder)], cwd=CHECKOUT, env=offscreen, check=False
        )
        missing = take_pictures(stack.url("webform"), folder)
    for picture in sorted(folder.glob("*.png")):
        say(f"  {picture.relative_to(CHECKOUT)}")
    if shots.returncode:
        warn("The console could not be pictured; what it says stands above.")
    if missing:
        warn(f"The web form could not be pictured: {missing}")
    return not shots.returncode and not missing


def _command(person: Person) -> list[str]:
    return [
        *(sys.executable, "-m", "desktop"),
        *("--sign-in", person.email, "--password-env", "DEMO_PASSWORD"),
    ]


def _settings(stack: Stack) -> Mapping[str, str]:
    return {**stack.site.console_settings(), "DEMO_PASSWORD": stack.environment()["DEMO_PASSWORD"]}
