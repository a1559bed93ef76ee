"""What may already help who is about to open an incident, asked of ``search``: soon, or not now."""

from datetime import timedelta

import httpx
import structlog
from pydantic import ValidationError

from shared.contracts.knowledge import Suggestion, Suggestions
from shared.contracts.vocabulary import Language
from shared.tokens import AUDIENCE, TokenSigner
from shared.trust import certificates
from webform.correlation import hand_on

TIMEOUT = httpx.Timeout(0.3, connect=0.1, pool=0.05)
"""Nobody waits longer for help that they have not asked for."""
TOKEN_LASTS = timedelta(minutes=2)
TEXT_MAX = 1000
"""So much of what is being written says what it is about."""
log = structlog.stdlib.get_logger(__name__)


class SearchUnavailableError(Exception):
    """``search`` is away or slow: what may help is not known now."""


class Suggester:
    """A pooled client of ``search``; safe between threads."""

    def __init__(self, url: str, signer: TokenSigner) -> None:
        self._http = httpx.Client(
            base_url=url, timeout=TIMEOUT, event_hooks={"request": [hand_on]}, verify=certificates()
        )
        self._signer = signer

    def suggest(
        self, text: str, category: str | None, language: Language, customer_id: str | None
    ) -> tuple[Suggestion, ...]:
        """Return at most three things, the best first.

        ``customer_id`` is whose own open incidents count too. Raises SearchUnavailableError.
        """
        asked = {"text": text[:TEXT_MAX], "language": language.value}
        if category:
            asked["category"] = category
        headers = {"Authorization": f"Bearer {self._token(customer_id)}"}
        try:
            answer = self._http.get("/api/v1/suggestions", params=asked, headers=headers).raise_for_status()
            return Suggestions.model_validate_json(answer.content).suggestions
        except (httpx.HTTPError, ValidationError) as error:
            log.info("went on without suggestions", reason=type(error).__name__)
            raise SearchUnavailableError from error

    def close(self) -> None:
        """Let go of the pooled connections."""
        self._http.close()

    def _token(self, customer_id: str | None) -> str:
        claims = {"sub": "guest", "aud": AUDIENCE}
        return self._signer.sign({**claims, "customer": customer_id} if customer_id else claims, TOKEN_LASTS)
