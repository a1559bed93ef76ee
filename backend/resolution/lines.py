"""The queue line by line: the first rows are on their way before the last are read, and none is kept."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import structlog
from flask import Response
from pydantic_core import to_json

from backend.incidents.documents import RowFields
from backend.incidents.store import IncidentStore
from backend.kit.mongo import DatabaseUnavailable

log = structlog.stdlib.get_logger(__name__)
MEDIA_TYPE = "application/x-ndjson"
FRESH = timedelta(hours=6)
"""What changed within so long comes first: it is on top of most lists."""
LINES: dict[str, Any] = {
    "description": "A JSON object a line: `{as_of}`, each row, `{rows}`. Without the last one it broke off.",
    "content": {MEDIA_TYPE: {"schema": {"type": "string"}}},
}


def in_lines(store: IncidentStore, as_of: datetime, updated_after: datetime | None) -> Response:
    """Answer with the rows of the queue, or with what changed after a moment.

    Raises DatabaseUnavailable while nothing has been sent; later the answer breaks off before its last line.
    """
    batches = (
        store.changes_in_batches(updated_after)
        if updated_after
        else store.queue_in_batches(fresh_after=as_of - FRESH)
    )
    # Asked for here, so that a database that is away is answered as everywhere.
    first = next(batches, [])
    return Response(_lines(as_of, chain([first], batches)), mimetype=MEDIA_TYPE)


def _lines(as_of: datetime, batches: Iterator[list[RowFields]]) -> Iterator[bytes]:
    yield to_json({"as_of": as_of}) + b"\n"
    count = 0
    try:
        for batch in batches:
            count += len(batch)
            yield b"".join(to_json(row) + b"\n" for row in batch)
    except DatabaseUnavailable as outage:
        log.warning("the queue broke off", reason=str(outage), rows=count)
        return
    yield to_json({"rows": count}) + b"\n"
