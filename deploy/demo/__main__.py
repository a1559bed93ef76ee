"""``./dev demo``: the whole product with a believable shop in it, and the console open."""

import argparse
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from deploy.demo.life import Customers, Employees, Life
from deploy.demo.options import add_options, who_goes_on
from deploy.demo.people import PEOPLE, easy_password
from deploy.demo.screens import Window, picture_screens
from deploy.demo.seeding import furnish
from deploy.local.commands.up import start
from deploy.local.packages import has_display
from deploy.local.place import own_place
from deploy.local.stack import Stack
from deploy.local.terminal import Trouble, done, fail, painted, say, step, warn
from shared.contracts.vocabulary import Role

SUPERVISOR = next(person for person in PEOPLE if person.role is Role.SUPERVISOR)
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    """Run the demo; return the exit status, 1 when it could not be started or shown."""
    parser = argparse.ArgumentParser(prog="./dev demo", description="A shop to look at.")
    add_options(parser)
    options = parser.parse_args()
    for number in _ENDING:
        signal.signal(number, _interrupt)
    try:
        with _running_stack() as stack:
            return 0 if _run(stack, options) else 1
    except Trouble as trouble:
        fail(str(trouble))
        return 1
    except KeyboardInterrupt:
        return 0


@contextmanager
def _running_stack() -> Iterator[Stack]:
    """Give the stack that runs already, or start one and stop it in the end."""
    stack = Stack(own_place().root)
    is_ours = not stack.is_running()
    _choose_password(stack, is_ours)
    try:
        if is_ours:
            start(stack, detached=False)
        yield stack
    finally:
        _hear_no_more()
        if is_ours and stack.is_running():
            with step("Stopping the stack"):
                stack.stop()


def _choose_password(stack: Stack, is_new: bool) -> None:
    if stack.record.known_secret("demo-people") is None:
        stack.record.remember_secret("demo-people", easy_password())
        if not is_new:  # otherwise the start writes it down
            stack.record.save()


def _run(stack: Stack, options: argparse.Namespace) -> bool:
    """Fill the shop, keep it alive, show it; tell whether all could be shown."""
    staff = furnish(stack)
    _tell(stack)
    alive: list[Life] = []
    if options.rate:
        alive.append(Customers(stack.url("webform"), options.rate))
    if options.staff_rate:
        alive.append(Employees(staff, stack.url("resolution"), options.staff_rate))
    for life in alive:
        life.start()
    try:
        return _show(stack, options)
    finally:
        for life in alive:
            life.stop()


def _tell(stack: Stack) -> None:
    """Say where to go and who to be."""
    say()
    say(f"  Customers  {stack.url('webform')}")
    say(f"  Mailbox    {stack.url('mailbox')}")
    say("  Console    ./dev console, signed in as one of")
    for person in PEOPLE:
        say(f"             {person.email:<24}{painted(person.role, 'grey'):<12}{', '.join(person.teams)}")
    say(f"  Password   {stack.environment()['DEMO_PASSWORD']}")
    say()


def _show(stack: Stack, options: argparse.Namespace) -> bool:
    """Open the console, or take pictures where there is no display; then go on until Ctrl-C."""
    window: Window | None = None
    is_shown = True
    try:
        if has_display():
            window = Window(stack, SUPERVISOR)
            done(f"The console opens, signed in as {SUPERVISOR.name}, {SUPERVISOR.role}.")
        else:
            warn("There is no display here, so the screens are saved as pictures.")
            is_shown = _picture(stack)
        if not options.once:
            say(f"{who_goes_on(options)} Ctrl-C stops everything.")
            _go_on(stack, window)
    finally:
        if window:
            window.close()
    return is_shown


def _picture(stack: Stack) -> bool:
    """Take the pictures; that one is missing does not end a demo."""
    try:
        picture_screens(stack, SUPERVISOR, own_place().root / "demo")
    except Trouble as trouble:
        fail(str(trouble))
        return False
    return True


def _go_on(stack: Stack, window: Window | None) -> None:
    while stack.is_running():
        if window and window.was_just_closed():
            say("The console was closed. ./dev console opens it again; the shop goes on. Ctrl-C stops it.")
        time.sleep(1)
    say("The stack was stopped.")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Let a closed terminal or a SIGTERM end the demo as Ctrl-C does."""
    _hear_no_more()
    raise KeyboardInterrupt


def _hear_no_more() -> None:
    """Let no second signal break off the ending: the console is waited for, and everything stopped."""
    for number in _ENDING:
        signal.signal(number, signal.SIG_IGN)


if __name__ == "__main__":
    sys.exit(main())
