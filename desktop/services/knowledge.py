"""What the console asks of ``knowledge``: categories, answers, known incidents, macros."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from PySide6.QtCore import QObject

from desktop.services.session import Session
from desktop.services.signed_wire import SignedWire
from desktop.services.wire import Call, Failed
from desktop.state.house_names import learn_categories
from shared.contracts.knowledge import Answer, CategoryDefinition, KnownIncident
from shared.contracts.macros import Macro, MacroDraft, Macros

CATEGORIES = "/api/v1/categories"
ANSWERS = "/api/v1/answers"
KNOWN = "/api/v1/known-incidents"
KnownDone = Callable[[KnownIncident], None]
AnswerDone = Callable[[Answer], None]
CategoryDone = Callable[[CategoryDefinition], None]


class Categories(BaseModel):
    """All categories, in the order of the form."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    categories: tuple[CategoryDefinition, ...]


class Answers(BaseModel):
    """What staff has written for customers, drafts too, the latest first."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    answers: tuple[Answer, ...]


class KnownIncidents(BaseModel):
    """What affects many, the latest first."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    known_incidents: tuple[KnownIncident, ...]


class Knowledge(QObject):
    """Sends requests in the person's name, each time anew: others change what it knows."""

    def __init__(self, url: str, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wire = SignedWire(url, session, self)

    def categories(self, done: Callable[[Categories], None], failed: Failed) -> None:
        """Fetch all categories; from then on the screens go by their names."""

        def learn(found: Categories) -> None:
            learn_categories((one.slug, one.names) for one in found.categories)
            done(found)

        self._wire.send(Call("GET", CATEGORIES), Categories, learn, failed)

    def category(self, slug: str, done: CategoryDone, failed: Failed) -> None:
        """Fetch one category as it is now."""
        self._wire.send(Call("GET", f"{CATEGORIES}/{slug}"), CategoryDefinition, done, failed)

    def define(
        self, slug: str, seen: int | None, body: dict[str, Any], done: CategoryDone, failed: Failed
    ) -> None:
        """Make a category (``seen`` is None), or change it; fails as STALE at another version."""
        call = Call("PUT", f"{CATEGORIES}/{slug}", body, version=seen)
        self._wire.send(call, CategoryDefinition, done, failed)

    def answers(self, done: Callable[[Answers], None], failed: Failed) -> None:
        """Fetch all answers, drafts too."""
        self._wire.send(Call("GET", ANSWERS), Answers, done, failed)

    def answer(self, answer_id: UUID, done: AnswerDone, failed: Failed) -> None:
        """Fetch one answer as it is now."""
        self._wire.send(Call("GET", f"{ANSWERS}/{answer_id}"), Answer, done, failed)

    def keep_answer(
        self, seen: Answer | None, body: dict[str, Any], done: AnswerDone, failed: Failed
    ) -> None:
        """Write a new answer, or change the one of which this version was seen."""
        if seen is None:
            call = Call("POST", ANSWERS, body)
        else:
            call = Call("PUT", f"{ANSWERS}/{seen.id}", body, version=seen.version)
        self._wire.send(call, Answer, done, failed)

    def remove_answer(self, seen: Answer, done: Callable[[], None], failed: Failed) -> None:
        """Remove an answer for good, if it is still as it was seen."""
        call = Call("DELETE", f"{ANSWERS}/{seen.id}", version=seen.version)
        self._wire.fetch(call, lambda _nothing: done(), failed)

    def known_incidents(self, done: Callable[[KnownIncidents], None], failed: Failed) -> None:
        """Fetch what affects many."""
        self._wire.send(Call("GET", KNOWN), KnownIncidents, done, failed)

    def known(self, known_id: UUID, done: KnownDone, failed: Failed) -> None:
        """Fetch one known incident, solved ones too."""
        self._wire.send(Call("GET", f"{KNOWN}/{known_id}"), KnownIncident, done, failed)

    def announce(self, body: dict[str, Any], done: KnownDone, failed: Failed) -> None:
        """Tell of something that affects many."""
        self._wire.send(Call("POST", KNOWN, body), KnownIncident, done, failed)

    def reword(self, seen: KnownIncident, body: dict[str, Any], done: KnownDone, failed: Failed) -> None:
        """Say it in other words; fails as STALE at another version."""
        call = Call("PUT", f"{KNOWN}/{seen.id}", body, version=seen.version)
        self._wire.send(call, KnownIncident, done, failed)

    def solve(self, seen: KnownIncident, done: KnownDone, failed: Failed) -> None:
        """Say that it is solved; fails as STALE at another version."""
        call = Call("PUT", f"{KNOWN}/{seen.id}/resolution", version=seen.version)
        self._wire.send(call, KnownIncident, done, failed)

    def macros(self, done: Callable[[Macros], None], failed: Failed) -> None:
        """Fetch one's own macros and those for everybody."""
        self._wire.send(Call("GET", "/api/v1/macros"), Macros, done, failed)

    def keep_macro(
        self,
        before: Macro | None,
        draft: MacroDraft,
        done: Callable[[Macro], None],
        failed: Failed,
        *,
        is_shared: bool,
    ) -> None:
        """Write a new macro, or change the one of which this version was seen."""
        body = {**draft.model_dump(mode="json"), "is_shared": is_shared}
        if before is None:
            call = Call("POST", "/api/v1/macros", body)
        else:
            call = Call("PUT", f"/api/v1/macros/{before.id}", body, version=before.version)
        self._wire.send(call, Macro, done, failed)

    def remove_macro(self, macro: Macro, done: Callable[[], None], failed: Failed) -> None:
        """Remove a macro for good, if it is still as it was seen."""
        call = Call("DELETE", f"/api/v1/macros/{macro.id}", version=macro.version)
        self._wire.fetch(call, lambda _nothing: done(), failed)
