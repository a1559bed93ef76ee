"""The customer's view of incidents, asked of ``resolution`` with an identity that may see just that."""

from datetime import timedelta
from typing import TypeVar
from uuid import UUID

import httpx
import structlog
from pydantic import ValidationError

from shared.contracts.resources import IncidentDetail, OwnIncident, OwnIncidents
from shared.tokens import AUDIENCE, TokenSigner
from shared.trust import certificates
from webform.correlation import hand_on

log = structlog.stdlib.get_logger(__name__)
GUEST_TOKEN_LASTS = timedelta(minutes=2)
TIMEOUT_S = 3.0


Shape = TypeVar("Shape", IncidentDetail, OwnIncidents)


class DeskUnavailableError(Exception):
    """``resolution`` does not answer, or answers nonsense. What customers send is accepted all the same."""


class SignedOutError(Exception):
    """The customer's token is not believed any more."""


class Desk:
    """A pooled client of ``resolution``; safe between threads."""

    def __init__(self, url: str, signer: TokenSigner) -> None:
        self._http = httpx.Client(
            base_url=url, timeout=TIMEOUT_S, event_hooks={"request": [hand_on]}, verify=certificates()
        )
        self._signer = signer

    def incident(self, incident_id: UUID) -> IncidentDetail | None:
        """Return an incident whose link was shown; None while it is not registered yet.

        Raises DeskUnavailableError.
        """
        claims = {"sub": "guest", "aud": AUDIENCE, "incident": str(incident_id)}
        token = self._signer.sign(claims, GUEST_TOKEN_LASTS)
        answer = self._get(f"/api/v1/incidents/{incident_id}", token)
        if answer.status_code == 404:
            return None
        return _read(IncidentDetail, answer)

    def own(self, access_token: str) -> tuple[OwnIncident, ...]:
        """Return a signed-in customer's incidents, the newest first.

        Raises DeskUnavailableError and SignedOutError.
        """
        answer = self._get("/api/v1/own-incidents", access_token)
        if answer.status_code != 200:
            raise SignedOutError
        return _read(OwnIncidents, answer).incidents

    def close(self) -> None:
        """Let go of the pooled connections."""
        self._http.close()

    def _get(self, path: str, token: str) -> httpx.Response:
        try:
            answer = self._http.get(path, headers={"Authorization": f"Bearer {token}"})
        except httpx.HTTPError as error:
            raise DeskUnavailableError(type(error).__name__) from error
        if answer.status_code not in {200, 401, 403, 404}:
            raise DeskUnavailableError(f"status {answer.status_code}")
        return answer


def _read(kind: type[Shape], answer: httpx.Response) -> Shape:
    try:
        return kind.model_validate_json(answer.content)
    except ValidationError as error:
        log.warning("resolution answered what we do not understand", status=answer.status_code)
        raise DeskUnavailableError("not understood") from error
