"""People who call the services of a running stack, with tokens signed by the real issuers' keys."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from deploy.local.stack import Stack
from shared.tokens import AUDIENCE, Issuer, TokenSigner

ANA = {"sub": "e-anaanaan", "name": "Ana García", "role": "agent", "teams": [], "aud": AUDIENCE}
LUIS = {**ANA, "sub": "e-luisluis", "name": "Luis Romero"}
OWNER = "c-ownerown"


class Callers:
    """Signs with the keys of the real issuers."""

    def __init__(self, stack: Stack) -> None:
        self._keys = {issuer: Path(stack.site.signing_key(issuer.value)) for issuer in Issuer}

    def headers(self, issuer: Issuer, claims: dict[str, Any]) -> dict[str, str]:
        token = TokenSigner.from_file(self._keys[issuer], issuer).sign(claims, timedelta(minutes=1))
        return {"Authorization": f"Bearer {token}"}

    def employee(self, claims: dict[str, Any] = ANA) -> dict[str, str]:
        return self.headers(Issuer.EMPLOYEES, claims)

    def customer(self, customer_id: str = OWNER) -> dict[str, str]:
        claims = {"sub": customer_id, "name": "Marta Ruiz", "aud": AUDIENCE}
        return self.headers(Issuer.CUSTOMERS, claims)

    def guest(self, incident_id: UUID | None = None) -> dict[str, str]:
        link = {"incident": str(incident_id)} if incident_id else {}
        return self.headers(Issuer.WEBFORM, {"sub": "guest", "aud": AUDIENCE, **link})
