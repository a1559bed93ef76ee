"""``./dev demo``: the whole product with a believable shop in it, and the console open."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from backend.incidents.store import IncidentStore
from backend.kit.mongo import connect
from deploy.demo.history import History
from deploy.demo.life import Customers, Employees, Life
from deploy.demo.people import PEOPLE, Staff
from deploy.demo.pictures import take_pictures
from deploy.local.commands.up import start
from deploy.local.packages import has_display
from deploy.local.place import CHECKOUT, own_place
from deploy.local.stack import Stack
from deploy.local.terminal import Trouble, done, fail, painted, say, step, warn
from shared.clock import utc_now
from shared.contracts.vocabulary import Role

SUPERVISOR = next(person for person in PEOPLE if person.role is Role.SUPERVISOR)


def main() -> int:
    """Run the demo; return the exit status."""
    options = _options()
    stack = Stack(own_place().root)
    is_ours = not stack.is_running()
    try:
        if is_ours:
            start(stack, detached=False)
        run(stack, options)
    except Trouble as trouble:
        fail(str(trouble))
        return 1
    except KeyboardInterrupt:
        say()
    finally:
        if is_ours and stack.is_running():
            with step("Stopping the stack"):
                stack.stop()
    return 0


def run(stack: Stack, options: argparse.Namespace) -> None:
    """Fill the shop, keep it alive, show it."""
    staff = _furnish(stack)
    _tell(stack)
    alive: list[Life] = [Customers(stack.url("webform"), options.rate)] if options.rate else []
    if options.staff_rate:
        alive.append(Employees(staff, stack.url("resolution"), options.staff_rate))
    for life in alive:
        life.start()
    try:
        _show(stack)
        if not options.once:
            say("Customers keep writing. Ctrl-C stops everything.")
            while stack.is_running():
                time.sleep(1)
    finally:
        for life in alive:
            life.stop()


def _furnish(stack: Stack) -> Staff:
    """Take on the people and write the past, where that has not been done."""
    settings = stack.environment()
    staff = Staff(stack.url("employees"), settings["DEMO_PASSWORD"])
    with step("Taking on the staff of Casa Lumbre, a shop for the household"):
        staff.take_on(settings["ADMIN_EMAIL"], settings["ADMIN_PASSWORD"])
    database = connect(stack.settings("intake")["MONGODB_URI"], "demo")
    with step("Writing the incidents of the past five days"):
        History(staff, utc_now()).write(IncidentStore(database, "intake"))
    database.client.close()
    return staff


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


def _show(stack: Stack) -> None:
    """Open the console, or take pictures where there is no display."""
    settings = {**stack.site.console_settings(), "DEMO_PASSWORD": stack.environment()["DEMO_PASSWORD"]}
    command = [
        sys.executable,
        "-m",
        "desktop",
        "--sign-in",
        SUPERVISOR.email,
        "--password-env",
        "DEMO_PASSWORD",
    ]
    if has_display():
        subprocess.Popen(command, cwd=CHECKOUT, env=os.environ | settings)
        done(f"The console opens, signed in as {SUPERVISOR.name}. Closed it? ./dev console opens it again.")
        return
    folder = Path(own_place().root) / "demo"
    warn("There is no display here, so the screens are saved as pictures.")
    with step("Taking pictures of every screen"):
        offscreen = os.environ | settings | {"QT_QPA_PLATFORM": "offscreen"}
        subprocess.run([*command, "--shots", str(folder)], cwd=CHECKOUT, env=offscreen, check=False)
        take_pictures(stack.url("webform"), folder)
    for picture in sorted(folder.glob("*.png")):
        say(f"  {picture}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev demo", description="A shop to look at.")
    parser.add_argument(
        "--rate", type=float, default=6, help="incidents that customers open a minute; 0: none"
    )
    parser.add_argument(
        "--staff-rate", type=float, default=4, help="steps of the employees a minute; 0: none"
    )
    parser.add_argument("--once", action="store_true", help="end when all is shown, instead of going on")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
