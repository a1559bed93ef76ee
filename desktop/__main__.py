"""Starts the console: ``python -m desktop``."""

import argparse
import os
import sys
from pathlib import Path

from desktop.state.release import VERSION


def main() -> int:
    """Read the command line, look for a display before Qt does, and run until the window is closed."""
    options = _options()
    if not _has_display():
        print(  # noqa: T201  # said to whoever typed the command
            "No display here (neither DISPLAY nor WAYLAND_DISPLAY is set). "
            "Start the console on a desktop, or set QT_QPA_PLATFORM=offscreen with --shots.",
            file=sys.stderr,
        )
        return 2
    return _run(options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="desktop", description="The employees' console.")
    parser.add_argument("--version", action="version", version=f"Ventanilla {VERSION}")
    parser.add_argument("--sign-in", metavar="EMAIL", default="", help="sign in without asking")
    parser.add_argument("--password-env", metavar="VARIABLE", default="", help="where its password is")
    parser.add_argument(
        "--shots",
        metavar="DIR",
        type=Path,
        help="save a picture of each screen and end; without --sign-in, of the first",
    )
    options = parser.parse_args()
    options.password = os.environ.get(options.password_env, "")
    if options.password_env and not options.password:
        parser.exit(2, f"{options.password_env} holds no password: it is not set, or empty.\n")
    if options.shots and options.sign_in and not options.password:
        parser.exit(2, "--shots can't ask for a password: --sign-in needs --password-env here.\n")
    return options


def _has_display() -> bool:
    """Qt aborts the process where it finds no display, so it must not be tried."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _run(options: argparse.Namespace) -> int:
    from PySide6.QtWidgets import QApplication

    from desktop.app import Console
    from desktop.services.addresses import Addresses
    from desktop.services.preferences import settings_file

    addresses = Addresses.load(settings_file())
    application = QApplication(sys.argv[:1])
    application.setApplicationName("ventanilla")
    application.setApplicationDisplayName("Ventanilla")
    console = Console(application, addresses)
    if options.shots:
        from desktop.shots import Photographer

        Photographer(console, options.shots, signs_in=bool(options.sign_in)).start()
    console.start(options.sign_in, options.password)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
