"""The incidents themselves, read with an account that may do no more."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

import structlog
from pydantic import ValidationError

from backend.incidents.documents import ROW_FIELDS, to_row
from backend.incidents.parts import from_document
from backend.kit.mongo import Database, reachable
from backend.metrics.steps import Record
from shared.contracts.resources import IncidentRow, PromiseOutcome, TimelineEntry

log = structlog.stdlib.get_logger(__name__)
CHUNK = 500
_FIELDS = {**ROW_FIELDS, "outcomes": 1}
_NOT_ASKED = {"cause_id": 0, "fingerprint": 0}
"""Of a line of the timeline, what says who asked for the change: it is of no use here."""


class RecordStore:
    """A Source over the database ``incidents``. All methods raise DatabaseUnavailable."""

    def __init__(self, database: Database) -> None:
        self._incidents = database["incidents"]
        self._timeline = database["timeline"]

    def read(self, incident_ids: Collection[UUID]) -> Mapping[UUID, Record]:
        """See Source."""
        found = (record for batch in self._batches({"_id": {"$in": list(incident_ids)}}) for record in batch)
        return {record.row.id: record for record in found}

    def everything(self) -> Iterator[list[Record]]:
        """See Source."""
        return self._batches({})

    def changed_after(self, moment: datetime) -> Iterator[list[Record]]:
        """See Source."""
        return self._batches({"updated_at": {"$gt": moment}})

    def rows(self, incident_ids: Sequence[UUID]) -> list[IncidentRow]:
        """Return the rows of incidents in the order asked for; what is gone is left out."""
        with reachable():
            found = [
                to_row(each) for each in self._incidents.find({"_id": {"$in": incident_ids}}, ROW_FIELDS)
            ]
        rows = {row.id: row for row in found}
        return [rows[each] for each in incident_ids if each in rows]

    def _batches(self, query: dict[str, Any]) -> Iterator[list[Record]]:
        with reachable():
            cursor = self._incidents.find(query, _FIELDS, batch_size=CHUNK)
            while batch := list(islice(cursor, CHUNK)):
                # The timeline is read after its incidents, so it is never behind them.
                lines = self._lines([each["_id"] for each in batch])
                yield [record for each in batch if (record := _readable(each, lines[each["_id"]]))]

    def _lines(self, incident_ids: list[UUID]) -> Mapping[UUID, list[dict[str, Any]]]:
        found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
        for line in self._timeline.find({"incident_id": {"$in": incident_ids}}, _NOT_ASKED):
            found[line["incident_id"]].append(line)
        return found


def _readable(found: dict[str, Any], lines: list[dict[str, Any]]) -> Record | None:
    """Make a record; what can't be read is left out, and named in the log."""
    identity = str(found["_id"])
    try:
        outcomes = tuple(PromiseOutcome.model_validate(each) for each in found.pop("outcomes", None) or ())
        row = to_row(found)
        entries = [from_document(TimelineEntry, line) for line in lines if line["version"] <= row.version]
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False, include_context=False)
        log.warning("left out what can't be read", id=identity, faults=faults)
        return None
    return Record(row, sorted(entries, key=lambda entry: entry.version), outcomes)
