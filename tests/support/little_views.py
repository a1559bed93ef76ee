"""Saved views in memory, with the rules of ``employees``: their owner changes them, at the version seen."""

from dataclasses import dataclass, field
from uuid import UUID

from shared.clock import utc_now
from shared.contracts.resources import Assignee
from shared.contracts.views import SavedView, SavedViews, ViewBody
from shared.ids import uuid7
from tests.support.little_shop import ANA

VIEWS = "/api/v1/views"
MINE = Assignee(id=ANA.id or "", name=ANA.name)


@dataclass
class LittleViews:
    """What Ana may see."""

    kept: dict[UUID, SavedView] = field(default_factory=dict)

    def add(self, body: ViewBody, owner: Assignee = MINE) -> SavedView:
        """Keep a new one."""
        now = utc_now()
        view = SavedView(id=uuid7(now), owner=owner, version=1, updated_at=now, **dict(body))
        self.kept[view.id] = view
        return view

    def answer(self, method: str, path: str, seen: str, sent: bytes) -> tuple[int, bytes]:
        """Return status and body."""
        last = path.removeprefix(VIEWS).strip("/")
        if not last and method == "GET":
            return 200, SavedViews(views=tuple(self.kept.values())).model_dump_json().encode()
        if not last:
            return 201, self.add(ViewBody.model_validate_json(sent)).model_dump_json().encode()
        return self._change(method, UUID(last), seen, sent)

    def _change(self, method: str, view_id: UUID, seen: str, sent: bytes) -> tuple[int, bytes]:
        found = self.kept.get(view_id)
        if found is None or found.owner != MINE:
            return 403 if found else 404, b"{}"
        if seen != str(found.version):
            return 412, b"{}"
        if method == "DELETE":
            del self.kept[view_id]
            return 204, b""
        body = ViewBody.model_validate_json(sent)
        after = found.model_copy(update={**dict(body), "version": found.version + 1})
        self.kept[view_id] = after
        return 200, after.model_dump_json().encode()
