"""Known incidents in memory, as ``knowledge`` keeps them: changed at the version seen, gone when solved."""

import json
from dataclasses import dataclass, field
from uuid import UUID

from backend.knowledge.requests import KnownIncidentBody
from shared.clock import utc_now
from shared.contracts.knowledge import KnownIncident
from shared.ids import uuid7

KNOWN = "/api/v1/known-incidents"


@dataclass
class LittleKnown:
    """What affects many just now, and what did."""

    kept: dict[UUID, KnownIncident] = field(default_factory=dict)

    def answer(self, method: str, path: str, seen: str, sent: bytes) -> tuple[int, bytes]:
        """Return status and body."""
        last, _, deed = path.removeprefix(KNOWN).strip("/").partition("/")
        if not last and method == "GET":
            unsolved = [one.model_dump(mode="json") for one in self.kept.values() if one.solved_at is None]
            return 200, json.dumps({"known_incidents": unsolved}).encode()
        if not last:
            return 201, self.announce(KnownIncidentBody.model_validate_json(sent)).model_dump_json().encode()
        found = self.kept[UUID(last)]
        if method == "PUT" and seen != str(found.version):
            return 412, b"{}"
        if method == "PUT":
            new = {"solved_at": utc_now()} if deed else dict(KnownIncidentBody.model_validate_json(sent))
            found = found.model_copy(update={**new, "version": found.version + 1})
            self.kept[found.id] = found
        return 200, found.model_dump_json().encode()

    def announce(self, body: KnownIncidentBody) -> KnownIncident:
        """Keep a new one."""
        now = utc_now()
        known = KnownIncident(id=uuid7(now), version=1, announced_at=now, **dict(body))
        self.kept[known.id] = known
        return known
