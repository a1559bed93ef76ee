"""What the shop knows, asked of ``knowledge``: categories with their questions, answers, known incidents."""

from datetime import timedelta
from typing import TypeVar
from uuid import UUID

import httpx
import structlog
from pydantic import Field, ValidationError

from shared.contracts.catalogue import CATEGORIES
from shared.contracts.knowledge import Answer, CategoryDefinition, Follower, KnownIncident
from shared.contracts.resources import Contract
from shared.telemetry import CORRELATION_HEADER
from shared.tokens import AUDIENCE, TokenSigner
from shared.trust import certificates
from webform.correlation import correlation_id
from webform.kept import Refreshed

READ_S, WRITE_S = 0.3, 3.0
TOKEN_LASTS = timedelta(minutes=2)
log = structlog.stdlib.get_logger(__name__)

Catalogue = tuple[CategoryDefinition, ...]
"""The categories in use, in the order of the form."""


class KnowledgeUnavailableError(Exception):
    """``knowledge`` does not answer."""


class _Categories(Contract):
    categories: Catalogue = Field(min_length=1)


class _Answers(Contract):
    answers: tuple[Answer, ...]


class _KnownIncidents(Contract):
    known_incidents: tuple[KnownIncident, ...]


_Shape = TypeVar("_Shape", _Categories, _Answers, _KnownIncidents)

WITHOUT_QUESTIONS: Catalogue = tuple(
    CategoryDefinition(slug=category.slug, version=0, names=category.names, team=category.team)
    for category in CATEGORIES.values()
)
"""What a site offers that has never reached ``knowledge``."""


class Knowledge:
    """A pooled client of ``knowledge`` that keeps what it read last; safe between threads."""

    def __init__(self, url: str, signer: TokenSigner) -> None:
        self._http = httpx.Client(base_url=url, timeout=READ_S, verify=certificates())
        self._signer = signer
        self._catalogue = Refreshed(self._read_categories, WITHOUT_QUESTIONS)
        self._answers = Refreshed[tuple[Answer, ...]](self._read_answers, ())
        self._known = Refreshed[tuple[KnownIncident, ...]](self._read_known, ())

    def catalogue(self) -> Catalogue:
        """Return the categories in use; the same object for as long as they have not changed."""
        return self._catalogue.value()

    def answer(self, answer_id: UUID) -> Answer | None:
        """Return a published answer, None where there is none as far as we know."""
        return next((one for one in self._answers.value() if one.id == answer_id), None)

    def known_incident(self, known_id: UUID) -> KnownIncident | None:
        """Return something that affects many just now, None where there is none as far as we know."""
        return next((one for one in self._known.value() if one.id == known_id), None)

    def follow(self, known_id: UUID, follower: Follower) -> bool:
        """Note who wants to hear when it is solved; False where it is over already.

        Raises KnowledgeUnavailableError.
        """
        token = self._signer.sign({"sub": "guest", "aud": AUDIENCE}, TOKEN_LASTS)
        headers = {"Authorization": f"Bearer {token}", CORRELATION_HEADER: str(correlation_id())}
        path, body = f"/api/v1/known-incidents/{known_id}/followers", follower.model_dump(mode="json")
        try:
            answer = self._http.post(path, json=body, headers=headers, timeout=WRITE_S)
        except httpx.HTTPError as error:
            raise KnowledgeUnavailableError(type(error).__name__) from error
        if answer.status_code in {404, 409}:
            return False
        if answer.status_code != 204:
            raise KnowledgeUnavailableError(f"status {answer.status_code}")
        return True

    def close(self) -> None:
        """Let go of the pooled connections."""
        for kept in (self._catalogue, self._answers, self._known):
            kept.close()
        self._http.close()

    def _read_categories(self) -> Catalogue | None:
        found = self._read("categories", _Categories)
        if found is None:
            return None
        in_use = [category for category in found.categories if category.is_active]
        return tuple(sorted(in_use, key=lambda one: (one.position, one.slug))) or None

    def _read_answers(self) -> tuple[Answer, ...] | None:
        found = self._read("published-answers", _Answers)
        return found.answers if found else None

    def _read_known(self) -> tuple[KnownIncident, ...] | None:
        found = self._read("known-incidents", _KnownIncidents)
        return found.known_incidents if found else None

    def _read(self, what: str, shape: type[_Shape]) -> _Shape | None:
        """Return a public list; None, with a line in the log, where it can't be had."""
        try:
            answer = self._http.get(f"/api/v1/{what}").raise_for_status()
            return shape.model_validate_json(answer.content)
        except (httpx.HTTPError, ValidationError) as error:
            log.info("kept what was read last", what=what, reason=type(error).__name__)
            return None
