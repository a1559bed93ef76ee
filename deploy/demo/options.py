"""What can be said after ``./dev demo``."""

import argparse
from collections.abc import Sequence


def add_options(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument(
        "--rate",
        type=_rate,
        default=6,
        metavar="N",
        help="incidents that customers open a minute (6); 0: nobody writes",
    )
    parser.add_argument(
        "--staff-rate",
        type=_rate,
        default=12,
        metavar="N",
        help="steps that employees take a minute (12); 0: nobody works but you",
    )
    parser.add_argument(
        "--once", action="store_true", help="end when all has been shown, instead of going on"
    )


def who_goes_on(options: argparse.Namespace) -> str:
    """Return in one sentence what goes on while a demo is watched."""
    if options.rate and options.staff_rate:
        return "Customers keep writing, employees keep answering."
    if options.rate:
        return "Customers keep writing."
    return "Employees keep working." if options.staff_rate else "Nobody writes but you."


def as_arguments(options: argparse.Namespace) -> Sequence[str]:
    """Return the command line that says these options."""
    rates = [f"--rate={options.rate:g}", f"--staff-rate={options.staff_rate:g}"]
    return [*rates, *(["--once"] if options.once else [])]


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = -1
    if not 0 <= rate <= 6000:
        raise argparse.ArgumentTypeError(f"{text} is no number from 0 to 6000")
    return rate
