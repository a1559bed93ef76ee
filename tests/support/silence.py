"""Silence: a test fails for a warning or an error in the log that it did not announce."""

import logging
import re
from collections.abc import Iterator

import pytest
import structlog

from shared.telemetry import configure_logging


class ExpectedLog:
    """The warnings and errors that a test announces, and those that came."""

    def __init__(self) -> None:
        self.records: list[logging.LogRecord] = []
        self._patterns: list[re.Pattern[str]] = []

    def __call__(self, pattern: str) -> None:
        """Allow warnings and errors in which this regular expression is found."""
        self._patterns.append(re.compile(pattern))

    def texts(self) -> list[str]:
        """Return everything that came, as text."""
        return [record.getMessage() for record in self.records]

    def unexpected(self) -> list[str]:
        """Return what came and was not announced."""
        return [
            f"{record.levelname} {record.name}: {record.getMessage()}"
            for record in self.records
            if not any(pattern.search(record.getMessage()) for pattern in self._patterns)
        ]


class _Ear(logging.Handler):
    def __init__(self, heard: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append(record)


@pytest.fixture(autouse=True)
def expected_log() -> Iterator[ExpectedLog]:
    """Fail on an unexpected WARNING or ERROR; ``expected_log("keys not fetched")`` announces one."""
    configure_logging("tests")
    structlog.contextvars.clear_contextvars()
    expected = ExpectedLog()
    ear = _Ear(expected.records)
    root = logging.getLogger()
    root.addHandler(ear)
    try:
        yield expected
    finally:
        root.removeHandler(ear)
    unexpected = expected.unexpected()
    assert not unexpected, "unexpected in the log:\n" + "\n".join(unexpected)
