"""What is said after ``./dev demo`` reaches the demo as it was said."""

import argparse

import pytest

from deploy.demo.options import add_options, as_arguments, who_goes_on


@pytest.fixture
def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    add_options(parser)
    return parser


@pytest.mark.parametrize("given", [[], ["--rate=0"], ["--rate=90", "--staff-rate=2.5"], ["--once"]])
def test_options_survive_being_handed_over(parser: argparse.ArgumentParser, given: list[str]) -> None:
    options = parser.parse_args(given)
    assert parser.parse_args(as_arguments(options)) == options


@pytest.mark.parametrize("rate", ["-1", "many", "nan", "inf"])
def test_a_rate_that_is_none_is_refused(
    parser: argparse.ArgumentParser, capsys: pytest.CaptureFixture[str], rate: str
) -> None:
    with pytest.raises(SystemExit):
        parser.parse_args([f"--rate={rate}"])
    assert f"{rate} is no number from 0 to 6000" in capsys.readouterr().err


def test_the_help_tells_every_option(parser: argparse.ArgumentParser) -> None:
    for option in ("--rate", "--staff-rate", "--once"):
        assert option in parser.format_help()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], "Customers keep writing, employees keep answering."),
        (["--staff-rate=0"], "Customers keep writing."),
        (["--rate=0"], "Employees keep working."),
        (["--rate=0", "--staff-rate=0"], "Nobody writes but you."),
    ],
)
def test_it_says_who_goes_on_and_no_more(
    parser: argparse.ArgumentParser, given: list[str], told: str
) -> None:
    assert who_goes_on(parser.parse_args(given)) == told
