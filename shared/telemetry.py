"""Logs: one JSON object a line on stderr, with the correlation id of the work in hand."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

CORRELATION_HEADER = "X-Correlation-ID"
"""HTTP header that carries the correlation id in and out."""


def configure_logging(service: str, level: int = logging.INFO) -> None:
    """Send structlog's and the standard library's records to stderr as JSON, marked with ``service``.

    Get a logger with ``structlog.stdlib.get_logger(__name__)`` and log facts as keywords:
    ``log.info("incident opened", incident_id=…)``. May be called again; only the last call counts.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = _JsonHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _name(service),
                structlog.processors.JSONRenderer(default=str, ensure_ascii=False),
            ],
        )
    )
    _install(handler, level)


@contextmanager
def correlated(correlation_id: UUID) -> Iterator[None]:
    """Mark every log line written inside with this correlation id."""
    with structlog.contextvars.bound_contextvars(correlation_id=str(correlation_id)):
        yield


class _JsonHandler(logging.StreamHandler):  # type: ignore[type-arg]  # generic in the stubs only
    """A class of its own, so that a second set-up finds and replaces the first."""


def _install(handler: logging.Handler, level: int) -> None:
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each, _JsonHandler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for chatty in ("httpx", "httpcore", "pymongo", "werkzeug"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _name(service: str) -> Processor:
    def add(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {"service": service, **event}

    return add
