"""Macros in memory, with the rules of ``knowledge``: each has a version, and a shared one no owner."""

import json
from dataclasses import dataclass, field
from uuid import UUID

from backend.knowledge.domain import write_macro
from backend.knowledge.requests import MacroBody
from shared.clock import utc_now
from shared.contracts.macros import Macro, MacroDraft, Macros
from shared.ids import uuid7
from tests.support.little_shop import ANA

MACROS = "/api/v1/macros"


@dataclass
class LittleMacros:
    """What Ana may see."""

    kept: dict[UUID, Macro] = field(default_factory=dict)

    def add(self, draft: MacroDraft, owner: str | None = ANA.id) -> Macro:
        """Keep a new one."""
        now = utc_now()
        macro = write_macro(uuid7(now), None, now, owner, draft).after
        self.kept[macro.id] = macro
        return macro

    def answer(self, method: str, path: str, seen: str, sent: bytes) -> tuple[int, bytes]:
        """Return status and body."""
        last = path.removeprefix(MACROS).strip("/")
        if not last and method == "GET":
            return 200, Macros(macros=tuple(self.kept.values())).model_dump_json().encode()
        body = MacroBody.model_validate(json.loads(sent)) if sent else None
        owner = None if body and body.is_shared else ANA.id
        if not last:
            assert body
            return 201, self.add(body.draft(), owner).model_dump_json().encode()
        before = self.kept.get(UUID(last))
        if before is None or seen != str(before.version):
            return 412 if before else 404, b"{}"
        if body is None:
            del self.kept[before.id]
            return 204, b""
        after = write_macro(before.id, before, utc_now(), owner, body.draft()).after
        self.kept[after.id] = after
        return 200, after.model_dump_json().encode()
